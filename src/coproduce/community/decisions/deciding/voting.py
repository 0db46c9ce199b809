"""The verbs of whoever is asked: an answer in a round of consent under one's name, or a ballot that nobody finds again.

What is stored of a ballot leads to nobody. The roll says who has voted, without a time; the box is one row, written
anew with each ballot, in the order of what ballots say; and of what is on one the record keeps nothing, not even a
mark. So nobody can change a ballot once it is in, whoever's it is.
"""

from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.base.two_hands import hand_of
from coproduce.community.base.wire import Untold
from coproduce.community.decisions.deciding.asking import NOT_THERE, Said, held
from coproduce.community.decisions.deciding.roll import link, open_it
from coproduce.community.decisions.deciding.rules import ANSWERS, LONGEST_WORDS, MOST_SHEETS, Marks, put_in, read_marks
from coproduce.community.decisions.models import Box, Proposal, Sheet, Voice, Voter
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import myself
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NOT_ON_THE_ROLL = Refusal("NOT_ON_THE_ROLL", "Who may vote on this was written down on the day it opened.", "member")
OVER = Refusal("OVER", "Its last day is over. It is being counted.", "proposal")
PAPER = "You took a paper ballot: %(question)s. If you did not, tell the desk today."


@dataclass(frozen=True, slots=True)
class Voted:
    """On which question."""

    id: UUID


@dataclass(frozen=True, slots=True)
class Typed:
    """Which sheet of which question, whether two people typed it, and whether they typed the same."""

    id: UUID
    sheet: int
    is_typed_twice: bool
    is_alike: bool


@action("decisions.respond", receipt=Said)
def respond(actor: Actor, *, proposal: UUID, answer: str, reason: str = "", request_id: UUID) -> Done[Said] | Refusal:
    """Answer a round of consent under one's name: consent, aside, or object with a reason. Again, and it is changed."""
    there = _open_to(actor, proposal)
    if isinstance(there, Refusal):
        return there
    row, _, told = there
    if row.way != "consent":
        return NOT_THERE
    if answer not in ANSWERS:
        return Refusal("UNKNOWN_ANSWER", "Say consent, aside, or object with a reason.", "answer")
    needed = "Say what stands against it: an objection has a reason." if answer == Voice.OBJECT else ""
    if fault := may_say(reason, "reason", LONGEST_WORDS, needed):
        return fault
    Voice.objects.exclude(kind=Voice.WORD).filter(proposal=row, round=row.round, agent=actor.agent_id).delete()
    Voice.objects.create(
        proposal=row, agent=myself(actor), round=row.round, kind=answer, words=reason.strip(), said_at=clock.now()
    )
    return Done(Said(row.public_id, row.round), told)


@action("decisions.vote", receipt=Voted)
def vote(actor: Actor, *, proposal: UUID, marks: Untold, request_id: UUID) -> Done[Voted] | Refusal:
    """Put a ballot into the box: the ids of what one chooses, of a score with points, like `01=3`. It may be blank.

    It is secret, and stays as it is: nobody, not even who cast it, finds it again.
    """
    there = _open_to(actor, proposal)
    if isinstance(there, Refusal):
        return there
    row, voter, told = there
    if row.way == "consent":
        return NOT_THERE
    read = read_marks(row.way, [one["id"] for one in row.options], row.highest, tuple(marks))
    if isinstance(read, Refusal):
        return read
    if fault := _votes(row, voter, Voter.PAGE):
        return fault
    box = Box.objects.select_for_update().get(proposal=row)
    box.ballots = put_in(box.ballots, read)
    box.save(update_fields=["ballots"])
    return Done(Voted(row.public_id), told)


@action("decisions.give_paper", receipt=Voted)
def give_paper(actor: Actor, *, proposal: UUID, member: UUID, request_id: UUID) -> Done[Voted] | Refusal:
    """Hand a member a ballot on paper: from now on they vote on paper alone. They are told."""
    row = held(actor, proposal, Proposal.OPEN, Proposal.COMING)
    if row is None or row.way == "consent":
        return NOT_THERE
    whose = the_one(Agent.objects.filter(community_id=actor.community_id, public_id=member))
    there = _as_open(row, whose.pk if whose else 0)
    if isinstance(there, Refusal):
        return there
    voter, told = there
    if fault := _votes(row, voter, Voter.PAPER):
        return fault
    words = Notice(voter.agent_id, PAPER, {"question": row.question}, link=link(row))
    return Done(Voted(row.public_id), (*told, words))


@action("decisions.type_ballot", receipt=Typed)
def type_ballot(
    actor: Actor, *, proposal: UUID, sheet: int, marks: tuple[str, ...] = (), is_spoilt: bool = False, request_id: UUID
) -> Done[Typed] | Refusal:
    """Type in a ballot that came on paper, by the number it was given once it was out of the box.

    It counts once a second person has typed the very same. Until both say the same, each may type their own again.
    `is_spoilt` says that nothing can be read from it.
    """
    row = held(actor, proposal, Proposal.OPEN)
    if row is None or row.way == "consent":
        return NOT_THERE
    if not 1 <= sheet <= MOST_SHEETS:
        return Refusal("OUT_OF_RANGE", "Write the number that stands on the sheet.", "sheet")
    read: Marks | Refusal = read_marks(row.way, [one["id"] for one in row.options], row.highest, marks)
    if isinstance(read, Refusal):
        return read
    said = None if is_spoilt else list(read)
    kept = Sheet.objects.filter(proposal=row, number=sheet).first()
    if kept is None:
        Sheet.objects.create(proposal=row, number=sheet, first=said, typed_by=myself(actor))
        return Done(Typed(row.public_id, sheet, False, False))
    if kept.is_alike:
        return Refusal("TYPED_TWICE", "Two people have typed this sheet alike: it counts as it is.", "sheet")
    hand = hand_of(actor.agent_id, kept.typed_by_id, kept.typed_again_by_id)
    if isinstance(hand, Refusal):
        return hand
    if hand == "first":
        kept.first = said
    else:
        kept.second, kept.typed_again_by_id = said, actor.agent_id
    kept.save(update_fields=["first", "second", "typed_again_by"])
    return Done(Typed(row.public_id, sheet, kept.typed_again_by_id is not None, kept.is_alike))


def _open_to(actor: Actor, proposal: UUID) -> tuple[Proposal, Voter, tuple[Notice, ...]] | Refusal:
    """The question and the actor's own place on its roll, both locked; opened now if its day has come."""
    row = held(actor, proposal, Proposal.OPEN, Proposal.COMING)
    if row is None:
        return NOT_THERE
    there = _as_open(row, actor.agent_id or 0)
    return there if isinstance(there, Refusal) else (row, *there)


def _as_open(row: Proposal, agent: int) -> tuple[Voter, tuple[Notice, ...]] | Refusal:
    today = clock.today(row.community.time_zone)
    if today < row.opens_on:
        return Refusal("NOT_YET", "It opens on %(day)s.", "proposal", {"day": row.opens_on.isoformat()})
    told = open_it(row, today) if row.state == Proposal.COMING else ()
    if today > row.closes_on:
        return OVER
    voter = the_one(Voter.objects.select_for_update(of=("self",)).filter(proposal=row, agent=agent))
    return NOT_ON_THE_ROLL if voter is None else (voter, told)


def _votes(row: Proposal, voter: Voter, how: str) -> Refusal | None:
    """Write down that somebody votes, and once only; the question counts them, whoever is forgotten later."""
    if voter.how == Voter.PAPER:
        return Refusal("ON_PAPER", "A ballot on paper was handed out for this one. Put that into the box.", "proposal")
    if voter.how:
        return Refusal("VOTED_ALREADY", "This ballot is in the box already. It cannot be changed.", "proposal")
    voter.how = how
    voter.save(update_fields=["how"])
    row.voted, row.papers = row.voted + 1, row.papers + (how == Voter.PAPER)
    row.save(update_fields=["voted", "papers"])
    return None
