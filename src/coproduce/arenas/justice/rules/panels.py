"""Who hears: peers drawn by a lot that anybody can draw again, without whoever is too near to either side.

A peer's lot is the SHA-256 of seed and name; the smallest are drawn. It depends on no order and no program, and where
one asks out, the next smallest comes: nobody else's place changes. Where there is one who was once on the other side,
one of them is drawn first: whoever was heard is asked to hear (Time Dollar Youth Court).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from coproduce.arenas.justice.rules.sets import PEERS
from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Peer:
    """One of those who could hear. `has_been_through` is what they say of themselves, and nobody else says."""

    name: str
    is_trained: bool = True
    is_in_date: bool = True
    has_been_through: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Who does not hear, and why: the same class, family, a neighbour of either, one of the two, asked out."""

    name: str
    why: str = ""


def panel(
    pool: Iterable[Peer | Mapping[str, Any] | str],
    exclusions: Iterable[Exclusion | Mapping[str, Any] | str],
    size: int,
    seed: object,
) -> tuple[str, ...] | Refusal:
    """The names of `size` peers in the order of their lots, or a refusal that says how many are missing.

    A name alone is a peer who is trained and in date, or somebody who does not hear.

    >>> panel(["Ana", "Ben", "Cleo", "Dee"], ["Ben"], 3, seed=7)
    ('Ana', 'Cleo', 'Dee')
    >>> panel([Peer("Ana"), Peer("Ben"), Peer("Cleo"), Peer("Tom", has_been_through=True)], [], 3, seed=7)[0]
    'Tom'
    >>> str(panel(["Ana", "Ben", "Cleo"], ["Ben"], 3, seed=7))
    'This takes 3 peers, and 2 can be drawn. Train 1 more, or ask for a smaller circle.'
    >>> panel(["Ana"], [], 2, seed=7).code
    'PANEL_SIZE'
    """
    if size not in range(PEERS.low, PEERS.high + 1):
        return Refusal("PANEL_SIZE", "A circle has 3 to 12 peers.", "size")
    out = {told_as(Exclusion, _named(one)).name for one in exclusions}
    peers = [told_as(Peer, _named(one)) for one in pool]
    may = {one.name: one for one in peers if one.is_trained and one.is_in_date and one.name not in out}
    if len(may) < size:
        return Refusal(
            "TOO_FEW_PEERS",
            "This takes %(size)s peers, and %(left)s can be drawn. "
            "Train %(missing)s more, or ask for a smaller circle.",
            "size",
            {"size": str(size), "left": str(len(may)), "missing": str(size - len(may))},
        )
    by_lot = sorted(may, key=lambda name: lot(name, seed))
    been_through = {one.name for one in peers if one.has_been_through}
    first = next((name for name in by_lot if name in been_through), by_lot[0])
    return (first, *[name for name in by_lot if name != first][: size - 1])


def lot(name: str, seed: object) -> str:
    """The lot of one name: whoever knows the seed can draw it again.

    >>> lot("Ana", 7) == lot("Ana", 7), lot("Ana", 7) == lot("Ana", 8)
    (True, False)
    """
    return sha256(f"{seed}\n{name}".encode()).hexdigest()


def _named(one: Any) -> Any:
    return {"name": one} if isinstance(one, str) else one
