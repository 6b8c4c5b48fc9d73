from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from relations.admin import passwords
from relations.urls import files, previews
from relations.views import gallery, pages

urlpatterns = [
    path("", pages.choose_language),
    path("theme.css", pages.theme, name="theme"),
    path("admin/gallery/", admin.site.admin_view(gallery.gallery), name="gallery"),
    path("admin/gallery/<slug:scheme>.css", admin.site.admin_view(gallery.gallery_sheet), name="gallery_sheet"),
    path("admin/password-reset/", include(passwords.urls)),
    path("admin/", admin.site.urls),
    path("", include(files)),
    path("", include(previews)),
    *i18n_patterns(path("", include("relations.urls"))),
]

handler400 = "relations.views.pages.bad_request"
handler404 = "relations.views.pages.not_found"
handler500 = "relations.views.pages.server_error"
