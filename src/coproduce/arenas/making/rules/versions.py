"""Versions and ranges of them, as semver.org 2.0.0 orders them: which version of a module a design asks for.

A range is comparisons with blanks or commas between them, all of which hold: `>=1.2 <2`, `^1.2`, `~1.2.3`, `1.2`, `*`.
"""

import re
from functools import lru_cache

from coproduce.arenas.making.rules.faults import MakingError

#: What versions are ordered by: three numbers, whether it is finished, and the words of a draft.
Order = tuple[int, int, int, int, tuple[tuple[int, int, str], ...]]

_VERSION = re.compile(
    r"(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?", re.ASCII
)
_ONE = re.compile(r"(>=|<=|>|<|=|\^|~)?\s*([^\s,<>=^~]+)")
_LONGEST = 200


@lru_cache(1 << 12)
def order_of(version: str) -> Order:
    """What a version is ordered by; a draft comes before what it is a draft of. MakingError for what is none.

    >>> order_of("1.2") == order_of("1.2.0"), order_of("1.10.0") > order_of("1.9.3") > order_of("1.9.3-a")
    (True, True)
    >>> order_of("v1")
    Traceback (most recent call last):
    coproduce.arenas.making.rules.faults.MakingError: “v1” is not a version: write numbers with points, like 1.0.0.
    """
    found = _VERSION.fullmatch(version) if len(version) <= _LONGEST else None
    if not found:
        raise MakingError(
            "NOT_A_VERSION", "version", f"“{version[:40]}” is not a version: write numbers with points, like 1.0.0."
        )
    major, minor, patch = (int(number or 0) for number in found.groups()[:3])
    draft = found[4]
    words = tuple((0, int(word), "") if word.isdigit() else (1, 0, word) for word in draft.split(".")) if draft else ()
    return major, minor, patch, 0 if draft else 1, words


@lru_cache(1 << 12)
def is_in(version: str, wanted: str) -> bool:
    """Whether a version is in a range. A draft is in no range but one that names a draft of the same version.

    >>> [is_in(version, "^1.2") for version in ("1.1.9", "1.2.0", "1.9", "2.0.0")]
    [False, True, True, False]
    >>> is_in("1.2.7", "~1.2.3"), is_in("1.3.0", "~1.2.3"), is_in("1.5", ">=1.2, <2"), is_in("0.3.0", "^0.2.1")
    (True, False, True, False)
    >>> is_in("2.0.0-a", ">=1"), is_in("2.0.0-b", ">=2.0.0-a"), is_in("7", "*")
    (False, True, True)
    """
    mine = order_of(version)
    compared = _comparisons(wanted)
    if not mine[3] and not any(not one[3] and one[:3] == mine[:3] for _, one in compared):
        return False
    return all(_holds(mine, sign, one) for sign, one in compared)


@lru_cache(1 << 12)
def _comparisons(wanted: str) -> tuple[tuple[str, Order], ...]:
    said = wanted.strip()
    if said in ("", "*"):
        return ()
    if len(said) > _LONGEST or _ONE.sub("", said).strip(" ,"):
        raise MakingError(
            "NOT_A_RANGE", "versions", f"“{said[:40]}” is not a range of versions: write >=1.2 <2, ^1.2, ~1.2.3 or 1.2."
        )
    found: list[tuple[str, Order]] = []
    for sign, version in _ONE.findall(said):
        low = order_of(version)
        if sign in ("^", "~"):
            found += [(">=", low), ("<", _next(low, version, sign))]
        else:
            found.append((sign or "=", low))
    return tuple(found)


def _next(low: Order, version: str, sign: str) -> Order:
    """Where a range that begins at `low` ends: ^ keeps the first number that is not 0, ~ the one before the last."""
    major, minor, patch = low[:3]
    said = version.partition("-")[0].partition("+")[0].count(".") + 1
    keeps_first = bool(major) or said == 1 if sign == "^" else said == 1
    if keeps_first:
        ends = (major + 1, 0, 0)
    elif sign == "~" or minor or said == 2:
        ends = (major, minor + 1, 0)
    else:
        ends = (major, minor, patch + 1)
    # Below every draft of the version that ends it, too.
    return *ends, 0, ()


def _holds(mine: Order, sign: str, one: Order) -> bool:
    if sign == "=":
        return mine == one
    if sign == ">=":
        return mine >= one
    if sign == "<=":
        return mine <= one
    return mine > one if sign == ">" else mine < one
