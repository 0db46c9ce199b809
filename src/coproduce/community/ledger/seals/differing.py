"""What does not agree when all of a community's books are looked through: the first rows of each kind."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Differing:
    """Rows by their numbers, as they are stored and as they add up."""

    #: Entries that are not what was written, and what is wrong.
    changed: list[tuple[int, str]] = field(default_factory=list)
    #: Entries, a unit, and what they sum to in it.
    out_of_sum: list[tuple[int, str, int]] = field(default_factory=list)
    #: Entries that are gone, and an account on which something of them still stands.
    lost: list[tuple[int, int]] = field(default_factory=list)
    #: Accounts, an entry, what they show after it, and what it adds up to.
    running: list[tuple[int, int, int, int]] = field(default_factory=list)
    #: Accounts, and what they hold, gave and keep back: each as stored, then as it adds up.
    accounts: list[tuple[int, int, int, int, int, int, int]] = field(default_factory=list)
