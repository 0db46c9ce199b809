"""What the claims' measures find in one community. Small numbers stay hidden: the page is for everybody."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import F

from coproduce.arenas.care.models import Case
from coproduce.arenas.care.queries.chain import ended
from coproduce.arenas.care.rules.states import DRAFT, IN_ERROR, REJECTED
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.claims import RULE, share
from coproduce.community.exchange.figures import asked
from coproduce.core.claims import Found, counted


def _reached(actor: Actor, today: date) -> Found | None:
    due = Case.objects.filter(community_id=actor.community_id, first_visit_due_at__date__lt=today)
    due = due.exclude(state__in=(DRAFT, REJECTED, IN_ERROR))
    n, k = due.count(), due.filter(first_visit_at__lte=F("first_visit_due_at")).count()
    return counted(k, n, f"{k} of {n} whose first visit was due were visited in time.")


def _needed(actor: Actor, today: date, steps: Callable[[int], bool] = lambda step: True) -> Found | None:
    said = [one.needs_met for one in ended(actor.community_id) if one.needs_met is not None and steps(one.generation)]
    return counted(sum(said), len(said), f"{sum(said)} of {len(said)} who said anything said that it was.")


def _second(actor: Actor, today: date) -> Found | None:
    return _needed(actor, today, lambda step: step > 0)


MEASURES: Mapping[str, Callable[[Actor, date], Found | None]] = {
    "reached": _reached,
    "asked": lambda actor, today: share(
        asked(actor, "care", RULE), "%d of %d who said they were well were asked, or answered first."
    ),
    "needed": _needed,
    "second": _second,
}


def measure(name: str, community_id: int, today: date) -> Found | None:
    """What one measure finds in a community up to a day; None where it is too small to show."""
    return MEASURES[name](Actor(community_id, None, None), today)
