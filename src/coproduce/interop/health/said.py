"""What came of a file: people who go home, what cannot be taken and why, and what was left out.

A discharge holds the least a visit needs. Free text of the ward may still say too much: a broker reads it first.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

#: What may be said of somebody, as a list calls it; a list has these columns and no other.
COLUMNS = (
    "external_id",
    "full_name",
    "preferred_name",
    "phone",
    "address",
    "postcode",
    "language",
    "access_needs",
    "discharge_at",
    "ward",
    "visit_risk_notes",
    "red_flag_text",
    "next_of_kin",
    "consent_c1_at",
)  # fmt: skip

#: The consents somebody may give, each by itself: C1 is to be contacted at all, and without it nothing is kept.
SCOPES = ("C1", "C2", "C3", "C4", "C5", "C6", "C7")

#: Letters no page shows and no database keeps: control characters, and halves of a letter.
NO_LETTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LONGEST_WORD = 40


def shown(word: str) -> str:
    """A code, a name or a heading of theirs as a report may repeat it: short, and letters only.

    >>> shown("banana\\0" + "a" * 99)
    'banana?aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
    """
    return NO_LETTERS.sub("?", word[:_LONGEST_WORD])


@dataclass(frozen=True, slots=True)
class Given:
    """A yes: whose, to what, when and how."""

    external_id: str
    scope: str
    given_at: datetime
    channel: str


@dataclass(frozen=True, slots=True)
class AskedTask:
    """The Task a hospital asked with, in its own references, so that it knows the answer for its own."""

    id: str
    focus: str
    for_: str
    authored_on: str


@dataclass(frozen=True, slots=True)
class Discharge:
    """Somebody who goes home and said that we may ring. Moments are aware; what was not said is empty.

    Where only the day was said, `discharge_at` is its first moment there, so that clocks run early rather than late.
    `nhs_number` is kept only under C5. `consents` are those of a file of consents, C1 among them.
    """

    external_id: str
    full_name: str
    discharge_at: datetime
    consent_c1_at: datetime
    preferred_name: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    language: str = ""
    access_needs: str = ""
    ward: str = ""
    visit_risk_notes: str = ""
    red_flag_text: str = ""
    next_of_kin: str = ""
    nhs_number: str = ""
    consents: tuple[Given, ...] = ()
    task: AskedTask | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something was not taken: a stable code, the column or the path in the bundle, and what to do.

    `row` is the line of a list (its heading is 1); 0 is the whole file. Nothing of what the ward wrote is repeated.
    """

    code: str
    field: str
    reason: str
    remedy: str
    row: int = 0


class FaultError(ValueError):
    """Something cannot be taken; `fault` says what."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a file. Columns left out are named, kinds of resources not looked into are counted."""

    rows: tuple[Discharge, ...] = ()
    faults: tuple[Fault, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    ignored_resources: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """When and where a file came in, and the consents that came beside it."""

    received_at: datetime
    zone: ZoneInfo
    consents: Mapping[str, tuple[Given, ...]] = field(default_factory=dict)

    def given(self, *external_ids: str) -> tuple[Given, ...]:
        """What somebody known by any of these said yes to."""
        return tuple(one for known_by in dict.fromkeys(external_ids) for one in self.consents.get(known_by, ()))
