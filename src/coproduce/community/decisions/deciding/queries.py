"""What is asked here, what was said about it, and how far it has come: never what is in a box before it is counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.decisions.deciding.rules import options_that_differ
from coproduce.community.decisions.models import Proposal, Sheet, Voice, Voter
from coproduce.community.people.queries import apart_from


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody said. Of two who may not meet, neither reads the other's name."""

    name: str
    is_mine: bool
    round: int
    kind: str
    words: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many may vote, have, and took a paper; whether this reader may, and how they did."""

    voters: int
    voted: int
    papers: int
    may_vote: bool
    how: str


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """A sheet that two people have to look at again, or that waits for a second one; with what differs by name."""

    number: int
    is_typed_twice: bool
    differs: tuple[str, ...]


def questions(actor: Actor) -> QuerySet[Proposal]:
    """Everything that was asked here, what is open first; nothing for who may not read it."""
    if not policy.may(actor, "decisions.read_questions"):
        return Proposal.objects.none()
    order = [When(state=state, then=Value(place)) for place, state in enumerate((Proposal.OPEN, Proposal.COMING))]
    rows = Proposal.objects.filter(community_id=actor.community_id).select_related("proposed_by", "decision", "follows")
    return rows.order_by(Case(*order, default=Value(2), output_field=IntegerField()), "-closes_on", "-pk")


def question(actor: Actor, public_id: UUID) -> Proposal | None:
    """One of them; None for who may not read it."""
    return questions(actor).select_related("community").filter(public_id=public_id).first()


def to_look_at_again(actor: Actor, today: date) -> QuerySet[Proposal]:
    """What was decided, and is to be looked at again since a day that has come; until it is asked anew or put right."""
    due = questions(actor).filter(state=Proposal.CLOSED, review_on__lte=today, decision__corrected_by=None)
    return due.exclude(decision=None)


def turnout(actor: Actor, row: Proposal) -> Turnout:
    """How far it has come. Whoever took a paper has voted; that it is typed in is the desk's."""
    roll = dict(Voter.objects.filter(proposal=row).values_list("agent_id", "how"))
    voted = row.voted
    if row.way == "consent":
        voted = Voice.objects.filter(proposal=row, round=row.round).exclude(kind=Voice.WORD).count()
    me = actor.agent_id or 0
    return Turnout(row.voters or 0, voted, row.papers, me in roll and actor.helped_by is None, roll.get(me, ""))


def heard(actor: Actor, row: Proposal) -> list[Heard]:
    """Everything that was said about it, in its order."""
    apart = set(apart_from(actor))
    voices = Voice.objects.filter(proposal=row).select_related("agent").order_by("round", "said_at", "pk")
    return [
        Heard("" if one.agent_id in apart else one.agent.name, one.agent_id == actor.agent_id, one.round, one.kind,
              one.words, one.said_at)
        for one in voices
    ]  # fmt: skip


def my_answer(actor: Actor, row: Proposal) -> Voice | None:
    """What this reader answered in the round that runs."""
    mine = Voice.objects.filter(proposal=row, round=row.round, agent=actor.agent_id)
    return mine.exclude(kind=Voice.WORD).first()


def sheets(row: Proposal) -> list[TypedSheet]:
    """The sheets that do not count yet, by their numbers: typed once, or not alike."""
    names = {one["id"]: one["name"] for one in row.options}
    return [
        TypedSheet(
            one.number,
            one.typed_again_by_id is not None,
            tuple(names[option] for option in options_that_differ(one.first, one.second))
            if one.typed_again_by_id
            else (),
        )
        for one in Sheet.objects.filter(proposal=row).order_by("number")
        if not one.is_alike
    ]


def number_alike(row: Proposal) -> int:
    """How many sheets count."""
    return sum(one.is_alike for one in Sheet.objects.filter(proposal=row))


def not_voted(row: Proposal) -> Iterator[Voter]:
    """Who may still be handed a paper, by name."""
    yield from Voter.objects.filter(proposal=row, how="").select_related("agent").order_by("agent__name", "pk")
