"""The verbs of a time bank."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from coproduce.arenas.timebank.rules import may_give, may_record
from coproduce.community import ledger
from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Category, Need
from coproduce.community.exchange.recognition import Deed, recognise, told
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Agent, Community
from coproduce.community.people.rule_sets.queries import rules_of
from coproduce.core.arena import Help
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded: the contribution, its entry in the ledger, and what each has given or received on balance."""

    contribution: UUID
    entry: UUID
    minutes: int
    giver_minutes: int
    receiver_minutes: int


@action("timebank.record_for", receipt=Recorded)
def record_for(
    actor: Actor,
    *,
    giver: UUID,
    receiver: UUID,
    time: Quantity,
    done_on: date,
    category: str = "",
    need: UUID | None = None,
    words: str = "",
    need_is_met: bool = True,
    request_id: UUID,
) -> Done[Recorded] | Refusal:
    """A broker records help that one member gave another, against a need or without one.

    The giver's minutes and the receiver's are the same. With a need, its own
    category stands, and it leaves the list unless `need_is_met` is false.
    """
    community = Community.objects.get(pk=actor.community_id)
    agents = {
        agent.public_id: agent for agent in Agent.objects.filter(community=community, public_id__in=(giver, receiver))
    }
    for field, who in (("giver", giver), ("receiver", receiver)):
        if who not in agents:
            return Refusal("NOT_FOUND", "There is nobody of that name here. Look for them in the list.", field)
    today = clock.today(community.time_zone)
    if fault := may_record(Help(giver, receiver, time, done_on), today, rules_of(community.pk, "timebank", today)):
        return fault
    gave, got = agents[giver], agents[receiver]
    if fault := may_meet(gave.pk, got.pk, "record"):
        return fault
    wanted = _need(community, need, got)
    if isinstance(wanted, Refusal):
        return wanted
    kind = (
        wanted.category
        if wanted
        else the_one(Category.objects.filter(community=community, name=category.strip(), is_retired=False))
    )
    if kind is None:
        return Refusal("MISSING", "Choose what kind of help it was.", "category")
    if fault := may_say(words, "words", 300):
        return fault
    met = wanted.pk if wanted else None
    deed = Deed("timebank", {gave: time.minor}, {got: 1}, kind, done_on, words, met, is_by_desk=True)
    outcome = recognise(actor, deed, uuid5(request_id, "timebank.record_for"), was_judged=True)
    if isinstance(outcome, Refusal):
        return outcome
    if wanted and need_is_met:
        Need.objects.filter(pk=wanted.pk).update(state=Need.MET)
    held = outcome.balances
    receipt = Recorded(outcome.contributions[0], outcome.entry, time.minor, held[gave.pk], held[got.pk])
    return Done(receipt, (*told(deed), *outcome.notices))


def _need(community: Community, need: UUID | None, receiver: Agent) -> Need | Refusal | None:
    """The need that was met, once it is sure that it stands here and is the receiver's own."""
    if need is None:
        return None
    found = (
        Need.objects.select_for_update(of=("self",))
        .select_related("category")
        .filter(community=community, public_id=need)
        .first()
    )
    if found is None:
        return Refusal("NOT_FOUND", "There is no such need here. Look for it in the list.", "need")
    if found.agent_id != receiver.pk:
        return Refusal("NOT_THEIRS", "This need is somebody else's: record help for the one who needs it.", "receiver")
    if found.arena not in ("", "timebank"):
        return Refusal("SAID_THERE", "This was said elsewhere: what comes of it is written down there.", "need")
    if found.state != Need.OPEN:
        return Refusal("ALREADY_MET", "This need was met before. Record the help without it.", "need")
    return found


@dataclass(frozen=True, slots=True)
class Given:
    """The entry of a gift, and how many minutes it was."""

    entry: UUID
    minutes: int


@action("timebank.give_hours", receipt=Given)
def give_hours(
    actor: Actor,
    *,
    time: Quantity,
    giver: UUID | None = None,
    receiver: UUID | None = None,
    words: str = "",
    request_id: UUID,
) -> Done[Given] | Refusal:
    """Give hours away: to a member, or with no `receiver` to the community's pot. With no `giver` the pot gives.

    A gift needs no return, counts as nobody's help, and asks nobody back.
    """
    sides: list[Agent | None] = []
    for field, who in (("giver", giver), ("receiver", receiver)):
        found = Agent.objects.filter(community_id=actor.community_id, public_id=who).first() if who else None
        if who and found is None:
            return Refusal("NOT_FOUND", "There is nobody of that name here. Look for them in the list.", field)
        sides.append(found)
    gives, gets = sides
    if not policy.may(actor, "timebank.give_hours", policy.towards(actor, gives.pk if gives else 0)):
        return Refusal("NOT_ALLOWED", "You can give away your own hours. The desk gives from the pot.", "giver")
    if fault := may_give(giver, receiver, time) or may_say(words, "words", 300):
        return fault
    if gives and gets and (fault := may_meet(gives.pk, gets.pk, "record")):
        return fault
    accounts = [
        ledger.member_account(actor.community_id, side.pk, HOURS)
        if side
        else ledger.pot_account(actor.community_id, HOURS)
        for side in sides
    ]
    posted = ledger.post(
        Entry(
            client_id=uuid5(request_id, "timebank.give_hours"),
            community=actor.community_id,
            kind="gift",
            category="gift",
            effective_on=clock.today(Community.objects.get(pk=actor.community_id).time_zone),
            actor=actor.agent_id,
            on_behalf_of=gives.pk if gives else None,
            arena="timebank",
            note=words.strip(),
            postings=(Posting(accounts[0], -time), Posting(accounts[1], time)),
        )
    )
    if isinstance(posted, Refusal):
        return posted
    said = {"name": gives.name if gives else "", "time": str(time)}
    template = "%(name)s gave you %(time)s as a gift." if gives else "The community gave you %(time)s as a gift."
    return Done(Given(posted.entry, time.minor), (Notice(gets.pk, template, said),) if gets else ())
