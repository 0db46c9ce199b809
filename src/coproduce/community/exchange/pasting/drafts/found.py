"""What is known before a paste is read, and what comes of each message in it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Side = Literal["need", "offer", "done"]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the community: an id, the name shown here, and telephone numbers or e-mail addresses."""

    id: str
    name: str
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """Why a message was read as it was: an English sentence with `%(name)s` places, translated when shown.

    >>> str(Why("“%(said)s” is thanks.", {"said": "cheers"}))
    '“cheers” is thanks.'
    """

    template: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.values


@dataclass(frozen=True, slots=True)
class Draft:
    """An offer, a need, or help that was given, which somebody has to confirm.

    `member` is None when the name is not certain; `label` is the name it came with, `maybe` whom that may mean.
    `week` (`core.week`) and `on_dates` are when it suits, where the words say so. Of help that was given, `member`
    says so, `other` is the one on the other side, `gave` is whether the member gave it, and `minutes` how long it took.
    """

    member: str | None
    kind: Side
    category: str
    words: str
    said_on: date
    why: Why
    label: str = ""
    maybe: tuple[str, ...] = ()
    week: int = 0
    on_dates: tuple[date, ...] = ()
    other: str | None = None
    gave: bool = True
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Plain:
    """Words that stay as they are, and why no draft was made of them; whose they are, as far as it is certain."""

    words: str
    why: Why
    said_on: date | None = None
    member: str | None = None
    label: str = ""
    maybe: tuple[str, ...] = ()
