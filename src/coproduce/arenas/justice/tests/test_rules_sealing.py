"""When a matter is sealed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.justice.rules.sealing import KEPT, OUTCOMES, seal_on
from coproduce.arenas.justice.rules.sets import RULE_SETS, STANDARD

DAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("outcome", "days"),
    [(one, STANDARD.kept_sealed_days if one == KEPT else STANDARD.other_sealed_days) for one in OUTCOMES],
)
def test_when_it_is_sealed(outcome: str, days: int) -> None:
    assert seal_on(DAY, STANDARD, outcome) == DAY + timedelta(days=days)


@given(st.dates(max_value=date(9000, 1, 1)), st.sampled_from(OUTCOMES), st.sampled_from(RULE_SETS))
def test_whatever_it_was_it_is_sealed_within_the_days_of_the_rules(on: date, outcome: str, rule_set: object) -> None:
    sealed = seal_on(on, rule_set, outcome)  # type: ignore[arg-type]
    assert on <= sealed <= on + timedelta(days=366)
    assert seal_on(on, rule_set) <= sealed  # type: ignore[arg-type]


def test_an_outcome_that_is_none_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="no outcome 'lost'"):
        seal_on(DAY, STANDARD, "lost")
