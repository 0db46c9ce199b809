from django.urls import path

from coproduce.web.lab import own_pages, pages

urlpatterns = [
    path("", pages.lab, name="lab"),
    path("town/", pages.town, name="lab_town"),
    path("weeks/", own_pages.weeks, name="lab_weeks"),
    path("invite/", own_pages.invite, name="lab_invite"),
    path("<uuid:study>/", pages.study, name="lab_study"),
    path("<uuid:study>/report/", pages.report, name="lab_report"),
    path("<uuid:study>/remove/", pages.take_away, name="lab_remove"),
    path("<uuid:study>/<slug:part>/", pages.part, name="lab_part"),
]
