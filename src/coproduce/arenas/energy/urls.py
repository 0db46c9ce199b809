from django.urls import path

from coproduce.arenas.energy.pages import figures, keys, mine, months, points, readings

urlpatterns = [
    path("", mine.page, name="energy"),
    path("points/", points.page, name="energy_points"),
    path("points/<uuid:point>/", points.one, name="energy_point"),
    path("readings/", readings.page, name="energy_readings"),
    path("keys/", keys.page, name="energy_keys"),
    path("keys/<slug:key>/", keys.agree, name="energy_key"),
    path("months/", months.page, name="energy_months"),
    path("months/<uuid:month>/", months.one, name="energy_month"),
    path("figures/", figures.page, name="energy_figures"),
    path("figures/work/", figures.work, name="energy_work"),
]
