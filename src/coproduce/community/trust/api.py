"""Who is near, for scripts: one's own circle, for the desk the net, and streets in sums."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema

from coproduce.community.base import clock
from coproduce.community.people.api import actor_of
from coproduce.community.people.models import Community
from coproduce.community.trust.models import Tie
from coproduce.community.trust.queries.ties import circle, my_word
from coproduce.community.trust.queries.whole import streets, whole

router = Router(tags=["trust"])


class Near(Schema):
    """Somebody near: what both said, each an id to let go by, and the last day they had to do with each other."""

    id: UUID
    name: str
    last_on: date
    helped: bool
    i_ring: UUID | None
    they_ring: UUID | None
    introduced: UUID | None


class Question(Schema):
    """What waits for an answer: of oneself, or of the other where one has said yes."""

    id: UUID
    kind: str
    who: str
    said_on: date
    waits_for_me: bool
    i_would_ring: bool


class MyCircle(Schema):
    items: list[Near]
    questions: list[Question]


@router.get("/circle", response=MyCircle, operation_id="trust.read_circle")
def my_circle(request: HttpRequest, community: Path[str]) -> Any:
    """Who is near, the nearest first, and what waits for an answer."""
    actor = actor_of(request, community)
    found = circle(actor, _today(actor.community_id))
    people = [
        {"id": one.agent.public_id, "name": one.agent.name, "last_on": one.last_on, "helped": one.helped,
         "i_ring": one.i_ring, "they_ring": one.they_ring, "introduced": one.introduced}
        for one in found.people
    ]  # fmt: skip
    rows = [*found.to_answer, *found.asked]
    return {"items": people, "questions": [_question(row, actor.agent_id or 0) for row in rows]}


class Silent(Schema):
    """Somebody of whom nobody has heard, since when, whether the desk is asked, and how often they were tried."""

    id: UUID
    name: str
    heard_on: date
    desk_on: date | None
    tries: int


class MightCall(Schema):
    """Somebody who asked to be rung and might like a call, and why."""

    id: UUID
    name: str
    reason: str


class TwoWhoCouldMeet(Schema):
    """Two who could be introduced, and who knows both."""

    one: UUID
    other: UUID
    between: UUID


class TheNet(Schema):
    """`rests_on`: without whom some would lose touch. `fine` of `over` silences needed nobody."""

    silent: list[Silent]
    calls: list[MightCall]
    could_meet: list[TwoWhoCouldMeet]
    rests_on: list[UUID]
    over: int
    fine: int


@router.get("/net", response=TheNet, operation_id="trust.read_net")
def the_net(request: HttpRequest, community: Path[str]) -> Any:
    """What wants somebody at the desk; not there for anybody else. The reading is written down."""
    actor = actor_of(request, community)
    found = whole(actor, _today(actor.community_id))
    if found is None:
        raise Http404
    return {
        "silent": [
            {"id": one.rhythm.agent.public_id, "name": one.rhythm.agent.name, "heard_on": one.on,
             "desk_on": one.silence.desk_on, "tries": one.silence.tries}
            for one in found.silent if one.silence
        ],
        "calls": [{"id": one.agent.public_id, "name": one.agent.name, "reason": one.reason} for one in found.calls],
        "could_meet": [
            {name: getattr(pair, name).public_id for name in ("one", "other", "between")} for pair in found.could_meet
        ],
        "rests_on": [one.public_id for one in found.rests_on],
        "over": found.over,
        "fine": found.fine,
    }  # fmt: skip


class OneStreet(Schema):
    """An area, and how many there have to do with somebody, to the nearest five; * hides 1 to 7."""

    name: str
    threads: str
    is_hole: bool


class EveryStreet(Schema):
    items: list[OneStreet]


@router.get("/streets", response=EveryStreet, operation_id="trust.read_streets")
def every_street(request: HttpRequest, community: Path[str]) -> Any:
    """Which streets have a thread; nothing for who may not read it."""
    actor = actor_of(request, community)
    return {"items": [
        {"name": one.name, "threads": one.threads, "is_hole": one.is_hole}
        for one in streets(actor, _today(actor.community_id))
    ]}  # fmt: skip


def _question(row: Tie, me: int) -> dict[str, Any]:
    other = row.other if row.one_id == me else row.one
    return {
        "id": row.public_id,
        "kind": row.kind,
        "who": other.name,
        "said_on": row.said_on,
        "waits_for_me": not my_word(row, me),
        "i_would_ring": row.kind == Tie.RINGS and row.one_id == me,
    }


def _today(community_id: int) -> date:
    return clock.today(Community.objects.get(pk=community_id).time_zone)
