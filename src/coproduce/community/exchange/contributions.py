"""The verbs after something was done: it is thanked for, and what was written down wrong is put right in the open."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from coproduce.community import ledger
from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.exchange.models import Contribution
from coproduce.community.exchange.recognition import Deed, recognise
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
        .select_related("giver", "receiver", "category", "need", "agreement")
        .filter(community_id=actor.community_id, entry=found.entry)
        .order_by("pk")
    )
    if found.corrected_by or any(row.corrected_by for row in rows):
        return Refusal("ALREADY_REVERSED", "This was put right before.", "contribution")
    if time is not None and (time.unit != HOURS or time.minor <= 0):
        return Refusal("NOT_POSITIVE", "Say how long it took: one minute or more.", "time")
    undone = ledger.reverse(
        uuid5(request_id, "exchange.correct"),
        community=actor.community_id,
        of=found.entry,
        effective_on=found.effective_on,
        reason=reason,
        actor=actor.agent_id,
    )
    if isinstance(undone, Refusal):
        return undone
    Contribution.objects.filter(pk__in=[row.pk for row in rows]).update(corrected_by=undone.entry)
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
    return Done(PutRight(undone.entry, entry, minutes), told)


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
        need=first.need,
        agreement=first.agreement,
        is_by_desk=True,
    )
