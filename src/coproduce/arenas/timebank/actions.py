"""The verbs of a time bank."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from coproduce.arenas.timebank.rules import may_record
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Category, Need
from coproduce.community.exchange.recognition import Deed, recognise, told
from coproduce.community.people.meet import may_meet
from coproduce.community.people.models import Agent, Community
from coproduce.core.arena import Help
from coproduce.core.quantity import Quantity
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
    if fault := may_record(Help(giver, receiver, time, done_on), clock.today(community.time_zone)):
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
    deed = Deed("timebank", {gave: time.minor}, {got: 1}, kind, done_on, words, wanted, is_by_desk=True)
    outcome = recognise(actor, deed, uuid5(request_id, "timebank.record_for"))
    if isinstance(outcome, Refusal):
        return outcome
    if wanted and need_is_met:
        Need.objects.filter(pk=wanted.pk).update(state=Need.MET)
    held = outcome.balances
    receipt = Recorded(outcome.contributions[0], outcome.entry, time.minor, held[gave.pk], held[got.pk])
    return Done(receipt, told(deed))


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
