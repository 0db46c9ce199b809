"""Quantities are whole numbers of smallest parts, read and printed the same way everywhere."""

from random import Random

import pytest

from coproduce.core.quantity import (
    CURRENCIES,
    HOURS,
    KG,
    KWH,
    PIECES,
    Quantity,
    QuantityError,
    Unit,
    UnitMismatchError,
    read_quantity,
    unit_of_money,
)

GBP = unit_of_money("GBP")
UNITS = (HOURS, KWH, KG, PIECES, *map(unit_of_money, CURRENCIES), unit_of_money("XTS"), Unit("ct", "cents", "ct", 1))


@pytest.mark.parametrize(
    ("text", "unit", "minor"),
    [
        ("1 h 30", HOURS, 90),
        ("1:30", HOURS, 90),
        ("1.5", HOURS, 90),
        ("1,5 h", HOURS, 90),
        ("90 min", HOURS, 90),
        ("90m", HOURS, 90),
        ("2 hours", HOURS, 120),
        ("1 hour 5 minutes", HOURS, 65),
        ("0 h 00", HOURS, 0),
        ("−1 h 30", HOURS, -90),
        ("- 1 h", HOURS, -60),
        ("+2 h", HOURS, 120),
        (" 3 H 05 ", HOURS, 185),
        ("0.25 hours", HOURS, 15),
        ("2.5 kWh", KWH, 2500),
        ("2,5", KWH, 2500),
        ("0.001 kwh", KWH, 1),
        ("1 kg", KG, 1000),
        ("3 pieces", PIECES, 3),
        ("1 piece", PIECES, 1),
        ("£3.20", GBP, 320),
        ("3.2", GBP, 320),
        ("GBP 7", GBP, 700),
        ("-£0.05", GBP, -5),
        ("7 GBP", GBP, 700),
        ("¥12", unit_of_money("JPY"), 12),
        ("XTS 1.25", unit_of_money("XTS"), 125),
    ],
)
def test_what_people_write_is_read(text: str, unit: Unit, minor: int) -> None:
    assert unit.parse(text) == Quantity(minor, unit)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", HOURS),
        ("one", HOURS),
        ("1 h 60", HOURS),
        ("1:99", HOURS),
        ("1.501 h", HOURS),
        ("1 h 30 h", HOURS),
        ("١ h", HOURS),
        ("1e3", KWH),
        ("1.0005", KWH),
        ("1.5 pieces", PIECES),
        ("£3.205", GBP),
        ("£3.2 0", GBP),
        ("--1", GBP),
        ("nan", GBP),
        ("1" * 41, PIECES),
        ("1/2", HOURS),
        ("²", PIECES),
        ("-", HOURS),
        ("3 €", GBP),
        ("1_000", PIECES),
    ],
)
def test_anything_else_is_refused_with_an_example(text: str, unit: Unit) -> None:
    with pytest.raises(QuantityError) as refused:
        unit.parse(text)
    assert str(refused.value).endswith((".", "”."))


@pytest.mark.parametrize(
    ("minor", "unit", "text"),
    [
        (0, HOURS, "0 h 00"),
        (5, HOURS, "0 h 05"),
        (90, HOURS, "1 h 30"),
        (-90, HOURS, "−1 h 30"),
        (6000, HOURS, "100 h 00"),
        (2500, KWH, "2.5 kWh"),
        (1000, KWH, "1 kWh"),
        (1, KG, "0.001 kg"),
        (3, PIECES, "3 pieces"),
        (320, GBP, "£3.20"),
        (-5, GBP, "−£0.05"),
        (12, unit_of_money("JPY"), "¥12"),
        (125, unit_of_money("XTS"), "XTS 1.25"),
    ],
)
def test_it_prints_one_way(minor: int, unit: Unit, text: str) -> None:
    assert str(unit(minor)) == text
    assert repr(unit(minor)) == f"Quantity({text!r})"


def test_what_is_printed_is_read_back() -> None:
    for seed in range(10_000):
        chance = Random(seed)
        quantity = chance.choice(UNITS)(chance.randint(-(10 ** chance.randint(0, 15)), 10 ** chance.randint(0, 15)))
        assert quantity.unit.parse(str(quantity)) == quantity, seed


def test_it_adds_up_like_whole_numbers() -> None:
    for seed in range(10_000):
        chance = Random(seed)
        unit, a, b = chance.choice(UNITS), chance.randint(-(10**12), 10**12), chance.randint(-(10**12), 10**12)
        times = chance.randint(-99, 99)
        assert unit(a) + unit(b) == unit(a + b)
        assert unit(a) - unit(b) == unit(a - b)
        assert (-unit(a)).minor == -a
        assert abs(unit(a)).minor == abs(a)
        assert unit(a) * times == times * unit(a) == unit(a * times)
        assert (unit(a) < unit(b), unit(a) <= unit(b), unit(a) > unit(b), unit(a) >= unit(b)) == (
            a < b,
            a <= b,
            a > b,
            a >= b,
        )
        assert bool(unit(a)) is (a != 0)


@pytest.mark.promise("Hours never become goods or money")
def test_units_never_mix() -> None:
    for mix in (
        lambda: HOURS(1) + KWH(1),
        lambda: HOURS(1) - 1,
        lambda: GBP(1) < unit_of_money("EUR")(1),
        lambda: HOURS(1) >= 0,
    ):
        with pytest.raises(UnitMismatchError):
            mix()
    assert HOURS(1) != KWH(1)


@pytest.mark.promise("What is counted is counted exactly")
def test_no_float_comes_in() -> None:
    for make in (
        lambda: HOURS(1.5),
        lambda: HOURS(True),
        lambda: HOURS("1"),
        lambda: HOURS(60) * 1.5,
        lambda: HOURS(60) * True,
    ):
        with pytest.raises(QuantityError):
            make()  # type: ignore[no-untyped-call]


def test_a_unit_has_a_code_and_parts() -> None:
    for code, parts in (("", 1), ("x", 0)):
        with pytest.raises(QuantityError):
            Unit(code, "name", "x", parts)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("1 h 30", HOURS(90)),
        ("45 min", HOURS(45)),
        ("2.5 kWh", KWH(2500)),
        ("£3.20", GBP(320)),
        ("3 pieces", PIECES(3)),
        ("2 kg", KG(2000)),
        ("€1.50", unit_of_money("EUR")(150)),
        ("SEK 5", unit_of_money("SEK")(500)),
    ],
)
def test_a_quantity_that_names_its_unit_is_read(text: str, quantity: Quantity) -> None:
    assert read_quantity(text) == quantity


@pytest.mark.parametrize("text", ["", "3", "-1.5", "kr 5", "3 apples", "1 h 75"])
def test_one_that_does_not_is_never_guessed(text: str) -> None:
    with pytest.raises(QuantityError):
        read_quantity(text)
