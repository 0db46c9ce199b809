from django.urls import path

from coproduce.arenas.food.pages import cycles, figures, mine, money, products, rounds, surplus, work

urlpatterns = [
    path("", mine.page, name="food"),
    path("past/", mine.past, name="food_past"),
    path("past/<uuid:cycle>/", mine.one, name="food_statement"),
    path("products/", products.page, name="food_products"),
    path("over/", surplus.page, name="food_surplus"),
    path("work/", work.page, name="food_work"),
    path("orders/", cycles.page, name="food_cycles"),
    path("orders/<uuid:cycle>/", cycles.one, name="food_cycle"),
    path("orders/<uuid:cycle>/round/", rounds.page, name="food_round"),
    path("money/", money.page, name="food_money"),
    path("figures/", figures.page, name="food_figures"),
    path("figures/work/", figures.work, name="food_work_moved"),
]
