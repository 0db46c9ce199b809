from django.urls import path

from coproduce.community.ledger import pages

urlpatterns = [path("", pages.own, name="statement"), path("<uuid:member>/", pages.of_member, name="statement_of")]
