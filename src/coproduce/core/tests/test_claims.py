"""A verdict is decided by the line and the design said beforehand; made-up people never decide."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from coproduce.core.claims import Claim, Found, counted, judge
from coproduce.core.stats import Estimate, Suppression
from coproduce.core.stats.figure import DESIGNS

ASKED = Claim("asked", "Everyone is asked.", "an essay", True, "Nine in ten are asked.", "asked", Fraction(9, 10))


def found(low: str, high: str, design: str = "A") -> Found:
    return Found("", 100, Estimate(0.5, float(low), float(high), 100), design)


@pytest.mark.parametrize(
    ("claim", "seen", "verdict", "why"),
    [
        (ASKED, found("0.9", "0.95"), "supported", ""),
        (ASKED, found("0.899", "0.95"), "cannot tell", "both sides"),
        (ASKED, found("0.5", "0.9"), "cannot tell", "both sides"),
        (ASKED, found("0.5", "0.899"), "not", ""),
        (ASKED, None, "cannot tell", "too small"),
        (ASKED, Found("", 0, Estimate(None, None, None, 0)), "cannot tell", "nobody yet"),
        (ASKED, Found("", 9, Estimate(None, None, None, 0)), "cannot tell", "no interval"),
        (replace(ASKED, needs="D"), found("0.95", "0.99", "C"), "cannot tell", "comparison, adjusted"),
        (replace(ASKED, needs="D"), found("0.95", "0.99", "D"), "supported", ""),
        (replace(ASKED, needs="D"), found("0.95", "0.99", "F"), "supported", ""),
        (replace(ASKED, measure=""), None, "cannot tell", "Nothing that is written down"),
    ],
)
def test_what_may_be_said(claim: Claim, seen: Found | None, verdict: str, why: str) -> None:
    judged = judge(claim, seen, is_demo=False)
    assert judged.verdict == verdict
    assert (why in judged.why) if why else not judged.why


@given(st.integers(0, 500), st.integers(0, 500), st.sampled_from(sorted(DESIGNS)), st.sampled_from(sorted(DESIGNS)))
def test_made_up_people_decide_nothing(k: int, others: int, needs: str, design: str) -> None:
    seen = counted(k, k + others, "")
    judged = judge(replace(ASKED, needs=needs), replace(seen, design=design) if seen else None, is_demo=True)
    assert judged.verdict == "cannot tell"
    assert judged.why


@given(st.integers(0, 200), st.integers(0, 200))
def test_small_numbers_are_not_found(k: int, others: int) -> None:
    seen = counted(k, k + others, "")
    assert (seen is None) is (1 <= k <= 7 or 1 <= others <= 7)
    if seen and k + others:
        assert seen.estimate.low is not None
        assert seen.estimate.low <= k / (k + others) <= (seen.estimate.high or 0)
    whole = counted(k, k + others, "", Suppression(0))
    assert whole is not None


def test_more_than_all_is_a_fault() -> None:
    with pytest.raises(ValueError, match="3 among 2"):
        counted(3, 2, "")
