from django.urls import path

from coproduce.arenas.timebank import pages, pages_call, pages_desk, pages_figures

urlpatterns = [
    path("desk/", pages_desk.desk, name="desk"),
    path("desk/press/", pages_desk.press, name="desk_press"),
    path("call/", pages_call.take_call, name="call"),
    path("call/<uuid:member>/", pages_call.card, name="call_card"),
    path("figures/", pages_figures.page, name="figures"),
    path("record/", pages.begin, name="record"),
    path("record/<uuid:draft>/<slug:step>/", pages.step, name="record_step"),
]
