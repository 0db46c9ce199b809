"""The desk's own word that two must not meet: said, taken back, and read, each with who decided and why.

Neither of the two is told or finds it anywhere; nor do those who read of it here stand among who looked at theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from coproduce.community.base import audit, clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.one import the_one
from coproduce.community.base.rooms import tell
from coproduce.community.people.changing.actions import NOBODY
from coproduce.community.people.models import Agent, ApartDecision, BarredPair
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

READ = "people.read_apart"
LONGEST_WHY = 300

NOT_FOR_ONESELF = Refusal(
    "NOT_ONESELF", "Nobody decides this where they are one of the two. Ask somebody else at the desk.", "other"
)


@dataclass(frozen=True, slots=True)
class KeptApart:
    """Whom it is about, and whether the desk keeps them apart now."""

    member: UUID
    other: UUID
    state: Literal["apart", "ended"]


@action("people.keep_apart", receipt=KeptApart)
def keep_apart(actor: Actor, *, member: UUID, other: UUID, why: str, request_id: UUID) -> Done[KeptApart] | Refusal:
    """Say for the desk that two must not be brought together, and why. Neither is told.

    What they had begun and not done yet is called off without a word of why.
    """
    both = _both(actor, member, other)
    if isinstance(both, Refusal):
        return both
    if fault := may_say(why, "why", LONGEST_WHY, "Say in a few words why, so that it can be understood later."):
        return fault
    one, two = both
    pair = {"community_id": actor.community_id, "one": one, "other": two}
    if BarredPair.objects.filter(**pair, asked_by=None).exists():
        return Refusal("ALREADY_APART", "The desk keeps these two apart already.", "other")
    BarredPair.objects.create(**pair, since_on=clock.today(one.community.time_zone))
    _decide(actor, one, two, ApartDecision.KEPT, why)
    tell("members_apart", actor, one.pk, two.pk)
    return Done(KeptApart(member, other, "apart"))


@action("people.end_keeping_apart", receipt=KeptApart)
def end_keeping_apart(
    actor: Actor, *, member: UUID, other: UUID, why: str, request_id: UUID
) -> Done[KeptApart] | Refusal:
    """The desk keeps two apart no more, and why. What one of the two asked for themselves stands."""
    both = _both(actor, member, other)
    if isinstance(both, Refusal):
        return both
    if fault := may_say(why, "why", LONGEST_WHY, "Say in a few words why, so that it can be understood later."):
        return fault
    one, two = both
    gone, _ = BarredPair.objects.filter(community_id=actor.community_id, one=one, other=two, asked_by=None).delete()
    if not gone:
        return Refusal("NOT_FOUND", "The desk does not keep these two apart.", "other")
    _decide(actor, one, two, ApartDecision.ENDED, why)
    return Done(KeptApart(member, other, "ended"))


def pairs_of(actor: Actor, whose: Agent) -> list[BarredPair]:
    """Whom a member must not meet, whoever said so; that it is read is written down. Nothing of one's own."""
    rows = list(_pairs(actor).filter(Q(one=whose) | Q(other=whose)).select_related("asked_by"))
    audit.reading(actor, READ, those_of(rows), "list")
    return rows


def pairs_of_desk(actor: Actor) -> list[BarredPair]:
    """Whom the desk keeps apart here. Whoever shows them writes it down."""
    return list(_pairs(actor).filter(asked_by=None))


def those_of(rows: Iterable[BarredPair]) -> set[int]:
    """Everybody in these pairs."""
    return {who for row in rows for who in (row.one_id, row.other_id)}


def beside(row: BarredPair, whose: Agent) -> Agent:
    """The other one of the two."""
    return row.other if row.one_id == whose.pk else row.one


def _pairs(actor: Actor) -> QuerySet[BarredPair]:
    """Pairs the actor may read, none of their own, by name; with who decided it for the desk, when and why."""
    if not policy.may(actor, READ):
        return BarredPair.objects.none()
    decided = ApartDecision.objects.filter(
        one=OuterRef("one"), other=OuterRef("other"), step=ApartDecision.KEPT
    ).order_by("-at", "-pk")
    said = {name: Subquery(decided.values(field)[:1]) for name, field in DECIDED.items()}
    me = actor.agent_id or 0
    found = BarredPair.objects.filter(community_id=actor.community_id).exclude(Q(one=me) | Q(other=me))
    return found.select_related("one", "other").annotate(**said).order_by("one__name", "other__name", "pk")


#: What is read along with a pair of what the desk decided about it.
DECIDED = {"why": "why", "decided_at": "at", "decided_by": "by__name"}


def _both(actor: Actor, member: UUID, other: UUID) -> tuple[Agent, Agent] | Refusal:
    """The two of the actor's community, in the order they are kept in."""
    found = [the_one(_here(actor).filter(public_id=one)) for one in (member, other)]
    one, two = found
    if one is None or two is None or one == two:
        return NOBODY
    if actor.agent_id in (one.pk, two.pk):
        return NOT_FOR_ONESELF
    return (one, two) if one.pk < two.pk else (two, one)


def _here(actor: Actor) -> QuerySet[Agent]:
    return Agent.objects.filter(community_id=actor.community_id, merged_into=None).select_related("community")


def _decide(actor: Actor, one: Agent, other: Agent, step: str, why: str) -> None:
    ApartDecision.objects.create(
        community_id=actor.community_id, one=one, other=other, step=step, by_id=actor.agent_id or 0, at=clock.now(),
        why=why.strip(),
    )  # fmt: skip


def make_decisions_one(keep: Agent, gone: Agent) -> None:
    """Two records of one person became one: what was decided about them stands under the one that is kept."""
    for row in ApartDecision.objects.filter(Q(one=gone) | Q(other=gone)):
        row.one_id, row.other_id = sorted((keep.pk, row.other_id if row.one_id == gone.pk else row.one_id))
        row.save(update_fields=["one", "other"])
