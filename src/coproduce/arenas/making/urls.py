from django.urls import path

from coproduce.arenas.making.pages import builds, designs, figures, files, makers, parts

urlpatterns = [
    path("", designs.page, name="making"),
    path("bring/", files.bring, name="making_bring"),
    path("machines/", makers.page, name="making_machines"),
    path("designs/<uuid:design>/", designs.one, name="making_design"),
    path("designs/<uuid:design>/parts/", parts.page, name="making_parts"),
    path("designs/<uuid:design>/near/", makers.near, name="making_near"),
    path("designs/<uuid:design>/manifest/", files.out, name="making_manifest"),
    path("designs/<uuid:design>/history/", files.history, name="making_history"),
    path("builds/<uuid:build>/", builds.page, name="making_build"),
    path("builds/<uuid:build>/picture/", builds.picture, name="making_picture"),
    path("figures/", figures.page, name="making_figures"),
    path("figures/work/", figures.work, name="making_work_moved"),
]
