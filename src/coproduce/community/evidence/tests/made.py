"""Made people of a comparison, with a truth that tests know."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from coproduce.community.evidence.rules import Known, Sheet

FIRST, LAST = date(2026, 1, 1), date(2026, 9, 30)


def sheet(**more: Any) -> Sheet:
    """A plan in which fifteen would become five, by lot unless said."""
    said = {
        "question": "Do fewer go back to hospital when a neighbour offers to visit?",
        "who": "everybody who leaves one of four wards",
        "offer": "a visit at home within three days",
        "compared_with": "the usual letter",
        "time_zero": "leaving the ward",
        "outcome": "Back in hospital within 30 days",
        "follow_up_days": 30,
        "analysis": "lot",
        "from_on": FIRST,
        "until_on": LAST,
        "share_without": 30,
        "share_with": 15,
    }
    return Sheet(**{**said, **more})


def planned(**more: Any) -> dict[str, Any]:
    """The same as a verb is asked."""
    one = sheet(**{name: value for name, value in more.items() if name in Sheet.__dataclass_fields__})
    return {name: getattr(one, name) for name in Sheet.__dataclass_fields__} | {"a_year": 500} | more


def people(
    n: int, seed: int = 1, *, without: float = 0.3, effect: float = 0.0, confounded: float = 0.0, visits: float = 0.6
) -> Iterator[Known]:
    """So many, every second one offered by lot; where `confounded`, the older are offered more and go back more."""
    chance = Random(seed)
    for number in range(n):
        age = chance.randint(50, 95)
        old = (age - 72.5) / 22.5
        offered = chance.random() < 0.5 + 0.5 * confounded * old
        zero = FIRST + timedelta(days=chance.randint(0, (LAST - FIRST).days))
        risk = min(0.99, max(0.01, without + 0.4 * confounded * old + (effect if offered else 0)))
        back = zero + timedelta(days=chance.randint(1, 30)) if chance.random() < risk else None
        visited = zero + timedelta(days=2) if offered and chance.random() < visits else None
        yield Known(
            f"p{number}", offered, zero, zero + timedelta(days=45), back, None, visited, zero, age,
            chance.choice(("woman", "man", "")), chance.random() < 0.4, chance.randint(0, 3), chance.randint(1, 12),
            f"ward {number % 4}",
        )  # fmt: skip
