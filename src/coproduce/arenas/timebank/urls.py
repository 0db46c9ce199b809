from django.urls import path

from coproduce.arenas.timebank.pages import (
    call,
    call_help,
    desk,
    figures,
    paper,
    recording,
    sheet_entry,
    statements,
    strengths,
    work_moved,
)

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/press/", desk.press, name="desk_press"),
    path("call/", call.take_call, name="call"),
    path("call/<uuid:member>/", call.card, name="call_card"),
    path("call/<uuid:member>/help/", call_help.page, name="call_help"),
    path("figures/", figures.page, name="figures"),
    path("figures/work/", work_moved.page, name="work_moved"),
    path("record/", recording.begin, name="record"),
    path("record/<uuid:draft>/<slug:step>/", recording.step, name="record_step"),
    path("paper/", paper.index, name="paper"),
    path("paper/sign-up/", paper.sign_up, name="sign_up_sheet"),
    path("paper/hours/", paper.hours_sheet, name="hours_sheet"),
    path("paper/enter/", sheet_entry.page, name="enter_sheet"),
    path("paper/directory/", paper.leaflet, name="directory_leaflet"),
    path("paper/strengths/", strengths.on_paper, name="strengths_blank"),
    path("paper/months/", statements.of_all, name="months_on_paper"),
    path("paper/months/<uuid:member>/", statements.of_one, name="month_on_paper"),
    path("strengths/<uuid:member>/", strengths.conversation, name="strengths_talk"),
    path("strengths/<uuid:member>/offers/", strengths.pass_on, name="strengths_offers"),
    path("strengths/<uuid:member>/next/", strengths.what_next, name="strengths_next"),
    path("strengths/<uuid:member>/paper/", strengths.on_paper, name="strengths_paper"),
]
