"""What a till says of one purchase."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.core.quantity import Quantity


@dataclass(frozen=True, slots=True)
class TillRow:
    """One row of a till: its own number there, how much, on which day, and who bought (nobody known: left out)."""

    number: str
    amount: Quantity
    bought_on: date
    member: UUID | None = None
