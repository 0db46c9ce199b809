from django.urls import path

from coproduce.community.decisions import pages
from coproduce.community.decisions.deciding import asking_pages, desk_pages, pages as pages_deciding
from coproduce.community.decisions.rule_sets import pages as pages_rule_sets

urlpatterns = [
    path("", pages.listed, name="decisions"),
    path("new/", pages.begin, name="record_decision"),
    path("new/<uuid:draft>/<slug:step>/", pages.step, name="record_decision_step"),
    path("rules/", pages_rule_sets.shown, name="how_we_count"),
    path("rules/<slug:arena>/<slug:rule_set>/", pages_rule_sets.choose, name="choose_rules"),
    path("asked/", pages_deciding.listed, name="what_we_ask"),
    path("asked/new/", asking_pages.begin, name="ask_members"),
    path("asked/new/<uuid:draft>/<slug:step>/", asking_pages.step, name="ask_members_step"),
    path("asked/from-file/", asking_pages.from_file, name="ask_from_file"),
    path("asked/<uuid:proposal>/", pages_deciding.shown, name="what_is_asked"),
    path("asked/<uuid:proposal>/answer/", pages_deciding.answered, name="answer_question"),
    path("asked/<uuid:proposal>/vote/", pages_deciding.voted, name="vote"),
    path("asked/<uuid:proposal>/change/", pages_deciding.amended, name="amend_question"),
    path("asked/<uuid:proposal>/take-back/", pages_deciding.withdrawn, name="withdraw_question"),
    path("asked/<uuid:proposal>/file/", pages_deciding.file, name="question_file"),
    path("asked/<uuid:proposal>/papers/", desk_pages.papers, name="ballot_papers"),
    path("asked/<uuid:proposal>/papers/print/", desk_pages.paper, name="ballot_paper"),
    path("asked/<uuid:proposal>/papers/type/", desk_pages.typed, name="type_ballot"),
    path("asked/<uuid:proposal>/count/", desk_pages.counted, name="count_question"),
    path("<uuid:decision>/", pages.shown, name="decision"),
]
