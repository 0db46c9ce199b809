"""The verbs after something was done: it is thanked for, and what was written down wrong is put right in the open."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from coproduce.community import ledger
from coproduce.community.base import clock, policy, rooms
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.exchange.models import Contribution
from coproduce.community.exchange.recognition import Deed, recognise
from coproduce.community.people.helping.queries import may_speak, name_said
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
    if fault := may_speak(actor, {found.giver_id}) or may_say(words, "words", 300, "Write a few words of thanks."):
        return fault
    found.thanks, found.thanked_at = words.strip(), clock.now()
    found.save(update_fields=["thanks", "thanked_at"])
    told = Notice(
        found.giver_id,
        "%(name)s says: %(words)s",
        {"name": name_said(actor, found.receiver.name), "words": found.thanks},
    )
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
    if time is not None and found.unit != HOURS.code:
        return Refusal("UNIT_MISMATCH", "That was no help in hours: take it back, or leave it.", "time")
    today = clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id))
    right_id = uuid5(request_id, "exchange.correct again")
    with ledger.put_right(
        actor.community_id, found.entry, on=today, actor=actor.agent_id, request_id=request_id
    ):  # somebody may have left since
        on = ledger.day_to_put_right(actor.community_id, found.effective_on)
        undone = ledger.reverse(
            uuid5(request_id, "exchange.correct"),
            community=actor.community_id,
            of=found.entry,
            effective_on=on,
            reason=reason,
            actor=actor.agent_id,
            instead=right_id if time is not None else None,
        )
        if isinstance(undone, Refusal):
            return undone
        counts_no_more(actor.community_id, found.entry, undone.entry)
        entry = None
        if time is not None:
            again = recognise(actor, _again(rows, time, on), right_id, instead_of=found.entry)
            if isinstance(again, Refusal):
                return again
            entry = again.entry
            rooms.tell("entry_put_right", actor, found.entry, entry, time.minor)
        else:
            rooms.tell("entry_taken_back", actor, found.entry, undone.entry)
    minutes = time.minor if time is not None else 0
    agents = dict.fromkeys([*(row.giver_id for row in rows), *(row.receiver_id for row in rows)])
    said = {"what": found.category.name if not found.agreement else found.agreement.words, "reason": reason.strip()}
    told = tuple(Notice(agent, "Hours were put right: %(what)s. Why: %(reason)s", said) for agent in agents)
    return Done(PutRight(undone.entry, entry, minutes), told)


def counts_no_more(community: int, entry: UUID, reversal: UUID) -> None:
    """What an entry recognised counts no more: `reversal` took it back."""
    Contribution.objects.filter(community_id=community, entry=entry).update(corrected_by=reversal)


def _again(rows: list[Contribution], time: Quantity, on: date) -> Deed:
    """The same deed with other hours; receivers keep the weight of what they got.

    It stands on the day of the deed, or, where the books of that day are closed, on the day it is put right.
    """
    first = rows[0]
    got: dict[int, int] = {}
    for row in rows:
        got[row.receiver_id] = got.get(row.receiver_id, 0) + row.amount
    return Deed(
        arena=first.arena,
        givers={row.giver: time.minor for row in rows},
        receivers={row.receiver: got[row.receiver_id] for row in rows},
        category=first.category,
        done_on=on,
        words=first.agreement.words if first.agreement else "",
        need_id=first.need_id,
        agreement=first.agreement,
        is_by_desk=True,
        judged_on=on,  # what is put right is judged as on the day it was done
    )
