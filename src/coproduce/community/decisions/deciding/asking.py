"""The verbs that put a question: it is proposed, changed in a new round of consent, talked over, or taken back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.decisions.deciding.roll import on_the_roll, open_it, tell
from coproduce.community.decisions.deciding.rules import (
    LONGEST_TEXT,
    LONGEST_WORDS,
    MOST_ROUNDS,
    Asking,
    ProjectWanted,
    ids_for,
    may_ask,
    may_close_on,
    named_options,
    options_of,
)
from coproduce.community.decisions.models import Proposal, Voice, Voter
from coproduce.community.decisions.rules import SHOWN_FROM
from coproduce.community.people.models import Community
from coproduce.community.people.queries import MEMBER, myself, roles_here
from coproduce.core.quantity import unit_of_money
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NOT_THERE = Refusal(
    "NOT_FOUND", "There is no such question here, or it is not open. Look at what is asked.", "proposal"
)
CHANGED = "The text was changed, and your answer is asked for anew until %(until)s: %(question)s"
SPOKEN = "Somebody said something about what you ask: %(question)s"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which question, in which round, and how many may vote on it once it is open."""

    id: UUID
    round: int
    voters: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """About which question, in which round."""

    id: UUID
    round: int


@action("decisions.propose", receipt=Asked)
def propose(
    actor: Actor,
    *,
    question: str,
    way: str,
    opens_on: date,
    closes_on: date,
    text: str = "",
    options: tuple[str, ...] = (),
    projects: tuple[ProjectWanted, ...] = (),
    budget: Decimal | None = None,
    highest: int = 5,
    quorum: int = 0,
    role: str = MEMBER,
    review_on: date | None = None,
    rounds: int | None = None,
    shown_from: int = SHOWN_FROM,
    request_id: UUID,
) -> Done[Asked] | Refusal:
    """Ask members something: by consent, approval, score, or which projects a budget pays for by Equal Shares.

    Approval and score choose from `options`, yes and no unless said; a budget from `projects`, in the community's
    money. At least `quorum` in a hundred of those who may vote have to take part. Everybody of age with the
    `role` may vote who has it on the day it opens. On `review_on` you are reminded to look at it again.
    Where somebody still objects after so many `rounds` of consent, the same people vote on it, yes or no. A file with
    single ballots is shown to nobody unless `shown_from` were cast.
    """
    community = Community.objects.get(pk=actor.community_id)
    today = clock.today(community.time_zone)
    asking = Asking(
        question.strip(), text.strip(), way, tuple(one.strip() for one in options), projects, budget, highest,
        quorum, opens_on, closes_on, review_on, rounds, shown_from,
    )  # fmt: skip
    if fault := may_ask(asking, today):
        return fault
    if role != MEMBER and role not in roles_here(actor):
        return Refusal("UNKNOWN_ROLE", "Nobody here has that role. Choose one somebody has.", "role")
    listed = _options(asking, community)
    if isinstance(listed, Refusal):
        return listed
    minor = unit_of_money(community.currency).minor_per_major
    row = Proposal.objects.create(
        community=community,
        proposed_by=myself(actor),
        question=asking.question,
        text=asking.text,
        way=way,
        options=listed,
        highest=highest if way == "score" else None,
        budget_minor=int(budget * minor) if way == "budget" and budget is not None else None,
        unit=community.currency if way == "budget" else "",
        quorum=quorum,
        rounds=rounds,
        shown_from=shown_from,
        role=role,
        opens_on=opens_on,
        closes_on=closes_on,
        review_on=review_on,
    )
    notices = open_it(row, today) if opens_on <= today else ()
    return Done(Asked(row.public_id, row.round, row.voters), notices)


@action("decisions.amend", receipt=Asked)
def amend(actor: Actor, *, proposal: UUID, text: str, closes_on: date, request_id: UUID) -> Done[Asked] | Refusal:
    """Change the text that is asked about and ask anew, in a new round. What was answered before stays to be read."""
    row = held(actor, proposal, Proposal.OPEN)
    if row is None or row.way != "consent":
        return NOT_THERE
    if not policy.may(actor, "decisions.amend", policy.towards(actor, row.proposed_by_id)):
        return NOT_ALLOWED
    today = clock.today(row.community.time_zone)
    fault = may_say(text, "text", LONGEST_TEXT, "Write what is proposed now.") or may_close_on(
        row.opens_on, closes_on, today
    )
    if fault:
        return fault
    if text.strip() == row.text:
        return Refusal("NOTHING_CHANGED", "This is the text that was asked about. Change it, then ask anew.", "text")
    if row.round >= (row.rounds or MOST_ROUNDS):
        words = "After %(most)s rounds it is counted, and asked another way."
        if row.rounds:
            words = "After %(most)s rounds it is counted; if somebody still objects, it is put to a vote."
        return Refusal("TOO_MANY_ROUNDS", words, "text", {"most": str(row.rounds or MOST_ROUNDS)})
    row.earlier = [*row.earlier, row.text]
    row.text, row.closes_on, row.round = text.strip(), closes_on, row.round + 1
    row.save(update_fields=["earlier", "text", "closes_on", "round"])
    Voter.objects.filter(proposal=row).update(until_on=closes_on)
    return Done(Asked(row.public_id, row.round, row.voters), tell(row, on_the_roll(row), CHANGED))


@action("decisions.say", receipt=Said)
def say(actor: Actor, *, proposal: UUID, words: str, request_id: UUID) -> Done[Said] | Refusal:
    """Say something about what is asked, under one's name, for everybody here to read."""
    row = held(actor, proposal, Proposal.OPEN, Proposal.COMING)
    if row is None:
        return NOT_THERE
    if fault := may_say(words, "words", LONGEST_WORDS, "Write a few words."):
        return fault
    Voice.objects.create(
        proposal=row, agent=myself(actor), round=row.round, kind=Voice.WORD, words=words.strip(), said_at=clock.now()
    )
    told = () if row.proposed_by_id == actor.agent_id else tell(row, [row.proposed_by_id], SPOKEN)
    return Done(Said(row.public_id, row.round), told)


@action("decisions.withdraw", receipt=Said)
def withdraw(actor: Actor, *, proposal: UUID, request_id: UUID) -> Done[Said] | Refusal:
    """Take a question back before anybody has voted on it. What was said about it stays to be read."""
    row = held(actor, proposal, Proposal.OPEN, Proposal.COMING)
    if row is None:
        return NOT_THERE
    if not policy.may(actor, "decisions.withdraw", policy.towards(actor, row.proposed_by_id)):
        return NOT_ALLOWED
    if row.voted:
        return Refusal("VOTED_ON", "Somebody has voted already. Let it run, and count it.", "proposal")
    row.state, row.closed_on = Proposal.WITHDRAWN, clock.today(row.community.time_zone)
    row.save(update_fields=["state", "closed_on"])
    words = "This is asked no more: %(question)s"
    told: tuple[Notice, ...] = tell(row, on_the_roll(row), words)
    return Done(Said(row.public_id, row.round), told)


def held(actor: Actor, proposal: UUID, *states: str) -> Proposal | None:
    """The question, locked, if it is one here and in one of these states."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("community")
    return the_one(rows.filter(community_id=actor.community_id, public_id=proposal, state__in=states))


def _options(asking: Asking, community: Community) -> list[dict[str, object]] | Refusal:
    """What can be chosen, as it is kept."""
    if asking.way != "budget":
        return named_options(options_of(asking))
    unit = unit_of_money(community.currency)
    rows: list[dict[str, object]] = []
    for one, name in zip(asking.projects, ids_for(len(asking.projects)), strict=True):
        cost = one.cost * unit.minor_per_major
        if cost != int(cost):
            return Refusal(
                "WRONG_COST", "Write what it costs in whole coins: %(name)s.", "projects", {"name": one.name}
            )
        rows.append({"id": one.id or name, "name": one.name.strip(), "cost_minor": int(cost)})
    return rows
