"""The public addresses below a language prefix, as section headings of the site name them."""

from django.urls import path

from relations.views import pages, records

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("milestones/", records.milestone_list, name="milestone_list"),
    path("milestones/<slug:slug>/", records.milestone_detail, name="milestone_detail"),
    path("agreements/", records.agreement_list, name="agreement_list"),
    path("agreements/<slug:slug>/", records.agreement_detail, name="agreement_detail"),
    path("trade/", records.indicator_list, name="indicator_list"),
    path("trade/<slug:slug>/", records.indicator_detail, name="indicator_detail"),
    path("cooperation/", records.area_list, name="area_list"),
    path("cooperation/<slug:slug>/", records.area_detail, name="area_detail"),
    path("initiatives/", records.initiative_list, name="initiative_list"),
    path("initiatives/<slug:slug>/", records.initiative_detail, name="initiative_detail"),
    path("commitments/", records.commitment_list, name="commitment_list"),
    path("commitments/<slug:slug>/", records.commitment_detail, name="commitment_detail"),
    path("sources/", records.source_list, name="source_list"),
    path("sources/<slug:slug>/", records.source_detail, name="source_detail"),
    path("pages/<slug:slug>/", pages.page_detail, name="page_detail"),
]
