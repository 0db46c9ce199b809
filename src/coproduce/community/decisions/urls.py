from django.urls import path

from coproduce.community.decisions import pages
from coproduce.community.decisions.rule_sets import pages as pages_rule_sets

urlpatterns = [
    path("", pages.listed, name="decisions"),
    path("new/", pages.begin, name="record_decision"),
    path("new/<uuid:draft>/<slug:step>/", pages.step, name="record_decision_step"),
    path("rules/", pages_rule_sets.shown, name="how_we_count"),
    path("rules/<slug:arena>/<slug:rule_set>/", pages_rule_sets.choose, name="choose_rules"),
    path("<uuid:decision>/", pages.shown, name="decision"),
]
