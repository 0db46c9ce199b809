"""Silence climbs one rung at a time and does nothing by itself; who could bridge two groups; whether a tie helps."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from coproduce.community.trust.behaviour import Circles, Open, Silent, evening
from coproduce.community.trust.rules import (
    Around,
    NeedSaid,
    fade,
    heard_last,
    helped_where_tied,
    in_tiles,
    may_keep,
    next_step,
    silence,
    ties_after,
    warmth,
    who_could_bridge,
)
from coproduce.core.intent import Someone

DAY = date(2026, 11, 1)


def gone(days: int) -> date:
    return DAY + timedelta(days=days)


@given(st.integers(0, 400), st.integers(1, 90))
def test_a_tie_fades_by_half_and_never_grows(days: int, half: int) -> None:
    assert fade(days, half) == pytest.approx(2 * fade(days + half, half))
    assert 0 < fade(days, half) <= 1 == fade(0, half)


def test_ties_add_and_none_is_cold() -> None:
    assert warmth([gone(0), gone(-30), gone(-60)], DAY) == pytest.approx(1.75)
    assert warmth([], DAY) == 0


@given(st.integers(2, 60), st.integers(0, 5), st.integers(0, 90))
@pytest.mark.promise("A silence is noticed only as somebody wished, their circle first, and nothing happens by itself")
def test_nobody_is_asked_before_the_days_are_over_nor_the_desk_before_the_circle(
    days: int, names: int, now: int
) -> None:
    before = silence(DAY, days, names, None, gone(now))
    assert (before.rung > 0) is (now > days)
    if now > days:
        assert before.is_proposed is (names < 2)
        asked = silence(DAY, days, names, gone(now), gone(now + 1))
        assert asked.is_proposed is (names < 2)
        assert silence(DAY, days, names, gone(now), gone(now + 2)).is_proposed
    assert before.effect is None and not before.is_ended, "it asks, and does nothing by itself"


def test_only_what_a_person_said_is_hearing_from_somebody() -> None:
    assert heard_last(DAY, None, None) == DAY
    assert heard_last(DAY, gone(3), gone(2)) == gone(3) == heard_last(DAY, gone(1), gone(3))
    assert [may_keep(days) is None for days in (1, 2, 60, 61)] == [False, True, True, False]
    assert [next_step(tries) for tries in range(7)][-1] == "emergency"


def test_who_could_bridge_leaves_out_who_must_not_meet_and_names_nobody_twice() -> None:
    streets = dict(zip("ABCDEF", "111222", strict=True))
    ties = ["AB", "BC", "AD", "DE", "EF"]
    found = who_could_bridge(ties, streets)
    named = [who for one in found for who in (one.one, one.other)]
    assert found and len(named) == len(set(named))
    assert all(streets[str(one.one)] != streets[str(one.other)] for one in found)
    apart = [frozenset((one.one, one.other)) for one in found]
    assert not {frozenset((one.one, one.other)) for one in who_could_bridge(ties, streets, apart)} & set(apart)
    assert who_could_bridge(ties, {}) == []


@given(st.lists(st.tuples(st.integers(), st.floats(50, 60), st.floats(-3, 3)), unique_by=lambda one: one[0]))
def test_every_place_has_a_tile_of_its_own(places: list[tuple[int, float, float]]) -> None:
    tiles = in_tiles(places)
    assert len(tiles) == len(set(tiles.values())) == len(places)


def test_a_crude_comparison_says_so_and_hides_the_few() -> None:
    many = [NeedSaid(True, True)] * 90 + [NeedSaid(True, False)] * 10
    many += [NeedSaid(False, True)] * 30 + [NeedSaid(False, False)] * 70
    _, found = helped_where_tied(many, DAY, gone(300))
    assert found.reading == "more" and found.design == "C" and not found.may_be_said_to_follow
    groups, few = helped_where_tied(many[:100] + [NeedSaid(False, True)] * 5, DAY, gone(300))
    assert groups[1][1].k is None and few.estimate is few.n is None, "the sum would tell the few"
    assert helped_where_tied([], DAY, gone(300))[1].estimate is None


def test_ties_after_a_service_are_held_against_those_it_did_not_come_to() -> None:
    fell = [Around(True, True, False)] * 20 + [Around(False, True, True)] * 20
    assert ties_after(fell, DAY, gone(180)).estimate == pytest.approx(-1)
    both = [Around(arm, True, number % 2 == 0) for arm in (True, False) for number in range(20)]
    assert ties_after(both, DAY, gone(180)).reading == "cannot tell"
    assert ties_after(fell[:27], DAY, gone(180)).estimate is None
    assert ties_after([], DAY, gone(180)).estimate is None


def test_made_up_people_say_answer_ask_and_note_and_the_same_evening_is_the_same() -> None:
    people = [Someone(UUID(int=number), "both", rings=number % 4 == 0) for number in range(1, 40)]
    who = [one.id for one in people]
    seen = Circles(
        tuple(pairwise(who)), frozenset({(who[0], who[1])}), (Open(UUID(int=99), who[2]),),
        frozenset(who[:5]), (Silent(who[3], who[4]), Silent(who[5], None)),
    )  # fmt: skip
    made = [evening(seen, people, Random(seed)) for seed in range(60)]
    verbs = {intent.verb for intents in made for intent in intents}
    assert verbs == {
        "trust.look_out_for", "trust.answer_tie", "trust.keep_rhythm", "trust.note_heard", "trust.note_unreached",
    }  # fmt: skip
    assert made[7] == evening(seen, people, Random(7))
