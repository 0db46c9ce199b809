"""What simulated people see of one arena on an evening, and the ways they have there: frozen, and nothing else."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from coproduce.community.exchange.occasions.rules import SlotWanted
from coproduce.core.intent import Someone


@dataclass(frozen=True, slots=True)
class Standing:
    """A need or an offer on the list, whose it is, since when, and of which kind."""

    id: UUID
    who: UUID
    since: date
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """A thread that goes on: who gives and receives, since when it stands so, and whose answer is awaited."""

    id: UUID
    state: str
    giver: UUID
    receiver: UUID
    since: date
    waits_for: tuple[UUID, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody who may be asked back, how that stands, and the day they chose."""

    id: UUID
    who: UUID
    state: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Fresh:
    """Help that was recognised yesterday, and who may like to say thank you."""

    contribution: UUID
    receiver: UUID


@dataclass(frozen=True, slots=True)
class Room:
    """What an occasion needs, and how many may still come; None is as many as like to."""

    id: UUID
    needs: str
    free: int | None


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody's place, in which room, and whether it is held out to others."""

    place: UUID
    room: UUID
    who: UUID
    is_held_out: bool


@dataclass(frozen=True, slots=True)
class Gathering:
    """An occasion that is to come, or is over and not yet written down."""

    id: UUID
    words: str
    on: date
    is_over: bool
    rooms: tuple[Room, ...]
    comers: tuple[Comer, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """Everything the people of a town know of one arena on one evening; all in the order it came about.

    `places` are who comes to something on which day, in whatever arena; `own` is what the arena's own `seeing.py` saw,
    where it has one.
    """

    arena: str
    people: tuple[Someone, ...]
    groups: tuple[UUID, ...] = ()
    needs: tuple[Standing, ...] = ()
    offers: tuple[Standing, ...] = ()
    threads: tuple[Running, ...] = ()
    asks: tuple[Asking, ...] = ()
    fresh: tuple[Fresh, ...] = ()
    willing: frozenset[UUID] = frozenset()
    gatherings: tuple[Gathering, ...] = ()
    places: frozenset[tuple[UUID, date]] = frozenset()
    own: object = None

    def is_free(self, who: UUID, day: date) -> bool:
        """Whether somebody comes to nothing else that day."""
        return (who, day) not in self.places


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of help, what somebody who needs it says, and what somebody who offers it says."""

    kind: str
    need: str
    offer: str


@dataclass(frozen=True, slots=True)
class Custom:
    """What people come together for again and again: on which day of the week, and what hands it needs.

    The first group of the town invites when it is `by_group`, else the desk. Who comes to `helped` is helped by the
    others; with nobody named so, whoever invites is.
    """

    words: str
    kind: str
    weekday: int
    begins: time
    lasts: timedelta
    repeats: str
    hands: tuple[SlotWanted, ...]
    helped: SlotWanted | None = None
    by_group: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """What is done in an arena, in the words people have for it; so many times `rarer` than in a lively time bank."""

    things: tuple[Thing, ...]
    thanks: tuple[str, ...]
    customs: tuple[Custom, ...] = ()
    rarer: int = 1

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of help people here know about."""
        return frozenset(thing.kind for thing in self.things)
