from django.urls import path

from coproduce.community.exchange import ask_pages, pages, thread_pages

urlpatterns = [
    path("needs/", pages.needs, name="needs"),
    path("needs/new/", pages.new_need, name="new_need"),
    path("needs/new/<uuid:draft>/<slug:step>/", pages.need_step, name="new_need_step"),
    path("needs/<uuid:intent>/begin/", pages.begin_thread, {"kind": "needs"}, name="meet_need"),
    path("offers/<uuid:intent>/begin/", pages.begin_thread, {"kind": "offers"}, name="take_offer"),
    path("mine/", pages.mine, name="mine"),
    path("record/", pages.record_own, name="record_own"),
    path("record/<uuid:draft>/<slug:step>/", pages.record_own_step, name="record_own_step"),
    path("threads/", thread_pages.listed, name="threads"),
    path("threads/<uuid:thread>/", thread_pages.shown, name="thread"),
    path("asked/<uuid:ask>/", ask_pages.asked, name="asked"),
    path("offers/", pages.offers, name="offers"),
    path("offers/new/", pages.new_offer, name="new_offer"),
    path("offers/new/<uuid:draft>/<slug:step>/", pages.offer_step, name="new_offer_step"),
]
