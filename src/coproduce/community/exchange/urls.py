from django.urls import path

from coproduce.community.exchange import pages
from coproduce.community.exchange.asks import pages as ask_pages
from coproduce.community.exchange.calendars import pages as calendar_pages
from coproduce.community.exchange.categories import pages as category_pages
from coproduce.community.exchange.occasions import (
    change_pages as occasion_change_pages,
    pages as occasion_pages,
    planning_pages as occasion_planning,
)
from coproduce.community.exchange.pasting import pages as paste_pages
from coproduce.community.exchange.settling import pages as settling_pages
from coproduce.community.exchange.threads import pages as thread_pages, ward_pages

urlpatterns = [
    path("needs/", pages.needs, name="needs"),
    path("needs/new/", pages.new_need, name="new_need"),
    path("needs/new/<uuid:draft>/<slug:step>/", pages.need_step, name="new_need_step"),
    path("needs/<uuid:intent>/begin/", pages.begin_thread, {"kind": "needs"}, name="meet_need"),
    path("offers/<uuid:intent>/begin/", pages.begin_thread, {"kind": "offers"}, name="take_offer"),
    path("mine/", pages.mine, name="mine"),
    path("record/", pages.record_own, name="record_own"),
    path("record/<uuid:draft>/<slug:step>/", pages.record_own_step, name="record_own_step"),
    path("wards/<uuid:ward>/", ward_pages.shown, name="ward_threads"),
    path("kinds/", category_pages.listed, name="kinds"),
    path("kinds/new/", category_pages.added, name="new_kind"),
    path("kinds/<uuid:kind>/", category_pages.changed, name="kind"),
    path("kinds/<uuid:kind>/retire/", category_pages.retired, name="retire_kind"),
    path("kinds/<uuid:kind>/back/", category_pages.brought_back, name="bring_back_kind"),
    path("new-here/", settling_pages.listed, name="newcomers"),
    path("new-here/<uuid:newcomer>/", settling_pages.shown, name="settling"),
    path("occasions/", occasion_pages.listed, name="occasions"),
    path("occasions/new/", occasion_planning.planned, name="new_occasion"),
    path("occasions/<uuid:occasion>/", occasion_pages.shown, name="occasion"),
    path("occasions/<uuid:occasion>/change/", occasion_change_pages.changed, name="change_occasion"),
    path("occasions/<uuid:occasion>/call-off/", occasion_change_pages.called_off, name="call_off_occasion"),
    path("occasions/<uuid:occasion>/came/", occasion_planning.who_came, name="who_came"),
    path("occasions/<uuid:occasion>/sheet/", occasion_planning.sheet, name="occasion_sheet"),
    path("calendar/", calendar_pages.own, name="calendars"),
    path("calendar/<slug:token>.ics", calendar_pages.read, name="calendar_feed"),
    path("paste/", paste_pages.paste, name="paste"),
    path("threads/", thread_pages.listed, name="threads"),
    path("threads/<uuid:thread>/", thread_pages.shown, name="thread"),
    path("ready/", ask_pages.ready, name="say_ready"),
    path("asked/<uuid:ask>/", ask_pages.asked, name="asked"),
    path("offers/", pages.offers, name="offers"),
    path("offers/new/", pages.new_offer, name="new_offer"),
    path("offers/new/<uuid:draft>/<slug:step>/", pages.offer_step, name="new_offer_step"),
]
