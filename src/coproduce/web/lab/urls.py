from django.urls import path

from coproduce.web.lab import pages

urlpatterns = [
    path("", pages.lab, name="lab"),
    path("town/", pages.town, name="lab_town"),
    path("<uuid:study>/", pages.study, name="lab_study"),
    path("<uuid:study>/remove/", pages.take_away, name="lab_remove"),
]
