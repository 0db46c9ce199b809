"""Hours before the key: six affiliates as data, what counts, whose home it was, and two gates with their reasons."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.homes.rules.gates import gate
from coproduce.arenas.homes.rules.hours import (
    OTHERS_HOMES,
    OWN_HOME,
    Adult,
    Contribution,
    Household,
    Rules,
    count_hours,
    months_after,
    required_minutes,
    years_old,
)
from coproduce.core.obligation import ObligationError

H = 60
FIRST = date(2026, 1, 1)
ANA, JOE = Adult("Ana"), Adult("Joe")
LIMAS = Household("Lima", FIRST, (ANA, JOE), home="no. 14")
SIGNED = ("Ana", "Sid")


def sets() -> dict[str, Rules]:
    from coproduce.arenas.homes.rules import RULE_SETS

    return {one.slug: one.values for one in RULE_SETS}


def worked(hours: int, category: str = "construction", days: int = 0, **more: object) -> Contribution:
    said = {"site": "no. 9", "beneficiary": "Lima", "signed_by": SIGNED, **more}
    return Contribution(FIRST + timedelta(days=days), hours * H, category, **said)  # type: ignore[arg-type]


def days_of(hours: int, category: str = "construction", **more: object) -> list[Contribution]:
    """So many hours, eight a day."""
    whole, rest = divmod(hours, 8)
    return [worked(8 if day < whole else rest, category, day, **more) for day in range(whole + bool(rest))]


@pytest.mark.parametrize(
    ("slug", "adults", "hours"),
    [
        ("twin-rivers", 1, 300), ("twin-rivers", 2, 500), ("twin-rivers", 3, 500), ("tia", 1, 300), ("tia", 2, 500),
        ("kenosha", 1, 200), ("kenosha", 2, 400), ("cincinnati", 1, 200), ("cincinnati", 2, 300),
        ("marquette", 1, 250), ("marquette", 2, 500), ("marquette", 3, 750), ("glens-falls", 1, 500),
        ("glens-falls", 4, 500),
    ],
)  # fmt: skip
def test_what_affiliates_ask(slug: str, adults: int, hours: int) -> None:
    family = replace(LIMAS, adults=tuple(Adult(f"adult {number}") for number in range(adults)))
    assert count_hours(sets()[slug], family, [], FIRST).required == hours * H


def test_a_repair_takes_a_part_of_its_estimated_hours() -> None:
    repair = replace(LIMAS, repair_minutes=40 * H)
    assert count_hours(sets()["tia"], repair, [], FIRST).required == 30 * H


def test_friends_count_up_to_their_hundred_hours_and_the_rest_is_told() -> None:
    told = count_hours(sets()["tia"], LIMAS, [*days_of(112, donor="May"), *days_of(40)])
    assert (told.total, told.by_donor) == (140 * H, {"May": 100 * H})
    reasons = gate("close", sets()["tia"], told, FIRST + timedelta(days=30)).reasons
    assert ("OVER_DONATED", "construction", 12 * H) in reasons
    assert ("SHORT", "", 360 * H) in reasons


def test_a_minimum_and_a_cap_together() -> None:
    rules = sets()["glens-falls"]
    log = [
        *days_of(60, "community"), *days_of(96, site="no. 14"), *days_of(240, "office"),
        *days_of(104, site="no. 14", category="painting"),
    ]  # fmt: skip
    told = count_hours(rules, LIMAS, log)
    assert told.counted == {"community": 50 * H, "construction": 96 * H, "office": 240 * H, "painting": 104 * H}
    assert told.by_home == {OWN_HOME: 200 * H, OTHERS_HOMES: 290 * H}
    assert told.missing == {"construction": 4 * H}
    on = FIRST + timedelta(days=200)
    assert gate("close", rules, told, on).reasons == (
        ("SHORT", "construction", 4 * H),
        ("SHORT", "", 10 * H),
        ("OVER_CATEGORY", "community", 10 * H),
    )
    assert gate("start build", rules, told, on).is_open
    assert gate("close", rules, count_hours(rules, LIMAS, [*log, *days_of(10)]), on).is_open


def test_each_grown_person_has_their_own_hundred_hours_to_build() -> None:
    rules = sets()["marquette"]
    log = [*days_of(250, by="Ana"), *days_of(90, by="Joe"), *days_of(160, "office", by="Joe")]
    told = count_hours(rules, LIMAS, log)
    assert (told.total, told.missing) == (500 * H, {"Joe: construction": 10 * H})
    assert not gate("close", rules, told, FIRST + timedelta(days=99)).is_open


def test_what_one_of_the_family_gives_is_their_own_and_no_friend_s() -> None:
    told = count_hours(sets()["marquette"], LIMAS, [worked(3, donor="Joe"), worked(2, donor="May", by="May")])
    assert told.by_donor == {"May": 2 * H}
    assert told.missing == {"Ana: construction": 100 * H, "Joe: construction": 97 * H}


def test_others_homes_are_always_told_of() -> None:
    assert count_hours(sets()["kenosha"], LIMAS, []).by_home == {OWN_HOME: 0, OTHERS_HOMES: 0}
    nowhere_yet = replace(LIMAS, home="")
    assert count_hours(sets()["kenosha"], nowhere_yet, [worked(3, site="")]).by_home[OTHERS_HOMES] == 3 * H


def test_an_hour_is_one_family_s() -> None:
    told = count_hours(sets()["kenosha"], LIMAS, [worked(5), worked(4, beneficiary="Silva"), worked(2, beneficiary="")])
    assert (told.of.logged, told.total) == (7 * H, 7 * H)


def test_what_only_one_signed_is_logged_and_not_counted() -> None:
    log = [worked(5, signed_by=("Ana",)), worked(4, days=1), worked(3, days=2, donor="May", signed_by=("May", "Sid"))]
    told = count_hours(sets()["kenosha"], LIMAS, log)
    assert (told.of.logged, told.total) == (12 * H, 7 * H)
    assert told.not_counted == (("NOT_SIGNED", "000001", 5 * H),)


def test_hours_before_a_family_was_accepted_are_logged_and_do_not_count() -> None:
    told = count_hours(sets()["kenosha"], LIMAS, [worked(5, days=-1), worked(5)])
    assert (told.of.logged, told.total) == (10 * H, 5 * H)
    assert told.not_counted[0].code == "TOO_EARLY"


def test_who_joins_or_leaves_changes_what_is_asked_from_that_day() -> None:
    rules, june = sets()["twin-rivers"], date(2026, 6, 1)
    joins = replace(LIMAS, adults=(ANA, replace(JOE, from_on=june)))
    leaves = replace(LIMAS, adults=(ANA, replace(JOE, until_on=june)))
    grows_up = replace(LIMAS, adults=(ANA, replace(JOE, born_on=date(2008, 6, 1))))
    for days, one, other in ((-1, 300, 500), (0, 500, 500), (1, 500, 300)):
        on = june + timedelta(days=days)
        assert count_hours(rules, joins, [], on).required == one * H
        assert count_hours(rules, leaves, [], on).required == other * H
        assert count_hours(rules, grows_up, [], on).required == one * H
    with pytest.raises(ObligationError, match="Nobody grown up"):
        count_hours(rules, replace(LIMAS, adults=()), [], june)
    with pytest.raises(ObligationError, match="say nothing for 1"):
        required_minutes(Rules({2: 1}, {}, {}), LIMAS, 1)


def test_nobody_works_more_than_sixteen_hours_in_a_day() -> None:
    rules = sets()["kenosha"]
    log = [worked(9, by="Ana"), worked(7, "office", by="Ana"), worked(9, by="Joe"), worked(1, days=1, by="Ana")]
    assert count_hours(rules, LIMAS, log).total == 26 * H
    with pytest.raises(ObligationError, match="more than 16 hours"):
        count_hours(rules, LIMAS, [*log, worked(1, by="Ana")])
    assert count_hours(rules, LIMAS, [worked(9), worked(9)]).total == 18 * H, "two may have worked"


def test_building_starts_after_its_part_of_the_hours() -> None:
    rules = replace(sets()["kenosha"], start_share=Fraction(1, 4))
    on = FIRST + timedelta(days=60)
    short, enough = (count_hours(rules, LIMAS, days_of(hours), on) for hours in (99, 100))
    assert gate("start build", rules, short, on).reasons == (("SHORT", "", 1 * H),)
    assert gate("start build", rules, enough, on).is_open


def test_no_home_is_closed_before_the_last_hour_that_counts() -> None:
    rules = replace(sets()["kenosha"], minutes_by_adults={1: 8 * H})
    told = count_hours(rules, LIMAS, [worked(8, days=9)], FIRST + timedelta(days=20))
    assert gate("close", rules, told, FIRST + timedelta(days=8)).reasons == (("HOUR_AFTER", "2026-01-10", 0),)
    assert gate("close", rules, told, FIRST + timedelta(days=9)).is_open


def test_a_slow_month_and_the_end_are_told_and_shut_nothing() -> None:
    rules = replace(sets()["cincinnati"], minutes_by_adults={1: 5 * H}, within_months=6)
    told = count_hours(rules, LIMAS, [worked(5)])
    january, july = gate("close", rules, told, date(2026, 1, 31)), gate("close", rules, told, date(2026, 7, 2))
    assert (january.is_open, january.reasons) == (True, (("SLOW", "2026-01", 3 * H),))
    assert (july.is_open, july.reasons) == (True, (("SLOW", "2026-07", 8 * H), ("PAST_END", "2026-07-01", 0)))
    assert gate("close", rules, told, date(2026, 7, 1)).reasons == (("SLOW", "2026-07", 8 * H),)
    enough = count_hours(rules, LIMAS, [worked(8)])
    assert gate("close", rules, enough, date(2026, 1, 31)).reasons == ()


def test_days_and_years() -> None:
    assert [months_after(date(2026, 10, 31), months) for months in (0, 1, 2, 16)] == [
        date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31), date(2028, 2, 29),
    ]  # fmt: skip
    assert years_old(date(2008, 6, 2), date(2026, 6, 1)) == 17


LOGS = st.lists(
    st.builds(
        Contribution,
        on=st.integers(0, 300).map(lambda days: FIRST + timedelta(days=days)),
        minutes=st.integers(1, 8 * H),
        category=st.sampled_from(("construction", "office", "community")),
        site=st.sampled_from(("no. 9", "no. 14")),
        beneficiary=st.sampled_from(("Lima", "Silva")),
        donor=st.sampled_from(("", "May")),
        signed_by=st.sampled_from((SIGNED, ("Ana",))),
    ),
    max_size=12,
    unique_by=lambda one: one.on,
)


@given(LOGS, st.sampled_from(sorted(sets())))
def test_nobody_s_hour_counts_twice(log: list[Contribution], slug: str) -> None:
    on = FIRST + timedelta(days=300)
    silvas = replace(LIMAS, name="Silva", home="no. 9")
    ours, theirs = (count_hours(sets()[slug], family, log, on) for family in (LIMAS, silvas))
    assert ours.of.logged + theirs.of.logged == sum(one.minutes for one in log)
    for told in (ours, theirs):
        assert sum(told.by_home.values()) == told.total == sum(told.months.values())
        assert sum(told.by_donor.values()) == told.of.donated <= told.total
        shut = not gate("close", sets()[slug], told, on).is_open
        assert shut is bool(told.missing or told.total < told.required)
