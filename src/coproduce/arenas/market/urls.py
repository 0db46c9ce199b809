from django.urls import path

from coproduce.arenas.market.pages import book, figures, paying, place, sales, years

urlpatterns = [
    path("", place.page, name="market"),
    path("sell/", place.sell, name="market_sell"),
    path("stalls/<uuid:stall>/", place.stall, name="market_stall"),
    path("things/<uuid:ware>/", place.ware, name="market_ware"),
    path("bought/", sales.page, name="market_sales"),
    path("bought/<uuid:sale>/", sales.one, name="market_sale"),
    path("shares/", book.page, name="market_book"),
    path("years/", years.page, name="market_years"),
    path("years/<uuid:year>/", years.one, name="market_year"),
    path("paying/", paying.page, name="market_paying"),
    path("paying/<uuid:batch>/", paying.bank, name="market_bank"),
    path("figures/", figures.page, name="market_figures"),
    path("figures/work/", figures.work, name="market_work_moved"),
]
