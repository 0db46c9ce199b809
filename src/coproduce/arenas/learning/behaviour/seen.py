"""What simulated people see of learning on an evening: frozen, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Seen:
    """One pair: its thread, who shows whom what, how far, and which day one of them has not spoken of yet.

    `waits_for_tutor` says who of the two that is.
    """

    thread: UUID
    state: str
    topic: str
    tutor: UUID
    learner: UUID
    stage: str
    tutor_yes: bool
    learner_yes: bool
    began_on: date | None
    counted: int = 0
    last_on: date | None = None
    waiting_on: date | None = None
    waits_for_tutor: bool = False
    step: str = "want to"
    now: int | None = None


@dataclass(frozen=True, slots=True)
class Learning:
    """Topics by name, who can do each alone, how far each has come with each, and the pairs in the order they were."""

    topics: Mapping[str, UUID] = field(default_factory=dict)
    able: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    aims: Mapping[tuple[UUID, str], tuple[str, int | None]] = field(default_factory=dict)
    pairs: tuple[Seen, ...] = ()
