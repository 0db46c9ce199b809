"""Who is near whom: by what they did for each other in a year, and by what both of them said."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import F, Max, Min, Q, QuerySet, Value

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Contribution
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import HERE, apart_from
from coproduce.community.trust.models import Tie
from coproduce.community.trust.rules import DAY, SEEN_DAYS, WAITS_DAYS, Near, fade, near
from coproduce.core.network import cut_people

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
    """Everybody near, the nearest first; what waits for an answer of mine, and what I asked; how many more there are
    longer ago; and whether some would lose touch with the others without me, which only I and the desk are told."""

    people: tuple[Close, ...]
    to_answer: tuple[Tie, ...]
    asked: tuple[Tie, ...]
    more: int = 0
    rests_on_me: bool = False


def half_days() -> int:
    """After how many days a tie counts half here."""
    return int(settings.TIE_HALF_DAYS)


class Seen(NamedTuple):
    """Two people, who gave first where one did, in which arena, and the first and last day of it in a year; of a tie
    that both said there is no arena."""

    one: int
    other: int
    arena: str
    first_on: date
    last_on: date


def every_tie(community_id: int, today: date) -> list[Seen]:
    """Who helped whom in the last year, and who would ring whom or was introduced; of people who are here. One
    question, however many they are."""
    rows = Contribution.objects.filter(
        community_id=community_id, corrected_by=None, effective_on__range=(today - SEEN_DAYS * DAY, today),
        giver__membership__state__in=HERE, receiver__membership__state__in=HERE,
    ).exclude(giver=F("receiver"))  # fmt: skip
    days = {"first": Min("effective_on"), "last": Max("effective_on")}
    helped = rows.order_by().values_list("giver", "receiver", "arena").annotate(**days)
    said = Tie.objects.filter(community_id=community_id).exclude(stands_on=None).annotate(no=Value(""))
    both = helped.union(said.values_list("one", "other", "no", "stands_on", "stands_on"), all=True)
    return [Seen(*row) for row in both]


def circle(actor: Actor, today: date) -> Circle:
    """Mine; of whom I must not meet nobody stands in it. Nothing for who has none of their own."""
    me = actor.agent_id
    if me is None or not policy.may(actor, "trust.read_circle", "own"):
        return Circle((), (), ())
    said = list(_mine(actor).select_related("one", "other", "said_by"))
    ties = every_tie(actor.community_id, today)
    helped, seen = set[int](), dict[int, date]()
    for tie in ties:
        if me in (tie.one, tie.other):
            who = tie.other if tie.one == me else tie.one
            seen[who] = max(tie.last_on, seen.get(who, tie.last_on))
            helped |= {who} if tie.arena else set()
    stands = {(row, row.other_id if row.one_id == me else row.one_id) for row in said if row.stands_on}
    half, found = half_days(), {}
    here = Agent.objects.filter(pk__in=seen, membership__state__in=HERE).exclude(pk__in=apart_from(actor))
    for agent in here:
        gone = (today - seen[agent.pk]).days
        found[agent.pk] = Close(agent, seen[agent.pk], near(gone, half), fade(gone, half), helped=agent.pk in helped)
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
        me in cut_people([(tie.one, tie.other) for tie in ties]),
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
