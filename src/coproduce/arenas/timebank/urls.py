from django.urls import path

from coproduce.arenas.timebank import pages

urlpatterns = [
    path("record/", pages.begin, name="record"),
    path("record/<uuid:draft>/<slug:step>/", pages.step, name="record_step"),
]
