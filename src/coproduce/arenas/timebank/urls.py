from django.urls import path

from coproduce.arenas.timebank.pages import call, desk, figures, recording

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/press/", desk.press, name="desk_press"),
    path("call/", call.take_call, name="call"),
    path("call/<uuid:member>/", call.card, name="call_card"),
    path("figures/", figures.page, name="figures"),
    path("record/", recording.begin, name="record"),
    path("record/<uuid:draft>/<slug:step>/", recording.step, name="record_step"),
]
