from django.urls import path

from coproduce.community.ledger import pages
from coproduce.community.ledger.closed_days import pages as closed_days
from coproduce.community.ledger.limits import pages as limits

urlpatterns = [
    path("", pages.own, name="statement"),
    path("past/", limits.past, name="past_limits"),
    path("closed-days/", closed_days.shown, name="closed_days"),
    path("limits/", limits.changes, name="limit_changes"),
    path("limits/change/", limits.change, name="change_limit"),
    path("<uuid:member>/", pages.of_member, name="statement_of"),
]
