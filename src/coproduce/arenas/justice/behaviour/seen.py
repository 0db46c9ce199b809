"""What simulated people see of circles on an evening: frozen, and nothing else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Going:
    """One matter on its way: between whom, what each has said, how far it is, and who leads it, if anybody yet."""

    id: UUID
    harmed: UUID
    respondent: UUID
    reported_on: date
    way: str = ""
    accepted: bool | None = None
    meets_on: date | None = None
    heard_on: date | None = None
    has_harmed_agreed: bool = False
    has_respondent_agreed: bool = False
    to_do: int = 0
    was_heard: str = ""
    is_closed: bool = False
    leads: UUID | None = None


@dataclass(frozen=True, slots=True)
class Circles:
    """Who leads, who has learned to hear, who sits with whom in a family or must not meet, and what is on its way."""

    leads: tuple[UUID, ...] = ()
    peers: tuple[UUID, ...] = ()
    going: tuple[Going, ...] = ()
    serve: str = "circle-serve"
    been_through: str = "circle-been-through"
    training: str = ""
    role: str = ""
