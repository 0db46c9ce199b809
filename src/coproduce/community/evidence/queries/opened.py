"""Whether anybody may read the sums of a community; and what one member sees of what was made together."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q

from coproduce.community.base.actor import Actor
from coproduce.community.evidence.models import OpenFigures
from coproduce.community.evidence.queries.books import DAYS
from coproduce.community.exchange.models import Contribution
from coproduce.core.quantity import HOURS


def opened(community_id: int) -> OpenFigures | None:
    """What was set last; None where nobody ever set it, and nothing is open."""
    return OpenFigures.objects.filter(community_id=community_id).order_by("made_at", "pk").last()


def is_open(community_id: int) -> bool:
    """Whether anybody may read the sums."""
    row = opened(community_id)
    return row is not None and row.is_open


@dataclass(frozen=True, slots=True)
class Mine:
    """The actor's own year: minutes and people either way, and what they took part in, arena by arena."""

    from_on: date
    until_on: date
    gave_minutes: int
    got_minutes: int
    helped: int
    helped_me: int
    arenas: tuple[tuple[str, int, int], ...]


def my_year(actor: Actor, today: date) -> Mine:
    """What I gave and received: mine alone, and so whole."""
    from_on, me = today - timedelta(days=DAYS), actor.agent_id or 0
    rows = Contribution.objects.filter(
        Q(giver=me) | Q(receiver=me),
        community_id=actor.community_id, corrected_by=None, effective_on__range=(from_on, today), unit=HOURS.code,
    ).exclude(giver=F("receiver"))  # fmt: skip
    gave: Counter[str] = Counter()
    got: Counter[str] = Counter()
    helped, helped_me = set[int](), set[int]()
    for giver, receiver, arena, amount in rows.values_list("giver", "receiver", "arena", "amount"):
        (gave if giver == me else got)[arena] += amount
        (helped if giver == me else helped_me).add(receiver if giver == me else giver)
    arenas = tuple((slug, gave[slug], got[slug]) for slug in gave | got)
    return Mine(from_on, today, gave.total(), got.total(), len(helped), len(helped_me), arenas)
