from django.urls import path

from coproduce.community.exchange import pages

urlpatterns = [
    path("needs/", pages.needs, name="needs"),
    path("needs/new/", pages.new_need, name="new_need"),
    path("needs/new/<uuid:draft>/<slug:step>/", pages.need_step, name="new_need_step"),
    path("offers/", pages.offers, name="offers"),
    path("offers/new/", pages.new_offer, name="new_offer"),
    path("offers/new/<uuid:draft>/<slug:step>/", pages.offer_step, name="new_offer_step"),
]
