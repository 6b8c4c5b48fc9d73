"""A peer to measure against: one file of plain Django that shows thirty passages of the same database in a list."""

from typing import Any, ClassVar

import environ
from django.conf import settings

settings.configure(
    SECRET_KEY="only-for-measuring",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    DATABASES={"default": environ.Env().db_url("DATABASE_URL")},
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

application = get_wsgi_application()


class Row(models.Model):
    """A passage as the site stores it."""

    fragment = models.TextField()
    gist_en = models.TextField()
    locator = models.TextField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        app_label = "plain"
        managed = False
        db_table = "relations_passage"

    def __str__(self) -> str:
        return self.locator


PAGE = """<!doctype html><html lang="en"><head><title>Passages</title></head><body><main><h1>Passages</h1><ul>
{% for row in rows %}<li><article><h2>{{ row.fragment }}</h2><p>{{ row.gist_en|truncatewords:60 }}</p>
<p>{{ row.locator }}</p></article></li>{% endfor %}</ul></main></body></html>"""
template = engines["django"].from_string(PAGE)


def rows(request: HttpRequest) -> HttpResponse:
    return HttpResponse(template.render({"rows": Row.objects.order_by("pk")[:30]}, request))


urlpatterns = [path("", rows)]
