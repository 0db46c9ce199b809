"""What a key for a script may be made to do, and what a request needs: decided without a database.

A key never does more than the person who made it may do; it can be made to do less.
"""

from collections.abc import Iterable

from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

READ, FIGURES, WRITE = "read", "figures", "write"

#: What asks a person again who they are, like the settings and who may do what: only with a key made for it.
SENSITIVE = "sensitive"

#: Days a key lasts unless said, and at most.
DAYS, MOST_DAYS = 90, 365

#: Keys of one person that work at one time.
MOST_KEYS = 20

#: A key that could make keys would never end.
NOT_BY_KEY = {("people", "make-key"), ("people", "revoke-key")}


def scopes(rooms: Iterable[str]) -> tuple[str, ...]:
    """Everything a key can be made for, where these rooms have verbs.

    >>> scopes(["people", "exchange"])
    ('read', 'figures', 'write', 'sensitive', 'people:write', 'exchange:write')
    """
    return (READ, FIGURES, WRITE, SENSITIVE, *(f"{room}:{WRITE}" for room in rooms))


def any_of(method: str, room: str, word: str, asks_again: bool = False) -> tuple[str, ...]:
    """The scopes of which a key needs one, for a request to an address of a room; nothing where no key will do.

    >>> any_of("GET", "exchange", "needs"), any_of("GET", "sewing", "figures")
    (('read',), ('read', 'figures'))
    >>> any_of("POST", "exchange", "need"), any_of("POST", "people", "make-key")
    (('write', 'exchange:write'), ())
    >>> any_of("POST", "people", "change-settings", asks_again=True)
    ('sensitive',)
    """
    if method in ("GET", "HEAD"):
        return (READ, FIGURES) if word == FIGURES else (READ,)
    if (room, word) in NOT_BY_KEY:
        return ()
    return (SENSITIVE,) if asks_again else (WRITE, f"{room}:{WRITE}")


def may_make_key(name: str, may: tuple[str, ...], days: int, known: tuple[str, ...]) -> Refusal | None:
    """None when such a key can be made, else what to mend.

    >>> may_make_key("Figures for the council", ("figures",), 90, scopes([])) is None
    True
    >>> may_make_key("Figures for the council", (), 90, scopes([])).field
    'may'
    """
    if fault := may_say(name, "name", 80, "Write what the key is for, so that you know it again."):
        return fault
    if not may:
        return Refusal("MISSING", "Choose one thing or more that the key may do.", "may")
    if unknown := sorted(set(may) - set(known)):
        return Refusal(
            "UNKNOWN_SCOPE",
            "%(given)s is nothing a key may do. Choose from: %(known)s.",
            "may",
            {"given": unknown[0][:40], "known": ", ".join(known)},
        )
    if not 1 <= days <= MOST_DAYS:
        return Refusal("OUT_OF_RANGE", "Choose from 1 to %(most)s days.", "days", {"most": str(MOST_DAYS)})
    return None
