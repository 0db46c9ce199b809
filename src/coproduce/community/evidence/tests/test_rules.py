"""Planned bad analyses are refused one by one; what the plan says is reckoned as the core reckons it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from coproduce.community.evidence.rules import (
    Asked,
    Known,
    Result,
    Sheet,
    advice,
    analyse,
    fault_of_counts,
    fault_of_row,
    faults_together,
    forbidden,
    may_plan,
    power,
)
from coproduce.community.evidence.rules.analysing import happened
from coproduce.community.evidence.rules.rows import is_nearly_immortal
from coproduce.community.evidence.tests.made import FIRST, LAST, people, sheet
from coproduce.core.refusal import Refusal
from coproduce.core.stats import SiteCounts, Suppression, newcombe, overlap_weights

LATER = date(2027, 1, 1)


def code(said: object) -> str:
    return said.code if isinstance(said, Refusal) else "good"


def found(plan: Sheet, rows: Sequence[Known]) -> Result:
    result = analyse(plan, rows)
    assert isinstance(result, Result), result
    return result


def row(**more: object) -> Known:
    return replace(Known("1", True, FIRST, FIRST + timedelta(days=60)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "good"),
        ({"question": " "}, "MISSING"),
        ({"follow_up_days": 0}, "BAD_FOLLOW_UP"),
        ({"until_on": FIRST - timedelta(days=1)}, "BAD_WINDOW"),
        ({"share_with": 30}, "NO_DIFFERENCE"),
        ({"share_with": 101}, "BAD_SHARE"),
        ({"analysis": "looked at"}, "NOT_AN_ANALYSIS"),
        ({"analysis": "weighed"}, "NOTHING_KNOWN"),
        ({"analysis": "weighed", "covariates": ("age", "age")}, "TWICE"),
        ({"analysis": "weighed", "covariates": ("visits",)}, "NOT_KNOWN_BEFORE"),
        ({"analysis": "beside"}, "NO_BEGINNING"),
        ({"began_on": LAST}, "NO_BEGINNING"),
        ({"analysis": "beside", "began_on": FIRST}, "BAD_WINDOW"),
        ({"analysis": "beside", "began_on": LAST}, "good"),
    ],
)
def test_what_can_be_planned(change: dict[str, object], said: str) -> None:
    assert code(may_plan(sheet(**change))) == said


def test_every_word_of_a_plan_is_in_its_seal() -> None:
    one = sheet()
    others = [
        replace(one, **{name: value})  # type: ignore[arg-type]
        for name, value in {
            "question": "Another?", "who": "b", "offer": "c", "compared_with": "d", "time_zero": "e", "outcome": "f",
            "follow_up_days": 31, "analysis": "compared", "from_on": FIRST - timedelta(days=1),
            "until_on": LAST + timedelta(days=1), "share_without": 31, "share_with": 14, "covariates": ("age",),
            "began_on": LAST,
        }.items()
    ]  # fmt: skip
    assert len({one.seal, *(other.seal for other in others)}) == 1 + len(Sheet.__dataclass_fields__)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "good"),
        ({"zero_on": FIRST - timedelta(days=1)}, "OUTSIDE_WINDOW"),
        ({"zero_on": LAST + timedelta(days=1)}, "OUTSIDE_WINDOW"),
        ({"known_on": FIRST}, "good"),
        ({"known_on": FIRST + timedelta(days=1)}, "KNOWN_AFTER"),
        ({"last_seen_on": FIRST - timedelta(days=1)}, "BEFORE_ZERO"),
        ({"happened_on": FIRST - timedelta(days=1)}, "BEFORE_ZERO"),
        ({"happened_on": FIRST + timedelta(days=3), "died_on": FIRST + timedelta(days=2)}, "AFTER_DEATH"),
        ({"last_seen_on": FIRST + timedelta(days=9), "happened_on": FIRST + timedelta(days=9)}, "good"),
        ({"last_seen_on": FIRST + timedelta(days=9), "happened_on": FIRST + timedelta(days=10)}, "SEEN_LATER"),
        ({"last_seen_on": LATER}, "good"),
        ({"last_seen_on": LATER + timedelta(days=1)}, "NOT_YET"),
    ],
)
def test_which_rows_belong_to_a_plan(change: dict[str, object], said: str) -> None:
    assert code(fault_of_row(sheet(), row(**change), LATER)) == said


def test_a_ward_is_named_where_wards_start_in_turn() -> None:
    assert code(fault_of_row(sheet(analysis="wedge"), row(), LATER)) == "NO_WARD"
    assert code(fault_of_row(sheet(analysis="wedge"), row(ward="b"), LATER)) == "good"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(), "good"),
        (Asked("visited"), "IMMORTAL_TIME"),
        (Asked(covariates=("age", "visits")), "NOT_IN_PLAN"),
        (Asked(covariates=()), "good"),
        (Asked(follow_up_days=30), "good"),
        (Asked(follow_up_days=60), "MOVED_WINDOW"),
        (Asked(from_on=FIRST + timedelta(days=30)), "MOVED_WINDOW"),
        (Asked(until_on=LAST - timedelta(days=30)), "MOVED_WINDOW"),
        (Asked(largest_hidden=0), "TOO_FEW_TO_SHOW"),
        (Asked(largest_hidden=10), "good"),
    ],
)
def test_a_planted_bad_analysis_is_refused_with_a_sentence(asked: Asked, said: str) -> None:
    fault = forbidden(sheet(), asked, LATER)
    assert code(fault) == said
    assert fault is None or len(fault.sentence.split()) > 8


def test_nobody_looks_before_the_last_one_was_followed_to_the_end() -> None:
    ends = LAST + timedelta(days=30)
    assert code(forbidden(sheet(), Asked(), ends)) == "TOO_EARLY"
    assert code(forbidden(sheet(), Asked(), ends + timedelta(days=1))) == "good"


def test_an_offer_that_is_really_who_was_visited_is_seen_in_the_rows() -> None:
    rows = [replace(one, visited_on=one.zero_on + timedelta(days=2) if one.offered else None) for one in people(200)]
    assert [field for _, field, _ in faults_together(list(enumerate(rows)))] == ["offered"]
    assert code(analyse(sheet(), rows)) == "IMMORTAL_TIME"
    first = next(place for place, one in enumerate(rows) if one.offered)
    all_but_one = [replace(one, visited_on=None) if place == first else one for place, one in enumerate(rows)]
    found = analyse(sheet(), all_but_one)
    assert isinstance(found, Result)
    assert found.is_offer_doubtful
    assert found.is_offer_checked
    honest = list(people(200))
    half = [replace(one, visited_on=None) if place % 4 == 0 else one for place, one in enumerate(rows)]
    assert not is_nearly_immortal(honest)
    assert not is_nearly_immortal(half)
    assert not list(faults_together(list(enumerate(honest))))
    assert code(analyse(sheet(), honest)) == "good"


def test_thirty_days_are_thirty_days_and_who_is_lost_is_missing() -> None:
    one = row(happened_on=FIRST + timedelta(days=30))
    assert happened(sheet(), one) is True
    assert happened(sheet(), replace(one, happened_on=FIRST + timedelta(days=31))) is False
    assert happened(sheet(), row(last_seen_on=FIRST + timedelta(days=29))) is None
    assert happened(sheet(), row(last_seen_on=FIRST + timedelta(days=9), died_on=FIRST + timedelta(days=9))) is False


def test_by_lot_is_a_difference_of_shares() -> None:
    rows = list(people(600, effect=-0.15))
    result = found(sheet(), rows)
    (_, one), (_, other) = result.groups
    assert one.k and one.n and other.k and other.n
    assert (result.difference.estimate, result.difference.low, result.difference.high) == newcombe(
        one.k, one.n, other.k, other.n
    )
    assert (result.difference.design, result.difference.n, result.difference.missing) == ("F", 600, 0)


def test_weighed_comes_nearer_the_truth_than_as_they_are() -> None:
    rows = list(people(4000, effect=-0.1, confounded=0.8))
    crude = found(sheet(analysis="compared"), rows).difference.estimate
    weighed = found(sheet(analysis="weighed", covariates=("age", "sex", "ward")), rows)
    assert crude is not None and weighed.difference.estimate is not None
    assert crude > 0 > weighed.difference.estimate > -0.2  # as they are, help looks like harm
    assert weighed.e_value and weighed.worth and weighed.worth[0] < 2000
    assert max(abs(after) for _, _, after in weighed.apartness) < 1e-9
    assert {name for name, _, _ in weighed.apartness} >= {"age", "sex: not said", "sex: woman", "ward: ward 3"}


def test_who_is_lost_sight_of_counts_in_curves_until_then() -> None:
    rows = [replace(one, last_seen_on=one.zero_on + timedelta(days=20)) if one.happened_on is None and place % 5 == 0
            else one for place, one in enumerate(people(400))]  # fmt: skip
    curves, plain = found(sheet(analysis="curves"), rows), found(sheet(analysis="compared"), rows)
    assert curves.groups[0][1].n == sum(1 for one in rows if one.offered)
    missing = plain.difference.missing
    assert missing and plain.difference.n == 400 - missing
    assert curves.difference.low is not None and curves.groups[0][1].estimate != plain.groups[0][1].estimate


def test_beside_a_place_where_nothing_began() -> None:
    middle = FIRST + timedelta(days=120)
    rows = []
    for place, one in enumerate(people(1200)):
        is_spared = place % 2 == 0 and one.zero_on >= middle and place % 3
        happened_on = None if is_spared else one.happened_on
        rows.append(replace(one, ward="", offered=place % 2 == 0, happened_on=happened_on))
    result = found(sheet(analysis="beside", began_on=middle), rows)
    assert result.difference.reading == "fewer" and result.difference.may_be_said_to_follow
    assert [name for name, _ in result.groups] == ["there, after", "there, before", "elsewhere, after",
                                                   "elsewhere, before"]  # fmt: skip
    assert {part.labels[0][:4] for _, parts in result.months for part in parts} == {"2026"}


def test_wards_that_start_in_turn_say_how_many_they_are_and_permute() -> None:
    def starts(ward: str) -> date:
        return FIRST.replace(month=2 + 2 * int(ward[-1]))

    rows = [replace(one, offered=one.zero_on >= starts(one.ward)) for one in people(800, visits=0)]
    result = found(sheet(analysis="wedge"), rows)
    assert result.is_permuted and result.wards == 4 and result.p is not None and result.p > 0.05
    at_once = [replace(one, offered=one.zero_on >= FIRST.replace(month=4)) for one in rows]
    assert code(analyse(sheet(analysis="wedge"), at_once)) == "CANNOT_BE_COMPARED"


def test_one_side_alone_and_groups_without_overlap_say_so() -> None:
    everybody = [replace(one, offered=True) for one in people(50)]
    assert code(analyse(sheet(), everybody)) == "NOBODY_TO_COMPARE"
    apart = [replace(one, age=80 if one.offered else 40) for one in people(100)]
    assert code(analyse(sheet(analysis="weighed", covariates=("age",)), apart)) == "CANNOT_BE_COMPARED"


def test_few_hide_the_difference_too() -> None:
    result = found(sheet(), list(people(60, without=0.05)))
    assert result.groups[0][1].k is None and result.difference.estimate is None
    shown = analyse(sheet(), list(people(60, without=0.05)), Suppression(0))
    assert isinstance(shown, Result) and shown.difference.estimate is not None


def test_no_word_of_praise_below_d_and_harm_is_said() -> None:
    rows = list(people(1500, effect=-0.2))
    crude, lot = (found(sheet(analysis=name), rows) for name in ("compared", "lot"))
    assert crude.difference.reading == lot.difference.reading == "fewer"
    assert not crude.difference.may_be_said_to_follow and lot.difference.may_be_said_to_follow
    assert advice(sheet(analysis="compared"), crude, 700, 500, LATER).do == "wait"
    assert advice(sheet(), lot, 700, 500, LATER).do == "continue"
    harm = found(sheet(), list(people(1500, effect=0.2)))
    assert advice(sheet(), harm, 700, 500, LATER).do == "stop"


def test_what_to_do_while_nobody_can_tell() -> None:
    nothing = found(sheet(), list(people(1500)))
    assert advice(sheet(), nothing, 700, 500, LATER).do == "stop"  # what was hoped for is ruled out
    half = advice(sheet(share_with=28), nothing, 9000, 500, LATER)
    assert half.do == "wait" and "neither no difference" in half.why
    small = found(sheet(), list(people(120)))
    soon = advice(sheet(), small, 60, 120, LATER)
    assert (soon.do, soon.month) == ("wait", date(2027, 12, 1))
    never = advice(sheet(share_with=29), small, 60, 120, LATER)
    assert never.do == "wait" and never.month is None and "alone we never shall" in never.why
    early = advice(sheet(), None, 60, 120, FIRST)
    assert early.month == date(2026, 10, 1)


def test_how_large_is_said_honestly() -> None:
    assert power(15, 12, 200).each == 2031 and power(15, 12, 200).is_too_small
    assert not power(30, 15, 500).is_too_small


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        (SiteCounts("a", 8, 100, 0, 100), None),
        (SiteCounts("a", 7, 100, 20, 100), "events"),
        (SiteCounts("a", 20, 100, 1, 100), "compared_events"),
        (SiteCounts("a", 95, 100, 20, 100), "events"),
        (SiteCounts("a", 101, 100, 20, 100), "events"),
        (SiteCounts(" ", 20, 100, 20, 100), "site"),
    ],
)
def test_no_count_of_few_leaves_a_site(counts: SiteCounts, field: str | None) -> None:
    fault = fault_of_counts(counts)
    assert (fault.field if fault else None) == field


def test_the_weights_are_the_cores() -> None:
    rows = list(people(300, confounded=0.5))
    weights = overlap_weights([[one.age] for one in rows], [one.offered for one in rows])
    result = found(sheet(analysis="weighed", covariates=("age",)), rows)
    got = [weight for weight, one in zip(weights, rows, strict=True) if one.offered]
    assert result.worth is not None
    assert result.worth[0] == pytest.approx(sum(got) ** 2 / sum(weight**2 for weight in got))
