"""What a verb answers when it was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Receipt = TypeVar("Receipt", covariant=True)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell a member: an English sentence with `%(name)s` places, translated when shown.

    `link` is the path of the page it is about; `urgent` is for what cannot wait for tomorrow's letter.
    """

    to_agent: int
    template: str
    values: Mapping[str, str] = field(default_factory=dict)
    urgent: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Done(Generic[Receipt]):
    """`value` is the receipt, a frozen dataclass of ids and quantities; the same again for a repeated request."""

    value: Receipt
    notices: tuple[Notice, ...] = ()
    is_repeat: bool = False
