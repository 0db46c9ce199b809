"""What simulated people see of families and school on an evening: frozen, and nothing else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Spell:
    """What is known of a child and two months, and what followed."""

    id: UUID
    until_on: date
    outcome: str
    told_on: date | None = None
    is_appealed: bool = False
    is_answered: bool = False
    is_upheld: bool = False


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child by its number, whose it is, its months so far, and whether a person has to decide."""

    number: str
    mother: UUID
    spells: tuple[Spell, ...] = ()
    is_proposed: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """The last payroll: how far it is, and the payments nothing is known of."""

    id: UUID
    month_on: date
    state: str
    waits: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Schooling:
    """Families by who is paid, their children, the last payroll, and who is the second to look at things."""

    mothers: tuple[UUID, ...] = ()
    pupils: tuple[Pupil, ...] = ()
    last: Month | None = None
    second: UUID | None = None
    is_approver: bool = False
    currency: str = "GBP"
    appeal_days: int = 14
