"""What simulated people see of homes on an evening: frozen, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from coproduce.arenas.homes.behaviour.words import TOGETHER_AT


@dataclass(frozen=True, slots=True)
class Builders:
    """One family: who speaks for it, its home, which gate is next and whether it is open, and what it pays next.

    `cost` is how it pays: a loan, shares, or nothing agreed yet. `to_tell`, `to_answer` and `to_decide` are months that
    were missed and what they wait for; 0 for none. Of shares: since when it pays, how often that was agreed, how many.
    """

    who: UUID
    home: str
    next_gate: str
    is_open: bool
    cost: str = ""
    due_on: date | None = None
    due_minor: int = 0
    to_tell: int = 0
    to_answer: int = 0
    to_decide: int = 0
    since_on: date | None = None
    agreed_times: int = 0
    shares: int = 0

    @property
    def is_together(self) -> bool:
        """Whether its home is in the house that is owned together."""
        return self.home.startswith(TOGETHER_AT)


@dataclass(frozen=True, slots=True)
class BuildDay:
    """A build day: when, whether it is over and written down, its places by what is done, and who comes."""

    id: UUID
    on: date
    is_written: bool
    rooms: Mapping[str, UUID]
    comers: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Building:
    """Families, build days, shifts that wait for who worked, who had the talk, what is in the store and who has what.

    `begun` are homes somebody has worked on.
    `leads` lead crews, `treasurers` decide what somebody else told; `free_minor` is what the fund can pay for
    `next_home` and still pay out every share. `decision` is the one about the index, `index_on` its last day that is
    known. `gone` families went no further, or moved out.
    """

    families: tuple[Builders, ...] = ()
    days: tuple[BuildDay, ...] = ()
    to_sign: tuple[tuple[UUID, UUID], ...] = ()
    talked: frozenset[UUID] = frozenset()
    begun: frozenset[str] = frozenset()
    store: Mapping[str, int] = field(default_factory=dict)
    lent: tuple[tuple[UUID, str, date], ...] = ()
    leads: tuple[UUID, ...] = ()
    treasurers: tuple[UUID, ...] = ()
    free_minor: int = 0
    next_home: str = ""
    decision: UUID | None = None
    index_on: date | None = None
    gone: int = 0
    currency: str = "GBP"
