"""The verbs with which the desk and the treasurer take something back: at once, or, when it is much, together."""

from dataclasses import dataclass
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from coproduce.community.base import clock, rooms
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.ledger.models import Entry, Undoing
from coproduce.community.ledger.receipt import Posted
from coproduce.community.ledger.undoing.queries import sides_of, who_takes_back
from coproduce.community.ledger.undoing.reversing import day_to_put_right, reverse
from coproduce.community.ledger.undoing.second import decided
from coproduce.community.people.models import Community
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Which entry, and the one that took it back; or, while it waits for a second person, what was asked."""

    entry: UUID
    reversal: UUID | None
    undoing: UUID | None


@action("ledger.take_back", receipt=TakenBack)
def take_back(actor: Actor, *, entry: UUID, reason: str, request_id: UUID) -> Done[TakenBack] | Refusal:
    """Take an entry back, with the reason both sides will read. What is so much that it takes two waits for a second.

    Put right as a whole, never in part: write down afterwards what is right.
    """
    if fault := may_say(reason, "reason", LONGEST_REASON, "Say why it is put right: both sides will read it."):
        return fault
    reversal = uuid5(request_id, "ledger.take_back")
    undone = _reversed(actor, entry, reason.strip(), reversal)
    if isinstance(undone, Posted):
        told = _told(actor, entry, "Hours were put right: %(what)s. Why: %(reason)s", reason, asker=None)
        return Done(TakenBack(entry, undone.entry, None), told)
    if undone.code != "NEEDS_SECOND":
        return undone
    if Undoing.objects.filter(community_id=actor.community_id, of=entry, state=Undoing.ASKED).exists():
        return Refusal("ALREADY_ASKED", "Somebody asked for this already. It waits for a second person.", "entry")
    row = Undoing.objects.create(
        community_id=actor.community_id,
        public_id=uuid5(request_id, "undoing"),
        of=entry,
        reason=reason.strip(),
        asked_by=actor.agent_id or 0,
        asked_at=clock.now(),
    )
    others = [agent for agent in who_takes_back(actor.community_id) if agent != actor.agent_id]
    said = {"what": _what(actor, entry), "reason": row.reason}
    link = f"/{_slug(actor)}/ledger/taken-back/"
    words = "A second person is needed to take this back: %(what)s. Why: %(reason)s"
    return Done(TakenBack(entry, None, row.public_id), tuple(Notice(agent, words, said, link=link) for agent in others))


@action("ledger.agree_to_take_back", receipt=TakenBack, asks_again=True)
def agree_to_take_back(actor: Actor, *, undoing: UUID, request_id: UUID) -> Done[TakenBack] | Refusal:
    """As the second person, agree: the entry is taken back, and both sides and who asked are told."""
    row = decided(Undoing, actor, undoing, Undoing.AGREED, "undoing")
    if isinstance(row, Refusal):
        return row
    undone = _reversed(actor, row.of, row.reason, uuid5(request_id, "ledger.take_back"), asked=row)
    if isinstance(undone, Refusal):
        return undone
    told = _told(actor, row.of, "Hours were put right: %(what)s. Why: %(reason)s", row.reason, asker=row.asked_by)
    return Done(TakenBack(row.of, undone.entry, row.public_id), told)


@action("ledger.decline_to_take_back", receipt=TakenBack)
def decline_to_take_back(actor: Actor, *, undoing: UUID, request_id: UUID) -> Done[TakenBack] | Refusal:
    """As the second person, say no: the entry stands, and both sides and who asked are told."""
    row = decided(Undoing, actor, undoing, Undoing.DECLINED, "undoing")
    if isinstance(row, Refusal):
        return row
    words = "It was asked to take this back, and it stays: %(what)s. Why it was asked: %(reason)s"
    told = _told(actor, row.of, words, row.reason, asker=row.asked_by)
    return Done(TakenBack(row.of, None, row.public_id), told)


def _reversed(actor: Actor, entry: UUID, reason: str, reversal: UUID, asked: Undoing | None = None) -> Posted | Refusal:
    """Take it back as `reverse` does, and tell the rooms above, whose figures follow."""
    row = Entry.objects.filter(community_id=actor.community_id, client_id=entry).first()
    if row is None:
        return Refusal("NOT_FOUND", "There is no such entry here. Look for it in the hours.", "entry")
    undone = reverse(
        reversal,
        community=actor.community_id,
        of=entry,
        effective_on=day_to_put_right(actor.community_id, row.effective_on),
        reason=reason,
        actor=asked.asked_by if asked else actor.agent_id,
        second=actor.agent_id if asked else None,
        asked_on=asked.asked_at.astimezone(_zone(actor)).date() if asked else None,
    )
    if isinstance(undone, Refusal):
        return undone
    return rooms.tell("entry_taken_back", actor, entry, undone.entry) or undone


def _told(actor: Actor, entry: UUID, words: str, reason: str, asker: int | None) -> tuple[Notice, ...]:
    """What both sides are told, and who asked."""
    said = {"what": _what(actor, entry), "reason": reason.strip()}
    agents = dict.fromkeys([*sides_of(actor.community_id, entry), *([asker] if asker else [])])
    link = f"/{_slug(actor)}/ledger/entries/{entry}/"
    return tuple(Notice(agent, words, said, link=link) for agent in agents)


def _what(actor: Actor, entry: UUID) -> str:
    """What an entry was about, in the words of those in it, or else its kind."""
    row = Entry.objects.select_related("note").get(community_id=actor.community_id, client_id=entry)
    note = getattr(row, "note", None)
    return note.words if note else row.category


def _slug(actor: Actor) -> str:
    return Community.objects.values_list("slug", flat=True).get(pk=actor.community_id)


def _zone(actor: Actor) -> ZoneInfo:
    return ZoneInfo(Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id))
