from django.urls import path

from coproduce.community.evidence.outcomes import pages as outcomes
from coproduce.community.evidence.pages import home, planning, report, sites, study

urlpatterns = [
    path("", home.page, name="evidence"),
    path("new/", planning.begin, name="plan_study"),
    path("new/<uuid:draft>/<slug:step>/", planning.step, name="plan_study_step"),
    path("report/", report.page, name="evidence_report"),
    path("report/<slug:part>/", report.say, name="say_in_report"),
    path("how-things-are/", outcomes.results, name="how_things_are"),
    path("how-things-are/questions/", outcomes.scales, name="scales"),
    path("how-things-are/questions/<slug:measure>/sheet/", outcomes.sheet, name="outcome_sheet"),
    path("how-things-are/<uuid:member>/", outcomes.of_one, name="asked"),
    path("how-things-are/<uuid:member>/<slug:measure>/", outcomes.ask, name="ask"),
    path("<uuid:plan>/", study.page, name="study"),
    path("<uuid:plan>/places/", sites.page, name="study_sites"),
]
