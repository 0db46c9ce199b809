"""Paid and unpaid on the web and as a table."""

from django.http import HttpResponse

from coproduce.arenas.timebank.queries.figures import ARENA
from coproduce.community.base.page import MemberRequest
from coproduce.community.exchange.work_moved import page as of_arena


def page(request: MemberRequest) -> HttpResponse:
    """Given and paid hours of a year."""
    return of_arena.page(request, ARENA, "figures")
