"""Sharing is exact, whatever is shared, among whomever."""

from fractions import Fraction
from itertools import permutations
from math import ceil, floor
from random import Random
from typing import Any

import pytest

from coproduce.core import apportion as module
from coproduce.core.apportion import ONE, ApportionError, Reason, apportion

METHODS = ("largest_remainder", "telescoping", "fixed", "hybrid", "cascade", "equal_refill", "first_come")
IN_PROPORTION = ("telescoping", "hybrid", "cascade", "equal_refill", "first_come")


CASES = 10_000


def question_of(chance: Random) -> dict[str, Any]:
    """Anything that can be asked, in every method; small numbers, so that edges meet often."""
    method = chance.choice(METHODS)
    rows = chance.randint(0, 7)

    def few() -> list[int]:
        return [chance.choice((0, chance.randint(0, 60))) for _ in range(rows)]

    question: dict[str, Any] = {
        "total": chance.randint(0, 300),
        "weights": few(),
        "method": method,
        "rotation": chance.randint(-3, 9),
    }
    if method in ("fixed", "hybrid"):
        whole = sum(question["weights"]) or 1
        question["weights"] = [weight * ONE // whole for weight in question["weights"]]
    if method == "hybrid" or (method != "largest_remainder" and chance.random() < 0.5):
        question["caps"] = few()
    if method == "cascade":
        question["priority"] = [chance.randint(1, 3) for _ in range(rows)]
    if method == "first_come" and chance.random() < 0.5:
        question["tolerances"] = few()
    return question


def room(question: dict[str, Any]) -> list[float]:
    """The most each row could ever take."""
    most = [float("inf")] * len(question["weights"])
    if question["method"] == "first_come":
        most = [a + b for a, b in zip(question["weights"], question.get("tolerances", [0] * len(most)), strict=True)]
    caps = question.get("caps") or (question["weights"] if question["method"] == "cascade" else most)
    takes_part = [
        weight > 0 or question["method"] == "equal_refill" or "tolerances" in question for weight in question["weights"]
    ]
    return [min(a, b) if part else 0 for a, b, part in zip(most, caps, takes_part, strict=True)]


def check(question: dict[str, Any]) -> None:
    shares = apportion(**question)
    total, weights, method = question["total"], question["weights"], question["method"]
    assert sum(shares.amounts) + shares.unshared == total
    assert len(shares.amounts) == len(weights)
    assert all(0 <= amount <= most for amount, most in zip(shares.amounts, room(question), strict=True))
    if method in IN_PROPORTION:
        assert sum(shares.amounts) == min(total, sum(room(question)))
    if method == "largest_remainder" and sum(weights):
        assert shares.unshared == 0
    if method in ("largest_remainder", "telescoping") and sum(weights) and "caps" not in question:
        exact = [Fraction(weight * total, sum(weights)) for weight in weights]
        assert all(floor(e) <= a <= ceil(e) for a, e in zip(shares.amounts, exact, strict=True))
    if total == 0:
        assert shares.reasons == (Reason("NOTHING_TO_SHARE"),)
    if shares.unshared and method != "fixed":
        assert (
            any(reason.code in ("HIT_CAP", "NOBODY_TO_SHARE_WITH") for reason in shares.reasons)
            or method == "first_come"
        )


def check_every(cases: int) -> None:
    for seed in range(cases):
        question = question_of(Random(seed))
        try:
            check(question)
        except AssertionError as fault:
            raise AssertionError(f"seed {seed}: {question}") from fault


@pytest.mark.promise("What is shared adds up, to the last unit")
def test_every_unit_is_accounted_for() -> None:
    check_every(CASES)


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("_running", lambda real: lambda *a: [n + (i == 0) for i, n in enumerate(real(*a))]),
        ("_capped", lambda real: lambda amounts, caps, reasons: list(amounts)),
        ("_level", lambda real: lambda total, caps: (real(total, caps)[0], 0)),
    ],
)
def test_the_property_sees_a_planted_fault(place: str, fault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, place, fault(getattr(module, place)))

    with pytest.raises(AssertionError):
        check_every(CASES)


def shared(total: int, weights: list[int], **more: Any) -> tuple[int, ...]:
    return apportion(total, weights, **more).amounts


# Shared energy: loads 80/40/20, a pool of 100, coefficients 0.5/0.3/0.2 (docs/explanation/sharing.md).
LOADS = [80, 40, 20]


@pytest.mark.parametrize(
    ("question", "amounts"),
    [
        ({"weights": [500_000, 300_000, 200_000], "caps": LOADS, "method": "fixed"}, (50, 30, 20)),
        ({"weights": LOADS, "caps": LOADS, "method": "telescoping"}, (57, 28, 15)),
        ({"weights": LOADS, "priority": [1, 2, 2], "method": "cascade"}, (80, 13, 7)),
        ({"weights": LOADS, "caps": LOADS, "method": "equal_refill"}, (40, 40, 20)),
        ({"weights": [200_000, 300_000, 500_000], "caps": LOADS, "method": "hybrid"}, (45, 35, 20)),
    ],
)
def test_a_pool_of_energy(question: dict[str, Any], amounts: tuple[int, ...]) -> None:
    assert apportion(100, **question).amounts == amounts


def test_a_short_delivery_goes_to_who_ordered_first() -> None:
    """foodsoft, order_article_spec: orders (3, 2), (1, 3), (1, 0); six pieces come, or only four."""
    assert shared(6, [3, 1, 1], tolerances=[2, 3, 0], method="first_come") == (4, 1, 1)
    assert shared(4, [3, 1, 1], tolerances=[2, 3, 0], method="first_come") == (3, 1, 0)
    assert apportion(9, [3, 1, 1], method="first_come").unshared == 4
    assert shared(6, [3, 1, 1], tolerances=[2, 3, 0], caps=[3, 9, 9], method="first_come") == (3, 2, 1)


def test_a_dividend_reconciles_to_the_cent() -> None:
    """$25,000 over 150 shares is 166.67 a share, not the 150.66 that was once printed."""
    shares = apportion(2_500_000, [1] * 150)
    assert set(shares.amounts) == {16_666, 16_667}
    assert sum(shares.amounts) == 2_500_000
    assert len([reason for reason in shares.reasons if reason.code == "ODD_UNIT"]) == 100


def test_the_order_of_rows_does_not_matter_to_largest_remainder() -> None:
    rows = [("a", 3), ("b", 3), ("c", 2), ("d", 3)]
    first = dict(zip("abcd", shared(10, [3, 3, 2, 3], ids=list("abcd")), strict=True))
    for mixed in permutations(rows):
        amounts = shared(10, [weight for _, weight in mixed], ids=[name for name, _ in mixed])
        assert dict(zip([name for name, _ in mixed], amounts, strict=True)) == first


def test_over_a_year_the_odd_unit_favours_nobody() -> None:
    for method, more in (("telescoping", {}), ("equal_refill", {}), ("fixed", {})):
        weights = [1, 1, 1] if method != "fixed" else [333_333, 333_333, 333_334]
        sums = [0, 0, 0]
        for interval in range(300):
            for row, amount in enumerate(shared(100, weights, method=method, rotation=interval, **more)):
                sums[row] += amount
        assert max(sums) - min(sums) <= 100 // 3, method
    assert shared(1, [1, 1, 1], method="equal_refill", rotation=1) == (0, 1, 0)


def test_largest_remainder_may_take_a_unit_back_when_there_is_one_more() -> None:
    """The Alabama paradox (Balinski & Young): 10 seats give C two, 11 give C one."""
    weights = [6, 6, 2]
    assert shared(10, weights)[2] == 2
    assert shared(11, weights)[2] == 1


@pytest.mark.parametrize("method", METHODS)
def test_nobody_and_nothing(method: str) -> None:
    more: dict[str, Any] = {"priority": []} if method == "cascade" else {"caps": []} if method == "hybrid" else {}
    empty = apportion(5, [], method=method, **more)  # type: ignore[arg-type]
    assert (empty.amounts, empty.unshared, empty.reasons) == ((), 5, (Reason("NOBODY_TO_SHARE_WITH"),))


def test_weights_of_nothing_leave_all_of_it() -> None:
    idle = apportion(5, [0, 0])
    assert (idle.amounts, idle.unshared, idle.reasons) == ((0, 0), 5, (Reason("NOBODY_TO_SHARE_WITH"),))


def test_fractions_are_exact() -> None:
    assert shared(10, [Fraction(1, 3), Fraction(2, 3)]) == (3, 7)
    assert shared(10, [Fraction(1, 3), Fraction(2, 3)], method="telescoping", caps=[None, 5]) == (5, 5)
    assert shared(10, [Fraction(4), Fraction(8)], method="cascade", priority=["a", "b"]) == (4, 6)


@pytest.mark.parametrize(
    ("code", "field", "question"),
    [
        ("NEGATIVE", "total", {"total": -1, "weights": [1]}),
        ("NOT_WHOLE", "total", {"total": 1.0, "weights": [1]}),
        ("NOT_WHOLE", "total", {"total": True, "weights": [1]}),
        ("NEGATIVE", "weights", {"total": 1, "weights": [-1]}),
        ("NEGATIVE", "weights", {"total": 1, "weights": [Fraction(-1, 2)]}),
        ("NOT_WHOLE", "weights", {"total": 1, "weights": [0.5]}),
        ("NOT_WHOLE", "weights", {"total": 1, "weights": [Fraction(1, 2)], "method": "first_come"}),
        ("NOT_WHOLE", "rotation", {"total": 1, "weights": [1], "rotation": 0.5}),
        ("WRONG_LENGTH", "caps", {"total": 1, "weights": [1], "caps": [1, 2], "method": "telescoping"}),
        ("NEGATIVE", "caps", {"total": 1, "weights": [1], "caps": [-1], "method": "telescoping"}),
        ("NOT_TAKEN", "caps", {"total": 1, "weights": [1], "caps": [1]}),
        ("NEEDED", "caps", {"total": 1, "weights": [1], "method": "hybrid"}),
        ("NEEDED", "caps", {"total": 1, "weights": [Fraction(1, 2)], "method": "cascade", "priority": [1]}),
        ("NOT_TAKEN", "tolerances", {"total": 1, "weights": [1], "tolerances": [1]}),
        ("NEGATIVE", "tolerances", {"total": 1, "weights": [1], "tolerances": [-1], "method": "first_come"}),
        ("NOT_WHOLE", "tolerances", {"total": 1, "weights": [1], "tolerances": [None], "method": "first_come"}),
        ("NOT_TAKEN", "priority", {"total": 1, "weights": [1], "priority": [1]}),
        ("NEEDED", "priority", {"total": 1, "weights": [1], "method": "cascade"}),
        ("IDS_REPEAT", "ids", {"total": 1, "weights": [1, 1], "ids": ["a", "a"]}),
        ("IDS_MIX", "ids", {"total": 1, "weights": [1, 1], "ids": ["a", 1]}),
        ("ABOVE_ONE", "weights", {"total": 1, "weights": [600_000, 400_001], "method": "fixed"}),
        ("UNKNOWN_METHOD", "method", {"total": 1, "weights": [1], "method": "guess"}),
    ],
)
def test_what_cannot_be_shared_is_refused_by_name(code: str, field: str, question: dict[str, Any]) -> None:
    with pytest.raises(ApportionError) as refused:
        apportion(**question)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert str(refused.value).endswith(".")


def test_it_agrees_with_a_library_of_seats() -> None:
    """Oracle: `apportionment` (Lackner), largest remainder, where no two remainders tie."""
    methods = pytest.importorskip("apportionment.methods")
    compared = 0
    for total in range(1, 40):
        for weights in ([7, 11, 13], [101, 53, 29, 17], [5, 3, 1]):
            remainders = [weight * total % sum(weights) for weight in weights]
            if len(set(remainders)) == len(remainders):
                assert list(shared(total, weights)) == methods.compute("hamilton", weights, total, verbose=False)
                compared += 1
    assert compared > 50
