"""The algebra of the ledger, lived through at random: ten thousand steps, a hundred thousand with `--long`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from coproduce.core import journal
from tests.promises.living import Town
from tests.sample import IS_LONG

#: Some lives are shorter: more of them than what fifty steps each would make.
STEPS = 100_000 if IS_LONG else 10_000
LIVES = STEPS // 36
CALM: Any = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.promise("The books stay in balance, whatever is recorded")
def test_whatever_a_town_does_its_books_add_up() -> None:
    """Sums of nothing for each unit, no enforced floor crossed, balances and what was given as the list says."""

    class Living(Town):
        steps = 0

    run_state_machine_as_test(Living, settings=settings(max_examples=LIVES, stateful_step_count=50, **CALM))
    assert Living.steps >= STEPS


def no_growth(limit: journal.Limit, given: int) -> int | None:
    return limit.floor


def exclusive(standing: journal.Standing, balance: int, amount: int) -> Any:
    """As `crosses`, but the limit itself is past the limit."""
    return CROSSES(standing, balance - 1 if amount < 0 else balance + 1, amount)


def held_forgotten(standing: journal.Standing, balance: int, amount: int) -> Any:
    return CROSSES(replace(standing, held=0), balance, amount)


def no_way_back(standing: journal.Standing, balance: int, amount: int) -> Any:
    return CROSSES(standing, balance, -1) or CROSSES(standing, balance, 1)


CROSSES = journal.crosses

FAULTS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "sums are not looked at": (journal, "malformed", lambda *_: None),
    "limits are not looked at": (journal, "crosses", lambda *_: None),
    "a limit is exclusive": (journal, "crosses", exclusive),
    "what is held can be given": (journal, "crosses", held_forgotten),
    "no way back inside a limit": (journal, "crosses", no_way_back),
    "a limit never grows": (journal.Limit, "floor_after", no_growth),
    "nothing counts as given": (journal, "gives", lambda *_: 0),
    "marks of units are not looked at": (journal, "_mixed", lambda *_: None),
    "closed periods are not looked at": (journal, "apply", lambda entry, held, books: APPLY(entry, held)),
}
APPLY = journal.apply


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_seen(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    calm = settings(
        max_examples=LIVES, stateful_step_count=50, phases=[Phase.generate], report_multiple_bugs=False, **CALM
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Town, settings=calm)
