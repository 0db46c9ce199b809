from django.urls import path

from coproduce.community.privacy import pages

urlpatterns = [
    path("", pages.own, name="privacy"),
    path("looked/", pages.looked, name="who_looked"),
    path("record/", pages.record, name="record_of_processing"),
    path("retention/", pages.retention, name="retention"),
    path("<uuid:member>/", pages.kept, name="privacy_of"),
    path("<uuid:member>/archive/", pages.taken, name="archive"),
    path("<uuid:member>/forget/", pages.forgotten, name="forget_member"),
]
