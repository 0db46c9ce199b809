from django.urls import path

from coproduce.community.ledger import pages, pages_limits

urlpatterns = [
    path("", pages.own, name="statement"),
    path("past/", pages_limits.past, name="past_limits"),
    path("<uuid:member>/", pages.of_member, name="statement_of"),
]
