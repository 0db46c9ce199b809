from django.urls import path

from coproduce.community.evidence.outcomes import pages as outcomes
from coproduce.community.evidence.pages import (
    account,
    fair,
    home,
    opened,
    planning,
    report,
    sites,
    study,
    ties,
    together,
)

urlpatterns = [
    path("", home.page, name="evidence"),
    path("new/", planning.begin, name="plan_study"),
    path("new/<uuid:draft>/<slug:step>/", planning.step, name="plan_study_step"),
    path("report/", report.page, name="evidence_report"),
    path("report/<slug:part>/", report.say, name="say_in_report"),
    path("ties/", ties.page, name="evidence_ties"),
    path("open/", opened.page, name="open_figures"),
    path("open/set/", opened.set_open, name="set_open_figures"),
    path("mine/", opened.mine, name="made_together_mine"),
    path("account/", account.page, name="satellite_account"),
    path("account/rates/", account.rates, name="evidence_rates"),
    path("fair/", fair.page, name="just_sustainabilities"),
    path("fair/areas/", fair.areas, name="evidence_areas"),
    path("made-together/", together.page, name="made_together"),
    path("coming-round/", together.coming, name="coming_round"),
    path("how-things-are/", outcomes.results, name="how_things_are"),
    path("how-things-are/questions/", outcomes.scales, name="scales"),
    path("how-things-are/questions/<slug:measure>/sheet/", outcomes.sheet, name="outcome_sheet"),
    path("how-things-are/<uuid:member>/", outcomes.of_one, name="how_somebody_is"),
    path("how-things-are/<uuid:member>/<slug:measure>/", outcomes.ask, name="ask_how"),
    path("<uuid:plan>/", study.page, name="study"),
    path("<uuid:plan>/places/", sites.page, name="study_sites"),
]
