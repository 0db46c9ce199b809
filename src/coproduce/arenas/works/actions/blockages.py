"""The verbs of blocked pipes: reported, cleared, thanked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.arenas.works.actions.working import recognised
from coproduce.arenas.works.models import Blockage
from coproduce.arenas.works.queries.here import NO_LANE, here, lane_of, speaker
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.models import Contribution
from coproduce.community.people.meet import may_meet
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

CLEARING = "Clearing a pipe"
NO_BLOCKAGE = Refusal("NOT_FOUND", "There is no such blocked pipe here. Look at the list of the lane.", "blockage")


@dataclass(frozen=True, slots=True)
class BlockageKept:
    """Which blocked pipe, and since when it is as it is."""

    blockage: UUID
    on: date


@action("works.report_blockage", receipt=BlockageKept)
def report_blockage(
    actor: Actor, *, lane: UUID, trouble: str, for_: UUID | None = None, request_id: UUID
) -> Done[BlockageKept] | Refusal:
    """Say that a pipe of a lane is blocked, what is wrong and where. Whoever leads the lane is told."""
    row = lane_of(actor, lane)
    if row is None:
        return NO_LANE
    who = speaker(actor, "works.report_blockage", for_)
    if isinstance(who, Refusal):
        return who
    if fault := may_say(trouble, "trouble", 200, "Say what is wrong, and where."):
        return fault
    today = here(actor.community_id).today
    kept = Blockage.objects.create(lane=row, words=trouble.strip(), reporter=who, reported_on=today)
    words = "A pipe is blocked in %(lane)s: %(trouble)s"
    return Done(
        BlockageKept(kept.public_id, today),
        (Notice(row.leader_id, words, {"lane": row.name, "trouble": kept.words}, urgent=True),),
    )


@action("works.clear_blockage", receipt=BlockageKept)
def clear_blockage(
    actor: Actor, *, blockage: UUID, time: Quantity, cleared_on: date, for_: UUID | None = None, request_id: UUID
) -> Done[BlockageKept] | Refusal:
    """Say that one cleared a blocked pipe, and how long it took: help to whoever reported it, who is told."""
    row = _held(actor, blockage)
    if row is None:
        return NO_BLOCKAGE
    who = speaker(actor, "works.clear_blockage", for_)
    if isinstance(who, Refusal):
        return who
    if row.cleared_on:
        return Refusal("CLEARED_BEFORE", "Somebody cleared it before.", "blockage")
    if cleared_on < row.reported_on:
        return Refusal("WRONG_DAY", "It was blocked later than that.", "cleared_on")
    if time.unit != HOURS or time.minor <= 0:
        return Refusal("UNIT_MISMATCH", "Write how long it took, like 2 h.", "time")
    if cleared_on > here(actor.community_id).today:
        return Refusal("IN_THE_FUTURE", "This day is still to come.", "cleared_on")
    told: tuple[Notice, ...] = ()
    if who.pk != row.reporter_id:
        if fault := may_meet(who.pk, row.reporter_id, "record"):
            return fault
        outcome = recognised(actor, who, [row.reporter], CLEARING, time, cleared_on, "", request_id)
        if isinstance(outcome, Refusal):
            return outcome
        row.entry, told = outcome.entry, outcome.notices
    row.cleared_by, row.cleared_on, row.minutes = who, cleared_on, time.minor
    row.save(update_fields=["cleared_by", "cleared_on", "minutes", "entry"])
    words = "%(name)s cleared the pipe you reported in %(lane)s. A word of thanks?"
    notice = Notice(row.reporter_id, words, {"name": who.name, "lane": row.lane.name})
    return Done(BlockageKept(blockage, cleared_on), (notice, *told))


@action("works.thank_clearing", receipt=BlockageKept)
def thank_clearing(actor: Actor, *, blockage: UUID, thanks: str, request_id: UUID) -> Done[BlockageKept] | Refusal:
    """Thank whoever cleared the pipe one reported."""
    row = _held(actor, blockage)
    if row is None:
        return NO_BLOCKAGE
    if not policy.may(actor, "works.thank_clearing", policy.towards(actor, row.reporter_id)):
        return NOT_ALLOWED
    if row.cleared_by_id is None or row.cleared_on is None:
        return Refusal("NOT_CLEARED", "It is not cleared yet.", "blockage")
    if fault := may_say(thanks, "thanks", 300, "Say thank you in a few words."):
        return fault
    row.thanks = thanks.strip()
    row.save(update_fields=["thanks"])
    if row.entry:
        Contribution.objects.filter(community_id=actor.community_id, entry=row.entry, thanked_at=None).update(
            thanks=row.thanks, thanked_at=clock.now()
        )
    return Done(
        BlockageKept(blockage, row.cleared_on),
        (Notice(row.cleared_by_id, "Thank you: %(thanks)s", {"thanks": row.thanks}),),
    )


def _held(actor: Actor, blockage: UUID) -> Blockage | None:
    rows = Blockage.objects.select_for_update(of=("self",)).select_related("lane", "reporter")
    return the_one(rows.filter(lane__community_id=actor.community_id, public_id=blockage))
