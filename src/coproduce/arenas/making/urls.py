from django.urls import path

from coproduce.arenas.making import pages

urlpatterns = [path("", pages.first, name="making")]
