from django.urls import path

from coproduce.arenas.care.pages import apart, card, case, chain, desk, discharges, mine, sheets

urlpatterns = [
    path("", mine.page, name="care"),
    path("card/", card.opening, name="care_card"),
    path("card/<uuid:draft>/<slug:step>/", card.step, name="care_card_step"),
    path("choose/", mine.choose, name="care_choose"),
    path("say/", mine.say, name="care_say"),
    path("visit/<uuid:visit>/", mine.visit, name="care_visit"),
    path("visit/<uuid:visit>/press/", mine.press, name="care_visit_press"),
    path("visit/<uuid:visit>/answers/", mine.answers, name="care_answers"),
    path("visit/<uuid:visit>/paper/", sheets.checklist, name="care_checklist"),
    path("discharges/", discharges.page, name="care_discharges"),
    path("discharges/answers/", discharges.answers, name="care_tasks"),
    path("list/", desk.listed, name="care_list"),
    path("cards/", sheets.cards, name="care_cards"),
    path("cards/<uuid:batch>/", sheets.sheet, name="care_sheet"),
    path("person/<uuid:case>/", case.shown, name="care_case"),
    path("person/<uuid:case>/not-come/", apart.page, name="care_not_come"),
    path("person/<uuid:case>/<slug:what>/", case.asked, name="care_do"),
    path("visitors/", desk.visitors, name="care_visitors"),
    path("visitors/<uuid:member>/", desk.visitor, name="care_visitor"),
    path("chain/", chain.page, name="care_chain"),
    path("chain/hours/", chain.work, name="care_work"),
]
