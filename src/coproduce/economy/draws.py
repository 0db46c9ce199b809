"""Chance by counting: each draw is a hash of study, person, week and stream, and of nothing else.

The same person meets the same luck in every regime, in whatever order people are
gone through, on any machine and with any number of threads. A word of 64 bits holds
four streams of 16; a chance is a whole number of 65,536ths.

The mixing function is Steele, Lea & Flood (2014), “Fast splittable pseudorandom number generators”, OOPSLA.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Whole = NDArray[np.int32]

#: A chance of one.
CERTAIN = 1 << 16

_MASK = (1 << 64) - 1
_PERSON, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
APART, _FIRST_64, _SECOND_64 = np.uint64(_PERSON), np.uint64(_FIRST), np.uint64(_SECOND)
_30, _27, _31, _16 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(16)
_LOW, _LOW_32 = np.uint64(0xFFFF), np.uint64(0xFFFFFFFF)
_ODD_32, _ODDER_32, _15 = np.uint64(0x7FEB352D), np.uint64(0x846CA68B), np.uint64(15)


def salt(seed: int, week: int, block: int) -> int:
    """What study, week and block of four streams add to a person's word: a whole number of 64 bits."""
    mixed = 0
    for part in (seed, week, block):
        mixed = (mixed ^ (part & _MASK)) * _FIRST & _MASK
        mixed ^= mixed >> 29
        mixed = (mixed + _PERSON) & _MASK
    return mixed


def own_seed(seed: int, draw: int) -> int:
    """The seed of one draw of a study, so that draws share nothing."""
    return seed * 1_000_003 + draw


def mix(person: Any, salted: Any) -> Any:
    """Each person's word: 64 bits of chance from `person` and a `salt`, both uint64, one or many."""
    return stirred(person * APART + salted)


def stirred(z: Any) -> Any:
    """The word at a place among 2⁶⁴; two people who follow on each other stand `APART`."""
    z = (z ^ (z >> _30)) * _FIRST_64
    z = (z ^ (z >> _27)) * _SECOND_64
    return z ^ (z >> _31)


def lot(word: Any, stream: Any) -> Any:
    """One of a word's four streams: 0 to 65,535 each, as int32."""
    return np.int32((word >> (_16 * np.uint64(stream))) & _LOW)


def turn(person: Any, salted: Any) -> Any:
    """An order among people, another each week: 32 bits in a uint64, and no two people have the same.

    Each step can be undone (C. Wellons, hash-prospector), so different ids below 2³² stay different.
    """
    z = (person + salted) & _LOW_32
    z = ((z ^ (z >> _16)) * _ODD_32) & _LOW_32
    z = ((z ^ (z >> _15)) * _ODDER_32) & _LOW_32
    return z ^ (z >> _16)


def words(ids: NDArray[Any], seed: int, week: int, block: int) -> Words:
    """The words of many people."""
    found: Words = mix(ids.astype(np.uint64), np.uint64(salt(seed, week, block)))
    return found


def chance(share: float) -> int:
    """A share as 65,536ths, the nearest. ValueError outside 0 to 1."""
    if not 0 <= share <= 1:
        raise ValueError(f"A chance lies between 0 and 1: {share!r}.")
    return round(share * CERTAIN)


def uniform(ids: NDArray[Any], seed: int, stream: int) -> NDArray[np.float64]:
    """One number in [0, 1) for each person, exact in binary."""
    return np.asarray((words(ids, seed, 0, stream) >> np.uint64(11)) * 2.0**-53, np.float64)


def bell(ids: NDArray[Any], seed: int, stream: int) -> NDArray[np.float64]:
    """A number with mean 0 and deviation 1 for each person, near enough normal: twelve even lots added up.

    Whole numbers until the last step, so that every machine draws the same.
    """
    total = np.zeros(len(ids), np.int64)
    for block in range(3):
        word = words(ids, seed, 0, stream + (block << 20))
        for piece in range(4):
            total += lot(word, piece)
    return np.asarray(total / CERTAIN - 6 + 6 / CERTAIN, np.float64)
