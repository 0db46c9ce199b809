"""The verbs of a time bank."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from coproduce.arenas.timebank.rules import Help, credits, may_record
from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.exchange.models import Category, Contribution, Need
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Agent, Community
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
    told = Help(giver, receiver, time, done_on)
    if fault := may_record(told, clock.today(community.time_zone)):
        return fault
    gave, got = agents[giver], agents[receiver]
    if fault := may_meet(gave.pk, got.pk, "record"):
        return fault
    wanted = _need(community, need, got)
    if isinstance(wanted, Refusal):
        return wanted
    kind = wanted.category if wanted else Category.objects.filter(community=community, name=category).first()
    if kind is None:
        return Refusal("MISSING", "Choose what kind of help it was.", "category")
    if fault := may_say(words, "words", 300):
        return fault
    posted = ledger.post(_entry(actor, told, gave, got, kind, words, uuid5(request_id, "timebank.record_for")))
    if isinstance(posted, Refusal):
        return posted
    contribution = Contribution.objects.create(
        community=community,
        arena="timebank",
        giver=gave,
        receiver=got,
        need=wanted,
        category=kind,
        amount=time.minor,
        unit=HOURS.code,
        effective_on=done_on,
        recorded_by=actor.agent_id or 0,
        entry=posted.entry,
    )
    if wanted and need_is_met:
        Need.objects.filter(pk=wanted.pk).update(state=Need.MET)
    receipt = Recorded(contribution.public_id, posted.entry, time.minor, *posted.balances)
    return Done(receipt, _notices(gave, got, time))


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
    if found.state != Need.OPEN:
        return Refusal("ALREADY_MET", "This need was met before. Record the help without it.", "need")
    return found


def _entry(
    actor: Actor, told: Help, giver: Agent, receiver: Agent, kind: Category, words: str, client_id: UUID
) -> Entry:
    given, received = credits(told)
    return Entry(
        client_id=client_id,
        community=actor.community_id,
        kind="exchange",
        category=kind.name,
        effective_on=told.done_on,
        actor=actor.agent_id,
        on_behalf_of=giver.pk,
        arena="timebank",
        note=words.strip(),
        postings=(
            Posting(ledger.member_account(actor.community_id, giver.pk, HOURS), given),
            Posting(ledger.member_account(actor.community_id, receiver.pk, HOURS), received),
        ),
    )


def _notices(giver: Agent, receiver: Agent, time: Quantity) -> tuple[Notice, Notice]:
    return (
        Notice(giver.pk, "You gave %(name)s %(time)s of help.", {"name": receiver.name, "time": str(time)}),
        Notice(receiver.pk, "%(name)s gave you %(time)s of help.", {"name": giver.name, "time": str(time)}),
    )
