"""Who might visit whom: five terms in words, no ratings, no hours, no age, no diagnosis. Both sides say yes.

Weights are our own design, to be changed by a site; distances between homes, never shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import exp, isfinite
from types import MappingProxyType

#: What each term weighs; together one.
WEIGHTS: Mapping[str, Fraction] = MappingProxyType(
    {
        "km": Fraction(30, 100),
        "slot_overlap": Fraction(25, 100),
        "experience": Fraction(20, 100),
        "wish": Fraction(15, 100),
        "load": Fraction(10, 100),
    }
)
#: Kilometres at which nearness counts 1/e of what it counts next door.
NEAR_KM = 1.5
PLACES = 10_000


@dataclass(frozen=True, slots=True)
class Score:
    """Each term rounded half to even to 4 places, and their sum, from 0 to 1."""

    terms: Mapping[str, float]
    total: float


def score(km: float, slot_overlap: float, experience: float, wish: float, load: int, cap: int) -> Score:
    """How well a visitor would suit: .30·exp(−km/1.5) + .25·slots + .20·experience + .15·wish + .10·(1 − load/cap).

    `km` between homes; `slot_overlap` the share of the wished times the visitor can do, `experience` what they share by
    their own words, `wish` how far a wish for a language or a culture is met, each from 0 to 1; `load` whom they visit
    now, of their own `cap`. ValueError names what lies outside.

    >>> score(0, 1, 1, 1, 0, 3).total
    1.0
    >>> score(1.5, 0, 0, 0, 3, 3).terms["km"], score(1.5, 0, 0, 0, 3, 3).total
    (0.1104, 0.1104)
    """
    if not (isfinite(km) and km >= 0):
        raise ValueError(f"km is 0 or more: {km!r}.")
    for name, share in (("slot_overlap", slot_overlap), ("experience", experience), ("wish", wish)):
        if not 0 <= share <= 1:
            raise ValueError(f"{name} lies between 0 and 1: {share!r}.")
    if cap < 1 or not 0 <= load <= cap:
        raise ValueError(f"load lies between 0 and cap, and cap is 1 or more: {load!r} of {cap!r}.")
    parts = {
        "km": _exact(exp(-km / NEAR_KM)),
        "slot_overlap": _exact(slot_overlap),
        "experience": _exact(experience),
        "wish": _exact(wish),
        "load": Fraction(cap - load) / Fraction(cap),
    }
    rounded = {name: round(WEIGHTS[name] * part * PLACES) for name, part in parts.items()}
    terms = MappingProxyType({name: number / PLACES for name, number in rounded.items()})
    return Score(terms, sum(rounded.values()) / PLACES)


def _exact(part: float) -> Fraction:
    """A number as it was written, so that a half is a half: 0.0002 and not what a float makes of it."""
    return Fraction(repr(float(part)))
