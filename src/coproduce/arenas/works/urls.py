from django.urls import path

from coproduce.arenas.works import pages

urlpatterns = [path("", pages.first, name="works")]
