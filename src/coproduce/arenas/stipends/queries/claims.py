"""What the claims' measures find in one community. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from django.db.models import F

from coproduce.arenas.stipends import ARENA
from coproduce.arenas.stipends.models import Attendance
from coproduce.arenas.stipends.queries.records import standing_rows
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.claims import came_round, went_unaided, were_asked
from coproduce.core.claims import Found, counted

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


MEASURES: Mapping[str, Callable[[Actor, date], Found | None]] = {
    "school": _school,
    "told": _told,
    "heard": _heard,
    "asked": lambda actor, today: were_asked(actor, ARENA.slug),
    "round": lambda actor, today: came_round(actor, ARENA.slug, today, "first paid here before they had given"),
    "facilitate": lambda actor, today: went_unaided(actor, ARENA.slug, "hours at the school"),
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    return MEASURES[name](Actor(community_id, None, None), today)
