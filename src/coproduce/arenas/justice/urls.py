from django.urls import path

from coproduce.arenas.justice.pages import figures, first, matter

urlpatterns = [
    path("", first.page, name="justice"),
    path("report/", first.report_page, name="justice_report"),
    path("figures/", figures.page, name="justice_figures"),
    path("figures/work/", figures.work, name="justice_work"),
    path("<uuid:matter>/", matter.page, name="justice_matter"),
]
