"""What counts of what was done: caps, minima, what others gave, and gates."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, strategies as st

from coproduce.core.obligation import Contribution, ObligationError, Share, Terms, count, gate, prorated

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
CATEGORIES = ("building", "office", "class")
DAYS = st.integers(0, 364).map(lambda days: FIRST + timedelta(days=days))
TERMS = st.builds(
    Terms,
    required=st.integers(0, 300),
    least=st.dictionaries(st.sampled_from((*CATEGORIES[:2], "own home")), st.integers(0, 40), max_size=3),
    most=st.dictionaries(st.sampled_from(CATEGORIES), st.integers(40, 90), max_size=3),
    most_donated=st.none() | st.integers(0, 60),
    sign_offs=st.integers(0, 2),
    from_on=st.none() | DAYS,
    excused=st.sampled_from(("counts", "reduces")),
)


def contributions(start: int = 0) -> st.SearchStrategy[list[Contribution]]:
    one = st.builds(
        Contribution,
        id=st.just(""),
        on=DAYS,
        units=st.integers(1, 60),
        category=st.sampled_from(CATEGORIES),
        donor=st.sampled_from(("", "", "Joe", "May")),
        signed_by=st.sampled_from([frozenset[str](), frozenset({"Sid"}), frozenset({"Sid", "Una"})]),
        labels=st.sampled_from([frozenset[str](), frozenset({"own home"})]),
        is_excused=st.booleans(),
    )
    return st.lists(one, max_size=12).map(
        lambda some: [replace(one, id=f"{start + number:03}") for number, one in enumerate(some)]
    )


@given(TERMS, contributions(), st.randoms(use_true_random=False))
def test_all_that_was_logged_is_found_again(terms: Terms, log: list[Contribution], chance: Random) -> None:
    told = count(terms, log, LAST)
    assert told.logged == sum(one.units for one in log)
    left_out = sum(part.units for part in told.not_counted)
    reduced = told.excused if terms.excused == "reduces" else 0
    assert told.total + left_out + reduced == told.logged
    assert all(units <= terms.most.get(category, units) for category, units in told.counted.items())
    assert terms.most_donated is None or told.donated <= terms.most_donated
    assert all(part.units > 0 for part in told.not_counted)
    mixed = list(log)
    chance.shuffle(mixed)
    assert count(terms, mixed, LAST) == told


@given(TERMS, contributions(), contributions(start=900))
def test_what_the_party_does_lowers_nothing_and_shuts_no_gate(
    terms: Terms, log: list[Contribution], more: list[Contribution]
) -> None:
    terms = replace(terms, least={about: units for about, units in terms.least.items() if about in CATEGORIES})
    own = [replace(one, donor="", is_excused=False) for one in more]
    before, after = count(terms, log, LAST), count(terms, log + own, LAST)
    assert after.total >= before.total
    assert all(after.counted[category] >= units for category, units in before.counted.items())
    assert gate(after).is_open or not gate(before).is_open


@given(TERMS, contributions(), contributions(start=900))
def test_what_others_give_later_lowers_nothing(terms: Terms, log: list[Contribution], more: list[Contribution]) -> None:
    given_later = [replace(one, donor="May", on=LAST, is_excused=False) for one in more]
    before, after = count(terms, log, LAST), count(terms, log + given_later, LAST)
    assert after.total >= before.total
    assert all(after.counted[category] >= units for category, units in before.counted.items())
    assert all(after.labelled[label] >= units for label, units in before.labelled.items())
    assert gate(after).is_open or not gate(before).is_open


@given(TERMS, contributions(), contributions(start=900))
def test_the_whole_never_falls_by_what_is_added(
    terms: Terms, log: list[Contribution], more: list[Contribution]
) -> None:
    more = [replace(one, is_excused=False) for one in more]
    assert count(terms, log + more, LAST).total >= count(terms, log, LAST).total


@given(TERMS, contributions())
def test_a_gate_says_all_that_is_missing_and_opens_once_nothing_is(terms: Terms, log: list[Contribution]) -> None:
    told = count(terms, log, LAST)
    short = {reason.about: reason.units for reason in gate(told, log).reasons if reason.code == "SHORT"}
    for about, least in terms.least.items():
        assert short.get(about, 0) == max(0, least - told.counted.get(about, 0) - told.labelled.get(about, 0))
    assert short.get("", 0) == max(0, told.required - told.total)
    assert gate(told, log).is_open is not bool(short)


def test_own_hours_count_before_those_of_friends_whoever_was_first() -> None:
    friend = Contribution("1", FIRST, 30, "office", donor="Joe")
    own = Contribution("2", FIRST + timedelta(days=9), 30, "office")
    told = count(Terms(required=100, most={"office": 40}), [friend, own], LAST)
    assert (told.total, told.donated) == (40, 10)
    assert told.not_counted == (("OVER_CATEGORY", "1", 20),)


def test_what_friends_gave_past_a_cap_takes_no_room_from_what_is_one_s_own() -> None:
    early = Contribution("1", FIRST, 60, "office", donor="Joe")
    own = Contribution("2", LAST, 60, "office")
    told = count(Terms(required=100, most={"office": 100}, most_donated=10), [early, own], LAST)
    assert (told.total, told.donated) == (70, 10)


def test_what_does_not_count_says_why() -> None:
    log = [
        Contribution("early", FIRST, 5, "building", signed_by=frozenset({"Sid"})),
        Contribution("unsigned", date(2026, 5, 1), 6, "building"),
        Contribution("by-themselves", date(2026, 5, 1), 7, "building", donor="Joe", signed_by=frozenset({"Joe"})),
        Contribution("late", date(2026, 9, 1), 8, "building", signed_by=frozenset({"Sid"})),
        Contribution("to-come", date(2026, 12, 1), 9, "building", signed_by=frozenset({"Sid"})),
    ]
    terms = Terms(required=10, sign_offs=1, from_on=date(2026, 2, 1), until_on=date(2026, 8, 31))
    told = count(terms, log, date(2026, 10, 1))
    assert {(part.id, part.code) for part in told.not_counted} == {
        ("early", "TOO_EARLY"),
        ("unsigned", "NOT_SIGNED"),
        ("by-themselves", "NOT_SIGNED"),
        ("late", "TOO_LATE"),
        ("to-come", "STILL_TO_COME"),
    }
    beside = [reason for reason in gate(told, log).reasons if reason.code != "SHORT"]
    assert ("NOT_SIGNED", "building", 13) in beside


def test_borders_count() -> None:
    terms = Terms(10, least={"a": 5}, most={"a": 5}, most_donated=2, from_on=FIRST, until_on=FIRST)
    told = count(terms, [Contribution("1", FIRST, 3, "a"), Contribution("2", FIRST, 2, "a", donor="Joe")], FIRST)
    assert (told.total, told.not_counted, dict(told.missing)) == (5, (), {})
    assert prorated([Share(2, 2, FIRST, FIRST + timedelta(days=1), days=1)], FIRST, LAST) == (4, 4)


def test_what_is_excused_reduces_or_counts() -> None:
    log = [Contribution("1", FIRST, 4, "shift", is_excused=True), Contribution("2", FIRST, 5, "shift")]
    reduced = count(Terms(required=10, excused="reduces"), log, LAST)
    counts = count(Terms(required=10, excused="counts"), log, LAST)
    assert (reduced.required, reduced.total, reduced.excused, reduced.short) == (6, 5, 4, 1)
    assert (counts.required, counts.total, counts.excused, counts.short) == (10, 9, 4, 1)


def test_what_was_passed_stays_open() -> None:
    told = count(Terms(required=10), [], LAST)
    assert not gate(told).is_open
    assert gate(told, was_passed=True).is_open


@pytest.mark.parametrize(
    ("log", "code", "where"),
    [
        ([Contribution("1", FIRST, 5, "a"), Contribution("1", LAST, 5, "a")], "TWICE", "1.id"),
        ([Contribution("1", FIRST, 0, "a")], "NOT_POSITIVE", "1.units"),
        ([Contribution("1", FIRST, -5, "a")], "NOT_POSITIVE", "1.units"),
        ([Contribution("1", FIRST, 5, "a", labels=frozenset({"a"}))], "TWICE", "1.labels"),
    ],
)
def test_what_cannot_be_counted_says_which_field(log: list[Contribution], code: str, where: str) -> None:
    with pytest.raises(ObligationError) as found:
        count(Terms(required=10), log, LAST)
    assert (found.value.code, found.value.field) == (code, where)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (Terms(required=-1), "NEGATIVE"),
        (Terms(required=1, most={"a": -1}), "NEGATIVE"),
        (Terms(required=1, most_donated=-1), "NEGATIVE"),
        (Terms(required=1, least={"a": 5}, most={"a": 4}), "NEVER_REACHED"),
    ],
)
def test_terms_that_cannot_stand_are_refused(terms: Terms, code: str) -> None:
    with pytest.raises(ObligationError) as found:
        count(terms, [], LAST)
    assert found.value.code == code


def test_a_plain_mapping_is_read_alike() -> None:
    told = count({"required": 10}, [{"id": "1", "on": FIRST, "units": 4, "category": "a", "signed_by": ["Sid"]}], LAST)
    assert told.short == 6


SHARES = st.lists(
    st.builds(
        Share,
        required=st.integers(10, 40),
        core=st.integers(0, 10),
        from_on=st.none() | DAYS,
        until_on=st.none() | DAYS,
    ),
    max_size=5,
)


@given(SHARES, DAYS)
def test_what_is_required_lies_between_its_core_and_the_whole(shares: list[Share], last: date) -> None:
    whole, core = prorated(shares, FIRST, last)
    assert 0 <= core <= whole
    assert whole <= sum(share.required for share in shares)
    assert prorated(shares[::-1], FIRST, last) == (whole, core)


def test_shares_are_summed_before_they_are_rounded() -> None:
    half_a_year = Share(1, 0, FIRST, date(2026, 7, 1))
    assert prorated([half_a_year], FIRST, LAST) == (0, 0)
    assert prorated([half_a_year] * 3, FIRST, LAST) == (1, 0)


def test_a_share_that_ends_on_the_day_it_began_counts_nothing_and_one_day_more_does() -> None:
    assert prorated([Share(365, 0, FIRST, FIRST)], FIRST, LAST) == (0, 0)
    assert prorated([Share(365, 0, FIRST, FIRST + timedelta(days=1))], FIRST, LAST) == (2, 0)


def test_a_trial_is_counted_by_its_own_days() -> None:
    assert prorated([Share(4, 0, FIRST, FIRST + timedelta(days=27), days=28)], FIRST, LAST) == (4, 0)


def test_the_whole_is_never_below_its_core() -> None:
    some = [Share(3, 3, FIRST, FIRST + timedelta(days=60)) for _ in range(1)]
    assert prorated(some, FIRST, LAST) == (1, 1)


@pytest.mark.parametrize(
    ("share", "days"), [(Share(1, 2), (FIRST, LAST)), (Share(1, 0, days=0), (FIRST, LAST)), (Share(1), (LAST, FIRST))]
)
def test_shares_that_make_no_sense_are_refused(share: Share, days: tuple[date, date]) -> None:
    with pytest.raises(ObligationError):
        prorated([share], *days)
