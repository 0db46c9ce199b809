"""When a matter is sealed: then nothing of it is found by anybody, and only counts remain (justice.md, section 3)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from coproduce.arenas.justice.rules.sets import Rules
from coproduce.core.arena import told_as
from coproduce.core.rule_sets import RuleSet

#: How a matter ends. Whatever it was, it is sealed.
KEPT, NOT_KEPT, NOT_ACCEPTED, HARMED_STOPPED, LEFT = OUTCOMES = (
    "kept", "not kept", "not accepted", "harmed stopped", "left"
)  # fmt: skip


def seal_on(closed_on: date, rule_set: Rules | RuleSet[Rules] | Mapping[str, Any], outcome: str = KEPT) -> date:
    """The day from which a matter that was closed then is sealed: a kept agreement on the very day, unless said.

    ValueError for an outcome that is none.

    >>> from coproduce.arenas.justice.rules import RULE_SETS
    >>> seal_on(date(2026, 11, 17), RULE_SETS[0])
    datetime.date(2026, 11, 17)
    >>> seal_on(date(2026, 11, 17), RULE_SETS[0], "not kept")
    datetime.date(2026, 12, 17)
    """
    rules = told_as(Rules, rule_set)
    if outcome not in OUTCOMES:
        raise ValueError(f"There is no outcome {outcome!r}: it is one of {', '.join(OUTCOMES)}.")
    return closed_on + timedelta(days=rules.kept_sealed_days if outcome == KEPT else rules.other_sealed_days)
