from django.urls import path

from coproduce.arenas.making.pages import designs

urlpatterns = [path("", designs.page, name="making"), path("designs/<uuid:design>/", designs.one, name="making_design")]
