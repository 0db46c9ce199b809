"""What may stand in for what: allergens stop it, and what is unknown is not none.

The fourteen that have to be named in Europe. A stop is a stop: no page, no broker and no haste turns it into a hint.

Source: Regulation (EU) 1169/2011, annex II; from memory, verify.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal

ALLERGENS = (
    "gluten", "crustaceans", "eggs", "fish", "peanuts", "soybeans", "milk", "nuts", "celery", "mustard", "sesame",
    "sulphites", "lupin", "molluscs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold, in which unit, with which allergens or traces; None where its grower has not said."""

    name: str
    unit: str
    contains: frozenset[str] | None = None
    traces: frozenset[str] | None = None

    @property
    def all_of_it(self) -> frozenset[str] | None:
        """All that may be in it; None as long as one of the two is unknown."""
        return None if self.contains is None or self.traces is None else self.contains | self.traces


def may_stand_in(
    ordered: Product | Mapping[str, Any], offered: Product | Mapping[str, Any], avoids: frozenset[str] = frozenset()
) -> Refusal | None:
    """None when one may be given instead of the other to somebody who avoids these, else why not.

    >>> oats = Product("oats", "g", frozenset({"gluten"}), frozenset())
    >>> rice = Product("rice", "g", frozenset(), frozenset())
    >>> may_stand_in(oats, rice) is None, may_stand_in(rice, oats).code
    (True, 'NEW_ALLERGEN')
    >>> print(may_stand_in(rice, Product("semolina", "g")))
    Nobody has said what is in semolina, and unknown is not none. Ask its grower, or leave it out.
    """
    ordered, offered = told_as(Product, ordered), told_as(Product, offered)
    for one in (*(ordered.all_of_it or ()), *(offered.all_of_it or ()), *avoids):
        if one not in ALLERGENS:
            return Refusal("UNKNOWN_ALLERGEN", "%(name)s is none of the fourteen allergens.", "avoids", {"name": one})
    if ordered.unit != offered.unit:
        units = {"one": ordered.unit, "other": offered.unit}
        return Refusal("UNIT_MISMATCH", "One is counted in %(one)s, the other in %(other)s.", "unit", units)
    if offered.all_of_it is None:
        return Refusal(
            "ALLERGENS_UNKNOWN",
            "Nobody has said what is in %(name)s, and unknown is not none. Ask its grower, or leave it out.",
            "offered",
            {"name": offered.name},
        )
    if avoided := offered.all_of_it & avoids:
        return Refusal(
            "AVOIDED",
            "There is %(names)s in it, or traces of it, which they avoid. Leave it out.",
            "offered",
            {"names": _listed(avoided)},
        )
    if new := offered.all_of_it - (ordered.all_of_it or frozenset()):
        return Refusal(
            "NEW_ALLERGEN",
            "There is %(names)s in it, or traces of it, and none in what was ordered. Ask them, or leave it out.",
            "offered",
            {"names": _listed(new)},
        )
    return None


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))
