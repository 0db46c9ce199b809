from django.urls import path

from coproduce.community.evidence.pages import home, planning, report, sites, study, ties

urlpatterns = [
    path("", home.page, name="evidence"),
    path("new/", planning.begin, name="plan_study"),
    path("new/<uuid:draft>/<slug:step>/", planning.step, name="plan_study_step"),
    path("report/", report.page, name="evidence_report"),
    path("report/<slug:part>/", report.say, name="say_in_report"),
    path("ties/", ties.page, name="evidence_ties"),
    path("<uuid:plan>/", study.page, name="study"),
    path("<uuid:plan>/places/", sites.page, name="study_sites"),
]
