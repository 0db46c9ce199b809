"""What was put right, what waits for a second person, and one entry with its whole story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.wire import unit
from coproduce.community.ledger.models import Entry, Posting, Undoing
from coproduce.community.ledger.stored import as_entry
from coproduce.community.ledger.undoing.reversing import rules_of_books
from coproduce.community.ledger.undoing.rules import INSTEAD_OF, PUT_RIGHT_BY, named_in, takes_two
from coproduce.community.people.models import Agent, Membership
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
    return found.order_by("asked_at", "pk")


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
    """The story of an entry for one of its sides, or for the desk; None for anybody else. The reading is kept."""
    row = _entries(actor).filter(client_id=client_id).first()
    if row is None:
        return None
    sides = [part.account.agent_id for part in row.postings.all() if part.account.agent_id]
    if actor.agent_id not in sides and not policy.may(actor, "ledger.read_statement"):
        return None
    audit.reading(actor, "ledger.read_statement", sides, "entry")
    if row.reverses:
        return story_of(actor, row.reverses)
    back = _entries(actor).filter(reverses=client_id).first()
    asked = Undoing.objects.filter(community_id=actor.community_id, of=client_id).order_by("-pk").first()
    who = [row.actor, *([back.actor] if back else []), *([asked.asked_by, asked.decided_by] if asked else [])]
    names = names_of(actor, who)
    return Story(
        told=_told(row, names),
        instead_of=named_in(row.source_ref, INSTEAD_OF),
        taken_back=_told(back, names) if back else None,
        put_right_by=named_in(back.source_ref, PUT_RIGHT_BY) if back else None,
        asked=asked,
        asked_by=names.get(asked.asked_by, "") if asked else "",
        decided_by=names.get(asked.decided_by or 0, "") if asked else "",
        takes_two_from=takes_two(as_entry(row), rules_of_books(actor.community_id).two_from),
    )


def told_of(actor: Actor, entries: Sequence[UUID]) -> dict[UUID, Told]:
    """Several entries as they are told, for the desk that decides about them. Reading them is written down."""
    rows = list(_entries(actor).filter(client_id__in=entries))
    audit.reading(
        actor,
        "ledger.read_statement",
        [part.account.agent_id for row in rows for part in row.postings.all() if part.account.agent_id],
        "undoing",
    )
    names = names_of(actor, [row.actor for row in rows])
    return {row.client_id: _told(row, names) for row in rows}


def names_of(actor: Actor, agents: Sequence[int | None]) -> dict[int, str]:
    """The names of who did something here."""
    wanted = {agent for agent in agents if agent}
    return dict(Agent.objects.filter(community_id=actor.community_id, pk__in=wanted).values_list("pk", "name"))


def _entries(actor: Actor) -> QuerySet[Entry]:
    found = Entry.objects.filter(community_id=actor.community_id).select_related("note")
    return found.prefetch_related("postings__account__agent")


def _told(row: Entry, names: dict[int, str]) -> Told:
    note = getattr(row, "note", None)
    return Told(
        entry=row.client_id,
        kind=row.kind,
        category=row.category,
        words=note.words if note else "",
        effective_on=row.effective_on,
        recorded_at=row.recorded_at,
        by=names.get(row.actor or 0, ""),
        sides=tuple(
            Side(part.account.agent.name if part.account.agent else part.account.name, unit(part.unit)(part.amount))
            for part in sorted(row.postings.all(), key=lambda part: part.pk)
        ),
    )
