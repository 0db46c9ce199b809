"""What made-up people know of the market on an evening."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Sum

from coproduce.arenas.market.behaviour import Kept, Place, Stall, Wrong
from coproduce.arenas.market.models import BookLine, Sale, Trader, Ware, Year
from coproduce.arenas.market.queries.books import due
from coproduce.arenas.market.queries.here import here_in, own_stall
from coproduce.community.base import clock
from coproduce.community.decisions.models import Decision
from coproduce.community.people.models import Community, Membership


def seen(place: Community) -> Place:
    """All of it, in the order it came about."""
    still = Membership.objects.filter(community=place, state=Membership.ACTIVE).values("agent")
    stalls = Trader.objects.filter(community=place, is_open=True, agent__in=still).order_by("pk")
    wares = Ware.objects.filter(stall__in=stalls, is_sold=True).exclude(left__lt=3).order_by("pk")
    sales = Sale.objects.filter(community=place, ware__isnull=False).order_by("pk")
    last = clock.today(place.time_zone) - timedelta(days=1)
    fresh = sales.filter(state=Sale.SOLD, sold_on__gte=last - timedelta(days=6), opened_by=None)
    wrong = sales.filter(state=Sale.DISPUTED).select_related("stall__agent", "buyer", "opened_by")
    lines = BookLine.objects.filter(community=place)
    year = Year.objects.filter(community=place).order_by("-from_on").first()
    return Place(
        tuple(Stall(*row) for row in stalls.values_list("public_id", "agent__public_id", "stall")),
        dict(wares.values_list("public_id", "stall__agent__public_id")),
        tuple(Kept(*row) for row in
              sales.filter(state=Sale.RESERVED).values_list("public_id", "stall__agent__public_id")),
        tuple(fresh.values_list("public_id", "buyer__public_id")),
        tuple(
            Wrong(row.public_id, _other(row), bool(row.answer), row.minor) for row in wrong
        ),
        frozenset(Trader.objects.filter(community=place).exclude(choice="").values_list("agent__public_id", flat=True)),
        frozenset(lines.filter(kind="shares").values_list("agent__public_id", flat=True)),
        (year.public_id, year.state, year.until_on) if year else None,
        _decided(place, year),
        _is_due(place, year),
        _sold(place, year),
        own_stall(place.pk) is not None,
        place.currency,
    )  # fmt: skip


def _is_due(place: Community, year: Year | None) -> bool:
    """Whether somebody who said where to is due enough to be paid."""
    if year is None or year.state != Year.ALLOCATED:
        return False
    least = max(1, here_in(place).rules.minimum_payout_minor)
    enough = [who for who, much in due(place.pk).items() if much >= least]
    return Trader.objects.filter(agent__in=enough).exclude(pay_to="").exists()


def _sold(place: Community, year: Year | None) -> int:
    """What was sold in a year that is over and is still to be closed."""
    if year is None or year.state != Year.OPEN or clock.today(place.time_zone) <= year.until_on:
        return 0
    sales = Sale.objects.filter(community=place, state__in=Sale.STANDING)
    return sales.filter(sold_on__range=(year.from_on, year.until_on)).aggregate(all=Sum("minor"))["all"] or 0


def _other(row: Sale) -> UUID | None:
    """Who is to answer: the one of the two who did not say that something is wrong."""
    who = row.stall.agent if row.opened_by_id == row.buyer_id else row.buyer
    return who.public_id if who else None


def _decided(place: Community, year: Year | None) -> UUID | None:
    """What was decided after the year was over."""
    if year is None or year.state != Year.CLOSED:
        return None
    found = Decision.objects.filter(community=place, decided_on__gt=year.until_on, corrected_by=None, result="yes")
    return found.filter(question__contains="market").order_by("pk").values_list("public_id", flat=True).first()
