from django.urls import path

from coproduce.arenas.stipends.pages import desk, families, figures, mine, payrolls, sheets

urlpatterns = [
    path("", mine.page, name="stipends"),
    path("answer/<uuid:attendance>/", mine.answer, name="stipends_answer"),
    path("waiting/", desk.listed, name="stipends_waiting"),
    path("waiting/<uuid:attendance>/<slug:what>/", desk.asked, name="stipends_do"),
    path("families/", families.page, name="stipends_families"),
    path("families/<uuid:family>/", families.record_of, name="stipends_family"),
    path("families/<uuid:family>/child/", families.child, name="stipends_child"),
    path("sheets/", sheets.page, name="stipends_sheets"),
    path("sheets/paper/", sheets.paper, name="stipends_paper"),
    path("sheets/typed/", sheets.typed, name="stipends_typed"),
    path("payrolls/", payrolls.page, name="stipends_payrolls"),
    path("payrolls/<uuid:payroll>/", payrolls.one, name="stipends_payroll"),
    path("payrolls/<uuid:payroll>/bank/", payrolls.bank, name="stipends_bank"),
    path("payrolls/<uuid:payroll>/back/", payrolls.back, name="stipends_back"),
    path("figures/", figures.page, name="stipends_figures"),
    path("figures/work/", figures.work, name="stipends_work"),
]
