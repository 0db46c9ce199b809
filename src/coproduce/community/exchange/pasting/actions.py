"""A paste at the desk: read against the members and kinds of the community, and confirmed row by row.

The paste is kept nowhere, and nothing is written before somebody confirms. What is confirmed goes through the verbs
that everybody uses, each row by itself: one that is refused leaves the others standing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.actions import need, offer
from coproduce.community.exchange.models import Agreement, Intent, Need, Offer
from coproduce.community.exchange.naming import Kinds
from coproduce.community.exchange.pasting.drafts import LONGEST_PASTE, Draft, Known, Plain, read_paste
from coproduce.community.exchange.recognition import arenas_of
from coproduce.community.exchange.rules import Intention
from coproduce.community.exchange.threads.hours import record
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.community.people.rules import called
from coproduce.core.quantity import Quantity
from coproduce.core.refusal import Refusal

#: Messages and drafts that one page can hold and one pair of eyes can read.
MOST_MESSAGES = 150
MOST_DRAFTS = 50

NOTHING = Refusal("MISSING", "Paste the messages first, or choose a file with them.", "text")
NO_TEXT = Refusal("NOT_TEXT", "This is not text: save the chat as a text file, or copy the messages.", "text")
TOO_LONG = Refusal(
    "TOO_LONG",
    "That is more than %(most)s letters: paste the last few days only.",
    "text",
    {"most": f"{LONGEST_PASTE:,}"},
)
TOO_MANY = Refusal(
    "TOO_MANY",
    "One page holds %(most)s messages, and %(drafts)s offers and needs. Say from which day on, or paste fewer.",
    "since",
    {"most": str(MOST_MESSAGES), "drafts": str(MOST_DRAFTS)},
)


@dataclass(frozen=True, slots=True)
class Town:
    """Who may be meant in a paste, and the kinds of help there are: read once, however many messages there are."""

    people: tuple[Known, ...]
    kinds: Kinds
    today: date

    @classmethod
    def of(cls, actor: Actor, today: date | None = None) -> "Town":
        """Everybody of the actor's community whom help can be written down for, with what they are reached by."""
        people = tuple(
            Known(str(public_id), name, tuple(filter(None, contacts)))
            for public_id, name, *contacts in Agent.objects.filter(community_id=actor.community_id, merged_into=None)
            .exclude(membership__state__in=(Membership.LEFT, Membership.APPLIED))
            .order_by("name", "id")
            .values_list(
                "public_id",
                "name",
                "membership__phone",
                "membership__shared_email",
                "membership__person__account__email",
            )
        )
        time_zone = "" if today else Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id)
        return cls(people, Kinds.of(actor.community_id), today or clock.today(time_zone))

    def names(self) -> dict[str, str]:
        """The name of everybody, by public id."""
        return {one.id: one.name for one in self.people}

    def called(self, words: str) -> tuple[str, ...]:
        """Everybody whom these words may name."""
        return tuple(called(((one.id, one.name) for one in self.people), words))


def read(actor: Actor, text: str, town: Town, since: date | None = None) -> tuple[Draft | Plain, ...] | Refusal:
    """What each message of a paste comes to, those since a day where one is named. Nothing of it is kept."""
    if not policy.may(actor, "exchange.read_paste"):
        return NOT_ALLOWED
    if not text.strip():
        return NOTHING
    if len(text) > LONGEST_PASTE:
        return TOO_LONG
    if "\x00" in text or text.count("\ufffd") > len(text) // 20:
        return NO_TEXT
    found = read_paste(
        text, town.people, town.kinds.kinds, today=town.today, since=since, most=MOST_MESSAGES + 1
    )  # fmt: skip
    if not found:
        return Refusal("NOTHING_FOUND", "No message in it is as new as that day.", "since") if since else NOTHING
    if len(found) > MOST_MESSAGES or sum(isinstance(one, Draft) for one in found) > MOST_DRAFTS:
        return TOO_MANY
    return found


def standing(actor: Actor, drafts: Iterable[Draft]) -> set[tuple[str, str, str]]:
    """(kind, whose, words) of the drafts that stand on a list already: the same chat is often pasted twice."""
    drafts = tuple(drafts)
    found: set[tuple[str, str, str]] = set()
    for name, kind in (("need", Need), ("offer", Offer)):
        said = Q(
            agent__public_id__in={one.member for one in drafts if one.kind == name and one.member},
            words__in={one.words for one in drafts if one.kind == name},
        )
        rows = kind._default_manager.filter(
            said, community_id=actor.community_id, state__in=(Intent.OPEN, Intent.PAUSED)
        )
        found |= {(name, str(whose), words) for whose, words in rows.values_list("agent__public_id", "words")}
    return found


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A row as somebody confirmed it. `other`, `gave`, `time` and `done_on` are of help that was given."""

    kind: str
    who: UUID
    category: str
    words: str
    said_on: date
    week: int = 0
    on_dates: tuple[date, ...] = ()
    until_on: date | None = None
    other: UUID | None = None
    gave: bool = True
    time: Quantity | None = None
    done_on: date | None = None


def confirm(actor: Actor, row: Confirmed, request_id: UUID) -> tuple[str, UUID] | Refusal:
    """Write one row down through its own verb: what it became (need, offer, done) and its public id."""
    if not policy.may(actor, "exchange.read_paste"):
        return NOT_ALLOWED
    if row.kind == "done":
        if row.other is None or row.time is None or row.done_on is None:
            return Refusal("MISSING", "Say who was on the other side, how long it took, and on which day.", "other")
        giver, receiver = (row.who, row.other) if row.gave else (row.other, row.who)
        outcome: Done[Any] | Refusal = record(
            actor, givers=(giver,), receivers=(receiver,), time=row.time, done_on=row.done_on, words=row.words,
            category=row.category, for_=row.who, arena=_first_arena(actor), request_id=request_id,
        )  # fmt: skip
        return outcome if isinstance(outcome, Refusal) else ("done", outcome.value.agreement)
    said = Intention(
        str(row.who), row.category, row.words, row.said_on, week=row.week, on_dates=row.on_dates, until_on=row.until_on
    )
    outcome = (
        need(actor, needs=(said,), request_id=request_id)
        if row.kind == "need"
        else offer(actor, offers=(said,), request_id=request_id)
    )
    return outcome if isinstance(outcome, Refusal) else (row.kind, outcome.value.ids[0])


def _first_arena(actor: Actor) -> str:
    """Where pasted help belongs: to the first arena this community has switched on in which any help may be."""
    return next((one.slug for one in arenas_of(actor.arenas)), "")


KINDS: Mapping[str, Any] = {"need": Need, "offer": Offer, "done": Agreement}


def written(actor: Actor, refs: Sequence[tuple[str, UUID]]) -> list[tuple[str, Any]]:
    """What was written down, as it stands now, in the order it was confirmed; what is of elsewhere is not there."""
    rows: dict[tuple[str, UUID], Any] = {}
    for name, kind in KINDS.items():
        ids = [id for said, id in refs if said == name]
        if ids:
            found = kind._default_manager.filter(community_id=actor.community_id, public_id__in=ids)
            found = found.prefetch_related("commitments__agent") if name == "done" else found.select_related("agent")
            rows |= {(name, row.public_id): row for row in found.select_related("category")}
    return [(name, rows[name, id]) for name, id in dict.fromkeys(refs) if (name, id) in rows]
