from django.urls import path

from coproduce.community.exchange import ask_pages, category_pages, pages, paste_pages, thread_pages

urlpatterns = [
    path("needs/", pages.needs, name="needs"),
    path("needs/new/", pages.new_need, name="new_need"),
    path("needs/new/<uuid:draft>/<slug:step>/", pages.need_step, name="new_need_step"),
    path("needs/<uuid:intent>/begin/", pages.begin_thread, {"kind": "needs"}, name="meet_need"),
    path("offers/<uuid:intent>/begin/", pages.begin_thread, {"kind": "offers"}, name="take_offer"),
    path("mine/", pages.mine, name="mine"),
    path("record/", pages.record_own, name="record_own"),
    path("record/<uuid:draft>/<slug:step>/", pages.record_own_step, name="record_own_step"),
    path("kinds/", category_pages.listed, name="kinds"),
    path("kinds/new/", category_pages.added, name="new_kind"),
    path("kinds/<uuid:kind>/", category_pages.changed, name="kind"),
    path("kinds/<uuid:kind>/retire/", category_pages.retired, name="retire_kind"),
    path("kinds/<uuid:kind>/back/", category_pages.brought_back, name="bring_back_kind"),
    path("paste/", paste_pages.paste, name="paste"),
    path("threads/", thread_pages.listed, name="threads"),
    path("threads/<uuid:thread>/", thread_pages.shown, name="thread"),
    path("asked/<uuid:ask>/", ask_pages.asked, name="asked"),
    path("offers/", pages.offers, name="offers"),
    path("offers/new/", pages.new_offer, name="new_offer"),
    path("offers/new/<uuid:draft>/<slug:step>/", pages.offer_step, name="new_offer_step"),
]
