"""What was put right, what waits for a second person, and one entry with its whole story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.wire import unit
from coproduce.community.ledger.models import Entry, Posting, Undoing
from coproduce.community.ledger.stored import as_entry
from coproduce.community.ledger.undoing.reversing import rules_of_books
from coproduce.community.ledger.undoing.rules import INSTEAD_OF, PUT_RIGHT_BY, named_in, takes_two
from coproduce.community.people.models import Membership
from coproduce.community.people.queries import name_of
from coproduce.core.quantity import Quantity

#: Who takes back, and who agrees to it.
WHO = frozenset({"broker", "treasurer"})


def who_takes_back(community_id: int) -> list[int]:
    """The agents who may take back and agree to it, those who rest left out."""
    found = Membership.objects.filter(community_id=community_id, state=Membership.ACTIVE).order_by("pk")
    return [agent for agent, roles in found.values_list("agent_id", "roles") if agent and WHO & set(roles)]


def sides_of(community_id: int, entry: UUID) -> list[int]:
    """The agents whose accounts an entry moved: pots and accounts that issue are nobody's."""
    sides = Posting.objects.filter(
        entry__community=community_id, entry__client_id=entry, account__agent__isnull=False
    ).order_by("pk")
    return list(dict.fromkeys(agent for agent in sides.values_list("account__agent", flat=True) if agent))


def waiting(actor: Actor) -> QuerySet[Undoing]:
    """What was asked to be taken back and waits for a second person, the longest waiting first; for who may decide."""
    if not policy.may(actor, "ledger.read_undoings"):
        return Undoing.objects.none()
    undone = Entry.objects.filter(community=OuterRef("community"), reverses=OuterRef("of"))
    found = Undoing.objects.filter(community_id=actor.community_id, state=Undoing.ASKED).exclude(Exists(undone))
    return found.annotate(asker=name_of("asked_by")).order_by("asked_at", "pk")


def taken_back(actor: Actor) -> QuerySet[Entry]:
    """The entries that took another back, the latest first; for who may take back."""
    if not policy.may(actor, "ledger.read_undoings"):
        return Entry.objects.none()
    return Entry.objects.filter(community_id=actor.community_id, reverses__isnull=False).order_by("-pk")


@dataclass(frozen=True, slots=True)
class Side:
    """How much an entry moved for one of those in it. What they hold is theirs to read, and stands on no such page."""

    name: str
    amount: Quantity

    @property
    def is_more(self) -> bool:
        return self.amount.minor > 0

    @property
    def size(self) -> Quantity:
        """How much, without a sign."""
        return abs(self.amount)


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a story: what it was, who wrote it down and when, and why."""

    entry: UUID
    kind: str
    category: str
    words: str
    effective_on: date
    recorded_at: datetime
    by: str
    sides: tuple[Side, ...]

    @property
    def size(self) -> Quantity:
        """How much it was: what came to one side of it, in the unit of the first."""
        counted = self.sides[0].amount.unit
        more = (side.amount.minor for side in self.sides if side.amount.unit == counted)
        return counted(sum(minor for minor in more if minor > 0))


@dataclass(frozen=True, slots=True)
class Story:
    """An entry from its beginning: what it stands instead of, what took it back, what stands instead of it now.

    `asked` is the newest request to take it back, with the names of who asked and who decided.
    """

    told: Told
    instead_of: UUID | None
    taken_back: Told | None
    put_right_by: UUID | None
    asked: Undoing | None
    asked_by: str
    decided_by: str
    takes_two_from: Quantity | None


def story_of(actor: Actor, client_id: UUID) -> Story | None:
    """The story of an entry for one of its sides, or for the desk; None for anybody else. The reading is kept.

    Asked for by what took it back, it is the same story.
    """
    taken_back = Entry.objects.filter(community=actor.community_id, client_id=client_id).values("reverses")[:1]
    told = Q(client_id=client_id) | Q(reverses=client_id) | Q(client_id=taken_back) | Q(reverses=taken_back)
    rows = list(_entries(actor).filter(told))
    row = next((row for row in rows if not row.reverses), None)
    if row is None:
        return None
    sides = [part.account.agent_id for part in row.postings.all() if part.account.agent_id]
    if actor.agent_id not in sides and not policy.may(actor, "ledger.read_statement"):
        return None
    audit.reading(actor, "ledger.read_statement", sides, "entry")
    back = next((row for row in rows if row.reverses), None)
    asked = (
        Undoing.objects.filter(community_id=actor.community_id, of=row.client_id)
        .annotate(asker=name_of("asked_by"), decider=name_of("decided_by"))
        .order_by("-pk")
        .first()
    )
    return Story(
        told=_told(row),
        instead_of=named_in(row.source_ref, INSTEAD_OF),
        taken_back=_told(back) if back else None,
        put_right_by=named_in(back.source_ref, PUT_RIGHT_BY) if back else None,
        asked=asked,
        asked_by=asked.asker or "" if asked else "",
        decided_by=asked.decider or "" if asked else "",
        takes_two_from=takes_two(as_entry(row), rules_of_books(actor.community_id).two_from),
    )


def told_of(actor: Actor, entries: Sequence[UUID]) -> dict[UUID, Told]:
    """Several entries as they are told, for the desk that decides about them, or did. Reading them is written down."""
    rows = list(_entries(actor).filter(client_id__in=entries))
    audit.reading(
        actor,
        "ledger.read_statement",
        [part.account.agent_id for row in rows for part in row.postings.all() if part.account.agent_id],
        "undoing",
    )
    return {row.client_id: _told(row) for row in rows}


def _entries(actor: Actor) -> QuerySet[Entry]:
    found = Entry.objects.filter(community_id=actor.community_id).select_related("note").annotate(by=name_of("actor"))
    return found.prefetch_related(Prefetch("postings", Posting.objects.select_related("account__agent")))


def _told(row: Entry) -> Told:
    note = getattr(row, "note", None)
    return Told(
        entry=row.client_id,
        kind=row.kind,
        category=row.category,
        words=note.words if note else "",
        effective_on=row.effective_on,
        recorded_at=row.recorded_at,
        by=row.by or "",  # type: ignore[attr-defined]
        sides=tuple(
            Side(part.account.agent.name if part.account.agent else part.account.name, unit(part.unit)(part.amount))
            for part in sorted(row.postings.all(), key=lambda part: part.pk)
        ),
    )
