"""What a design takes, part by part: a trailer, circles named, versions that fit, sums that add up."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.making.rules import MakingError
from coproduce.arenas.making.rules.modules import (
    Design,
    Module,
    Use,
    bought,
    chosen,
    explode,
    licences_of,
    roll_up,
    to_make,
    where_used,
)
from coproduce.arenas.making.rules.numbers import exact, how_many, positive
from coproduce.arenas.making.rules.versions import is_in, order_of

#: Fact book, V6.1.
TRAILER = Design(
    "trailer",
    {
        "trailer": {"wheel": 2, "frame": 1},
        "wheel": {"hub": 1, "spoke": 36, "rim": 1},
        "hub": {"bearing": 2, "bolt": 6},
        "frame": {"tube": 12, "bolt": 24},
    },
)
ONE = {"wheel": 2, "frame": 1, "hub": 2, "spoke": 72, "rim": 2, "bearing": 4, "bolt": 36, "tube": 12}


@pytest.mark.parametrize("number", [1, 5, "1/2"])
def test_the_trailer_taken_apart(number: Any) -> None:
    parts = explode(TRAILER, number)
    assert parts == {name: many * Fraction(number) for name, many in ONE.items()}
    assert list(parts).index("wheel") < list(parts).index("hub") < list(parts).index("bolt")
    assert set(bought(TRAILER, number)) == {"spoke", "rim", "bearing", "bolt", "tube"}


def test_where_the_bolt_is() -> None:
    assert where_used("bolt", TRAILER) == {"frame": 24, "hub": 6}
    assert where_used("trailer", TRAILER) == {}
    with pytest.raises(MakingError) as refused:
        where_used("sail", TRAILER)
    assert refused.value.code == "NOT_IN_IT"


def test_plain_mappings_will_do() -> None:
    said = {"top": "cup", "modules": [{"name": "cup", "uses": [{"part": "lid", "quantity": "2"}]}]}
    assert explode(said, 3) == {"lid": 6}
    assert where_used("lid", said) == {"cup": 2}
    assert [part.name for part in to_make(said, 1)] == []
    twice = {"top": "cup", "modules": [{"name": "cup", "uses": [{"part": "lid", "quantity": 2}] * 2}]}
    assert (explode(twice, 1), where_used("lid", twice)) == ({"lid": 4}, {"cup": 4})


@pytest.mark.parametrize(
    ("modules", "code", "says"),
    [
        ({"A": {"B": 1}, "B": {"A": 1}}, "CIRCLE", "A → B → A"),
        ({"A": {"A": 1}}, "CIRCLE", "A → A"),
        ({"A": {"D": 1}, "D": {"C": 1, "E": 1}, "C": {"B": 2}, "B": {"D": 1}}, "CIRCLE", "B → D → C → B"),
        ({"A": {"B": 0}}, "NOT_POSITIVE", "quantity"),
        ({"A": {"B": -1}}, "NOT_POSITIVE", "-1"),
        ({"A": {"B": "2 pcs"}}, "NOT_A_NUMBER", "2 pcs"),
        ({"A": {"B": 0.5}}, "NOT_A_NUMBER", "0.5"),
        ({"A": {"B": True}}, "NOT_A_NUMBER", "True"),
        ({"A": {"B": Decimal("NaN")}}, "NOT_A_NUMBER", "NaN"),
        ({"A": {"B": "1/0"}}, "NOT_A_NUMBER", "1/0"),
        ({"B": {"C": 1}}, "NOT_IN_IT", "A"),
        ([Module("A"), Module("A")], "TWICE", "A 0"),
        ([Module("A", [Use("B", 1, "^2")]), Module("B", version="1.9"), Module("B", version="1.10")], "NO_VERSION",
         "A asks for ^2; there is 1.9, 1.10"),
        ([Module("A", [Use("B", 1, "^2")])], "NO_VERSION", "A asks for ^2; there is 0"),
        ([Module("A", [Use("B", 1), Use("C", 1)]), Module("C", [Use("B", 1, unit="metre")])], "UNIT_MISMATCH", "metre"),
        ([Module("A", [Use("B", 1, ">=x")]), Module("B")], "NOT_A_VERSION", "x"),
        ([Module("A", [Use("B", 1, "1 2 ! =")]), Module("B")], "NOT_A_RANGE", "1 2 ! ="),
        ([Module("A", [Use("B", 1)]), Module("B", version="v1"), Module("B")], "NOT_A_VERSION", "v1"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_apart_says_why(modules: Any, code: str, says: str) -> None:
    with pytest.raises(MakingError) as refused:
        explode(Design("A", modules), 1)
    assert (refused.value.code, says in str(refused.value)) == (code, True), refused.value


@pytest.mark.parametrize("quantity", [0, -2, "0"])
def test_none_of_something_is_refused(quantity: Any) -> None:
    for reckon in (explode, roll_up, to_make):
        with pytest.raises(MakingError) as refused:
            reckon(TRAILER, quantity)
        assert refused.value.code == "NOT_POSITIVE"


def test_cost_mass_and_time_roll_up() -> None:
    modules = [
        Module("trailer", {"wheel": 2, "frame": 1}, minutes=30),
        Module("wheel", {"hub": 1, "spoke": 36, "rim": 1}, minutes=45),
        Module("hub", {"bearing": 2, "bolt": 6}, minutes=5),
        Module("frame", {"tube": 12, "bolt": 24}, minutes=120, mass_g=200),
        *(
            Module(name, cost_minor=cost, currency="GBP", mass_g=mass)
            for name, cost, mass in (("spoke", 20, 7), ("rim", 900, 500), ("bearing", 150, 30), ("bolt", 5, "2.5"),
                                     ("tube", 400, 650))
        ),
    ]  # fmt: skip
    sums = roll_up(Design("trailer", modules), 5)
    assert (sums.cost_minor, sums.currency) == (5 * (72 * 20 + 2 * 900 + 4 * 150 + 36 * 5 + 12 * 400), "GBP")
    assert sums.mass_g == 5 * (200 + 72 * 7 + 1000 + 120 + 90 + 12 * 650)
    assert (sums.minutes, sums.unknown) == (5 * (30 + 90 + 10 + 120), {})
    told = roll_up(TRAILER)
    assert told.unknown["mass_g"] == ("bearing", "bolt", "rim", "spoke", "tube")
    assert (told.cost_minor, told.currency) == (0, "")


def test_what_costs_nothing_is_known() -> None:
    sums = roll_up(Design("A", [Module("A", {"B": 1}), Module("B", cost_minor=0, currency="GBP", mass_g=0)]))
    assert (sums.cost_minor, sums.mass_g, sums.unknown) == (0, 0, {})


def test_what_sums_refuse() -> None:
    two = [Module("A", {"B": 1}, cost_minor=1, currency="GBP"), Module("B", cost_minor=1, currency="EUR")]
    for modules, code in ((two, "TWO_CURRENCIES"), ([Module("A", mass_g=-1)], "NEGATIVE")):
        with pytest.raises(MakingError) as refused:
            roll_up(Design("A", modules))
        assert refused.value.code == code


def test_the_newest_version_that_everybody_takes() -> None:
    modules = [
        Module("A", [Use("B", 1), Use("C", 1, ">=1, <3")]),
        Module("B", [Use("C", 2, "~1.2")]),
        Module("C", {"old screw": 1}, version="1.2.9"),
        Module("C", {"screw": 1}, version="1.3"),
        Module("C", version="2.5"),
        Module("D", {"A": 1}),
    ]
    assert explode(Design("A", modules), 2) == {"B": 2, "C": 6, "old screw": 6}
    assert chosen(Design("A", modules))["C"].module.version == "1.2.9"
    assert "screw" not in chosen(Design("A", modules)), "what another version would have taken is not in it"


def test_how_a_thing_is_made_goes_along() -> None:
    modules = [
        Module("stool", {"leg": 3, "screw": 6}, process="assembly", licence="MIT"),
        Module("leg", process="turning", material="ash", box_mm=(400, 40, 40), tolerance_mm="0.5", licence="MIT"),
    ]
    made = to_make(Design("stool", modules), 2)
    assert [(part.name, part.quantity, part.process) for part in made] == [
        ("stool", 2, "assembly"),
        ("leg", 6, "turning"),
    ]
    assert (made[1].box_mm, made[1].tolerance_mm, made[1].minutes) == ((400, 40, 40), "0.5", 0)
    assert licences_of(Design("stool", modules)) == {"stool": "MIT", "leg": "MIT"}


def test_versions_in_their_order() -> None:
    told = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
            "1.0.0-rc.1", "1.0.0", "1.0.1", "1.1", "2"]  # fmt: skip
    assert sorted(told, key=order_of) == told, "semver.org 2.0.0, section 11"
    assert order_of("1.0.0+build.5") == order_of("1.0.0")


@pytest.mark.parametrize(
    ("wanted", "inside", "outside"),
    [
        ("^0.0.3", ("0.0.3",), ("0.0.4", "0.0.2")),
        ("^0.2", ("0.2.0", "0.2.9"), ("0.3.0", "1.0.0")),
        ("^0", ("0.0.1", "0.9.9"), ("1.0.0",)),
        ("^1", ("1.0.0", "1.9.9"), ("2.0.0", "2.0.0-a")),
        ("~1", ("1.0.0", "1.9.9"), ("2.0.0",)),
        ("~0.4", ("0.4.7",), ("0.5.0",)),
        ("=1.2", ("1.2.0",), ("1.2.1",)),
        ("1.2.0", ("1.2",), ("1.2.1",)),
        (">1, <=2", ("1.0.1", "2.0.0"), ("1.0.0", "2.0.1")),
        ("<2.0.0-b >=2.0.0-a", ("2.0.0-a",), ("2.0.0-b", "1.0.0")),
        ("", ("1", "0"), ("1.0.0-a",)),
    ],
)
def test_ranges(wanted: str, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    assert all(is_in(version, wanted) for version in inside)
    assert not any(is_in(version, wanted) for version in outside)


def test_how_many_of_something() -> None:
    assert (positive("1/2", "quantity"), how_many("0.5")) == (Fraction(1, 2), Fraction(1, 2))
    assert (how_many(3), type(how_many(3)), type(how_many("6/2"))) == (3, int, int)
    assert exact(Decimal("1E15"), "quantity") == 10**15
    for nothing in (0, "0", Fraction(-1, 2)):
        for read in (how_many, lambda said: positive(said, "quantity")):
            with pytest.raises(MakingError):
                read(nothing)
    with pytest.raises(MakingError):
        exact(Decimal("1E16"), "quantity")


def test_a_text_of_any_length_is_refused_unread() -> None:
    with pytest.raises(MakingError):
        order_of("1" * 500)
    with pytest.raises(MakingError):
        is_in("1", ">=1 " * 200)
    with pytest.raises(MakingError):
        exact("9" * 99, "quantity")
    assert exact(Decimal("2.5"), "quantity") == Fraction(5, 2)


@st.composite
def trees(draw: st.DrawFn) -> Design:
    """Any design without a circle: a part is only ever of a later number than what it is in."""
    number = draw(st.integers(2, 9))
    names = [f"m{place}" for place in range(number)]
    modules = {
        name: {
            names[place + 1 + below]: draw(st.one_of(st.integers(1, 9), st.fractions("1/9", 9, max_denominator=9)))
            for below in draw(st.sets(st.integers(0, number - place - 2), max_size=4))
        }
        if place < number - 1
        else {}
        for place, name in enumerate(names)
    }
    return Design("m0", modules)


def by_recursion(modules: Any, name: str, number: Fraction, found: dict[str, Fraction]) -> dict[str, Fraction]:
    for part, each in modules[name].items():
        found[part] = found.get(part, Fraction(0)) + number * each
        by_recursion(modules, part, number * each, found)
    return found


@given(trees(), st.fractions("1/7", 50, max_denominator=7))
def test_as_counting_by_hand_has_it(design: Design, quantity: Fraction) -> None:
    parts = explode(design, quantity)
    assert parts == by_recursion(design.modules, "m0", quantity, {})
    once = explode(design, 1)
    assert parts == {name: number * quantity for name, number in once.items()}, "twice as many take twice as much"
    for name, number in once.items():
        users = where_used(name, design)
        assert number == sum(each * once.get(user, Fraction(1)) for user, each in users.items())


@given(trees(), st.data())
def test_a_circle_is_always_found_and_named(design: Design, data: st.DataObject) -> None:
    reached = ["m0", *explode(design, 1)]
    low = data.draw(st.sampled_from(reached))
    above = [name for name in reached if name == low or low in explode(Design(name, design.modules), 1)]
    high = data.draw(st.sampled_from(above))
    assert isinstance(design.modules, Mapping)
    modules = {name: dict(uses) for name, uses in design.modules.items()}
    modules[low][high] = 1
    with pytest.raises(MakingError) as refused:
        explode(Design("m0", modules), 1)
    way = str(refused.value).partition(": ")[2].rstrip(".").split(" → ")
    assert way[0] == way[-1]
    assert all(following in modules[one] for one, following in pairwise(way))
