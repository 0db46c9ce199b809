from django.urls import path

from coproduce.arenas.homes.pages import days, desk, family, figures, hours, money

urlpatterns = [
    path("", family.page, name="homes"),
    path("families/", desk.page, name="homes_desk"),
    path("families/<uuid:member>/", family.one, name="homes_family"),
    path("hours/", hours.page, name="homes_hours"),
    path("days/", days.page, name="homes_days"),
    path("days/<uuid:occasion>/", days.day, name="homes_day"),
    path("money/", money.page, name="homes_money"),
    path("money/<uuid:family>/", money.one, name="homes_terms"),
    path("figures/", figures.page, name="homes_figures"),
    path("figures/work/", figures.work, name="homes_work"),
]
