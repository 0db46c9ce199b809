from django.urls import path

from coproduce.arenas.works.pages import drawing, dues, figures, lanes, upkeep

urlpatterns = [
    path("", lanes.page, name="works"),
    path("figures/", figures.page, name="works_figures"),
    path("figures/work/", figures.work, name="works_work"),
    path("<uuid:lane>/", lanes.one, name="works_lane"),
    path("<uuid:lane>/survey/", drawing.survey, name="works_survey"),
    path("<uuid:lane>/line/", drawing.line, name="works_line"),
    path("<uuid:lane>/dues/", dues.page, name="works_dues"),
    path("<uuid:lane>/upkeep/", upkeep.page, name="works_upkeep"),
]
