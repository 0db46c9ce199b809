from django.urls import path

from coproduce.community.ledger import pages
from coproduce.community.ledger.bounds import pages as bounds
from coproduce.community.ledger.closed_days import pages as closed_days
from coproduce.community.ledger.holds import pages as holds
from coproduce.community.ledger.journal_export import pages as journal_export
from coproduce.community.ledger.limits import pages as limits
from coproduce.community.ledger.listing import pages as listing
from coproduce.community.ledger.proving import pages as proving
from coproduce.community.ledger.undoing import pages as undoing
from coproduce.community.ledger.whole import pages as whole

urlpatterns = [
    path("", pages.own, name="statement"),
    path("past/", limits.past, name="past_limits"),
    path("books/", whole.shown, name="whole_books"),
    path("books/accounts/", listing.shown, name="accounts"),
    path("books/journal/", journal_export.shown, name="journal"),
    path("closed-days/", closed_days.shown, name="closed_days"),
    path("limits/", limits.changes, name="limit_changes"),
    path("limits/change/", limits.change, name="change_limit"),
    path("kept-back/", holds.listed, name="holds"),
    path("kept-back/more/", holds.begin, name="keep_back"),
    path("kept-back/more/<uuid:draft>/<slug:step>/", holds.step, name="keep_back_step"),
    path("kept-back/<uuid:hold>/let-go/", holds.let_go, name="let_go"),
    path("taken-back/", undoing.undoings, name="undoings"),
    path("put-right/", undoing.put_right, name="put_right"),
    path("putting-right/", bounds.rules, name="undoing_rules"),
    path("entries/<uuid:entry>/", undoing.entry, name="entry"),
    path("entries/<uuid:entry>/take-back/", undoing.take_back_page, name="take_back"),
    path("proof/", proving.proof, name="proof"),
    path("proof/seal/", proving.seal_now, name="seal"),
    path("proof/given-out/", proving.give_out, name="give_out"),
    path("<uuid:member>/", pages.of_member, name="statement_of"),
]
