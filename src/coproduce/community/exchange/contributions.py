"""The verbs after something was done: it is thanked for, and what was written down wrong is put right in the open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from coproduce.community import ledger
from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.exchange.models import Contribution
from coproduce.community.exchange.recognition import Deed, recognise
from coproduce.community.people.models import Community
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NOT_THERE = Refusal("NOT_FOUND", "There is no such help here. Look for it in the hours.", "contribution")


@dataclass(frozen=True, slots=True)
class Thanked:
    """Which contribution was thanked for."""

    contribution: UUID


@dataclass(frozen=True, slots=True)
class PutRight:
    """The entry that took the wrong one back, and the right one; none when it had not happened at all."""

    reversal: UUID
    entry: UUID | None
    minutes: int


@action("exchange.thank", receipt=Thanked)
def thank(actor: Actor, *, contribution: UUID, words: str, request_id: UUID) -> Done[Thanked] | Refusal:
    """Thank whoever helped, in one's own words. The desk writes down the thanks of someone who rings."""
    found = (
        Contribution.objects.select_for_update(of=("self",))
        .select_related("receiver")
        .filter(community_id=actor.community_id, public_id=contribution, corrected_by=None)
        .first()
    )
    if found is None or not policy.may(actor, "exchange.thank", policy.towards(actor, found.receiver_id)):
        return NOT_THERE
    if fault := may_say(words, "words", 300, "Write a few words of thanks."):
        return fault
    found.thanks, found.thanked_at = words.strip(), clock.now()
    found.save(update_fields=["thanks", "thanked_at"])
    told = Notice(found.giver_id, "%(name)s says: %(words)s", {"name": found.receiver.name, "words": found.thanks})
    return Done(Thanked(found.public_id), (told,))


@action("exchange.correct", receipt=PutRight)
def correct(
    actor: Actor, *, contribution: UUID, time: Quantity | None = None, reason: str, request_id: UUID
) -> Done[PutRight] | Refusal:
    """Put hours right: the whole entry is taken back, and with `time` written again; everybody is told the reason.

    `time` is what each who helped gave. Left out, it had not happened at all.
    """
    found = Contribution.objects.filter(community_id=actor.community_id, public_id=contribution).first()
    if found is None:
        return NOT_THERE
    rows = list(
        Contribution.objects.select_for_update(of=("self",))
        .select_related("giver", "receiver", "category", "agreement")
        .filter(community_id=actor.community_id, entry=found.entry)
        .order_by("pk")
    )
    if found.corrected_by or any(row.corrected_by for row in rows):
        return Refusal("ALREADY_REVERSED", "This was put right before.", "contribution")
    if time is not None and (time.unit != HOURS or time.minor <= 0):
        return Refusal("NOT_POSITIVE", "Say how long it took: one minute or more.", "time")
    today = clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id))
    with ledger.put_right(
        actor.community_id, found.entry, on=today, actor=actor.agent_id, request_id=request_id
    ):  # somebody may have left since
        undone = _take_back(actor, rows, reason, uuid5(request_id, "exchange.correct"))
        if isinstance(undone, Refusal):
            return undone
        entry = None
        if time is not None:
            again = recognise(actor, _again(rows, time), uuid5(request_id, "exchange.correct again"))
            if isinstance(again, Refusal):
                return again
            entry = again.entry
    minutes = time.minor if time is not None else 0
    agents = dict.fromkeys([*(row.giver_id for row in rows), *(row.receiver_id for row in rows)])
    said = {"what": found.category.name if not found.agreement else found.agreement.words, "reason": reason.strip()}
    told = tuple(Notice(agent, "Hours were put right: %(what)s. Why: %(reason)s", said) for agent in agents)
    return Done(PutRight(undone, entry, minutes), told)


def take_back(actor: Actor, rows: Sequence[Contribution], reason: str, on: date, request_id: UUID) -> UUID | Refusal:
    """Take a whole entry back, whoever has left since: its contributions count no more. Answers the reversal's id."""
    entry = rows[0].entry
    with ledger.put_right(actor.community_id, entry, on=on, actor=actor.agent_id, request_id=request_id):
        return _take_back(actor, rows, reason, request_id)


def _take_back(actor: Actor, rows: Sequence[Contribution], reason: str, reversal_id: UUID) -> UUID | Refusal:
    undone = ledger.reverse(
        reversal_id,
        community=actor.community_id,
        of=rows[0].entry,
        effective_on=rows[0].effective_on,
        reason=reason,
        actor=actor.agent_id,
    )
    if isinstance(undone, Refusal):
        return undone
    Contribution.objects.filter(pk__in=[row.pk for row in rows]).update(corrected_by=undone.entry)
    return undone.entry


def _again(rows: list[Contribution], time: Quantity) -> Deed:
    """The same deed with other hours; receivers keep the weight of what they got."""
    first = rows[0]
    got: dict[int, int] = {}
    for row in rows:
        got[row.receiver_id] = got.get(row.receiver_id, 0) + row.amount
    return Deed(
        arena=first.arena,
        givers={row.giver: time.minor for row in rows},
        receivers={row.receiver: got[row.receiver_id] for row in rows},
        category=first.category,
        done_on=first.effective_on,
        words=first.agreement.words if first.agreement else "",
        need_id=first.need_id,
        agreement=first.agreement,
        is_by_desk=True,
        judged_on=first.effective_on,  # what is put right is judged as on the day it was done
    )
