"""What the claims' measures find in one community. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from django.db.models import F

from coproduce.arenas.stipends import ARENA
from coproduce.arenas.stipends.models import Attendance
from coproduce.arenas.stipends.queries.records import standing_rows
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round_of_asked, unaided
from coproduce.core.claims import Found, counted
from coproduce.core.stats import Estimate, Suppression

RULE = Suppression()

#: So soon an answer is decided on.
DAYS = timedelta(days=14)


def _school(actor: Actor, today: date) -> Found | None:
    known = Attendance.objects.filter(child__community_id=actor.community_id, until_on__lt=today)
    rows = [row for of in standing_rows(known.values_list("child", flat=True).distinct()).values() for row in of]
    went = [row.outcome == "met" for row in rows if row.outcome in ("met", "breach") and not row.is_upheld]
    return counted(
        sum(went), len(went), f"{sum(went)} of {len(went)} spells of two months that are known were as agreed."
    )


def _told(actor: Actor, today: date) -> Found | None:
    told = Attendance.objects.filter(child__community_id=actor.community_id).exclude(told_on=None)
    k, n = told.exclude(supporter=None).count(), told.count()
    return counted(k, n, f"{k} of {n} were told with somebody beside them; the rules let nothing happen before.")


def _heard(actor: Actor, today: date) -> Found | None:
    rows = Attendance.objects.filter(child__community_id=actor.community_id, appealed_on__lte=today - DAYS)
    k, n = rows.filter(answered_on__lte=F("appealed_on") + DAYS).count(), rows.count()
    return counted(k, n, f"{k} of {n} answers of two weeks ago or more were decided on within fourteen days.")


def _asked(actor: Actor, today: date) -> Found | None:
    rate = asked(actor, ARENA.slug, RULE)
    if rate is None:
        return None
    return counted(rate.k, rate.n, f"{rate.k} of {rate.n} who said they were ready were asked, or answered first.")


def _round(actor: Actor, today: date) -> Found | None:
    ring = came_round_of_asked(actor, ARENA.slug, today, RULE)
    if ring is None:
        return None
    return Found(
        f"{ring.returned} of {ring.n} first paid here before they had given have helped someone within 180 days; of "
        f"{ring.known} the answer is known, and those who still wait are not counted as a no.",
        ring.n,
        Estimate(ring.share, ring.low, ring.high, ring.n - ring.known),
    )


def _facilitate(actor: Actor, today: date) -> Found | None:
    rate = unaided(actor, ARENA.slug, RULE)
    if rate is None:
        return None
    return counted(rate.k, rate.n, f"{rate.k} of {rate.n} hours at the school were agreed without a staff act.")


MEASURES: Mapping[str, Callable[[Actor, date], Found | None]] = {
    "school": _school,
    "told": _told,
    "heard": _heard,
    "asked": _asked,
    "round": _round,
    "facilitate": _facilitate,
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    return MEASURES[name](Actor(community_id, None, None), today)
