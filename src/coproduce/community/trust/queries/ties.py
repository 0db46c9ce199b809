"""Who is near whom: by what they did for each other in a year, and by what both of them said."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Contribution
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import HERE, apart_from
from coproduce.community.trust.models import Tie
from coproduce.community.trust.rules import DAY, SEEN_DAYS, WAITS_DAYS, Near, fade, near

#: More people than this are no circle, and cannot be drawn.
MOST = 12


@dataclass(slots=True)
class Close:
    """Somebody near: since when they have not had to do with each other, and what both said. `weight` is shown to
    nobody: it decides the order."""

    agent: Agent
    last_on: date
    near: Near
    weight: float
    i_ring: UUID | None = None
    they_ring: UUID | None = None
    introduced: UUID | None = None
    helped: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """Everybody near, the nearest first; what waits for an answer of mine, and what I asked."""

    people: tuple[Close, ...]
    to_answer: tuple[Tie, ...]
    asked: tuple[Tie, ...]
    more: int = field(default=0)


def half_days() -> int:
    """After how many days a tie counts half here."""
    return int(settings.TIE_HALF_DAYS)


def helped(community_id: int, today: date) -> QuerySet[Contribution]:
    """Help of the last year between two people that stands."""
    return Contribution.objects.filter(
        community_id=community_id, corrected_by=None, effective_on__range=(today - SEEN_DAYS * DAY, today),
        giver__kind=Agent.PERSON, receiver__kind=Agent.PERSON,
    ).exclude(giver=F("receiver"))  # fmt: skip


def circle(actor: Actor, today: date) -> Circle:
    """Mine; of whom I must not meet nobody stands in it. Nothing for who has none of their own."""
    me = actor.agent_id
    if me is None or not policy.may(actor, "trust.read_circle", "own"):
        return Circle((), (), ())
    said = list(_mine(actor).select_related("one", "other", "said_by"))
    last: dict[int, date] = {}
    for one, other, side in (("giver", "receiver", me), ("receiver", "giver", me)):
        rows = helped(actor.community_id, today).filter(**{one: side}).order_by()
        for who, on in rows.values_list(other).annotate(on=Max("effective_on")):
            last[who] = max(on, last.get(who, on))
    stands = {(row, row.other_id if row.one_id == me else row.one_id) for row in said if row.stands_on}
    seen = dict(last)
    for row, who in stands:
        assert row.stands_on is not None
        seen[who] = max(row.stands_on, seen.get(who, row.stands_on))
    half, found = half_days(), {}
    here = Agent.objects.filter(pk__in=seen, membership__state__in=HERE).exclude(pk__in=apart_from(actor))
    for agent in here:
        gone = (today - seen[agent.pk]).days
        found[agent.pk] = Close(agent, seen[agent.pk], near(gone, half), fade(gone, half), helped=agent.pk in last)
    for row, who in stands:
        if who in found:
            mark = "introduced" if row.kind == Tie.INTRODUCED else "i_ring" if row.one_id == me else "they_ring"
            setattr(found[who], mark, row.public_id)
    said_so = sorted(found.values(), key=lambda one: (not (one.i_ring or one.they_ring), -one.weight, one.agent.pk))
    kept = sorted(said_so[:MOST], key=lambda one: (-one.weight, one.agent.pk))
    still = [row for row in said if row.stands_on is None and row.said_on >= today - WAITS_DAYS * DAY]
    return Circle(
        tuple(kept),
        tuple(row for row in still if not my_word(row, me)),
        tuple(row for row in still if my_word(row, me) == Tie.YES),
        len(said_so) - len(kept),
    )


def _mine(actor: Actor) -> QuerySet[Tie]:
    """What was said of me and by me, but of whom I must not meet, and of whom is not here."""
    mine = Tie.objects.filter(Q(one=actor.agent_id) | Q(other=actor.agent_id), community_id=actor.community_id)
    apart = apart_from(actor)
    return (
        mine.filter(one__membership__state__in=HERE, other__membership__state__in=HERE)
        .exclude(one__in=apart)
        .exclude(other__in=apart)
        .order_by("pk")
    )


def my_word(row: Tie, me: int) -> str:
    """What somebody said to a tie of theirs."""
    return row.one_says if row.one_id == me else row.other_says
