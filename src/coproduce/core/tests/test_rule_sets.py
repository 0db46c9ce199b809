"""Rule sets as data: every value is read exactly, and what cannot stand is said with its set and its name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import (
    LARGEST_NUMBER,
    Between,
    RuleSet,
    RuleSetError,
    Says,
    changed,
    in_force,
    leaves,
    plain,
    put,
    read,
    values_of,
)


@dataclass(frozen=True)
class Step:
    after_days: Annotated[int, Between(1, 90)]
    what: Literal["warn", "stop"]


@dataclass(frozen=True)
class House:
    """A little of everything an arena may need."""

    hours_by_adults: Annotated[Mapping[int, Annotated[int, Between(0, 2000)]], Says("Hours before the key")]
    present_share: Annotated[Fraction, Between(0, 1)]
    price_pounds: Decimal
    steps: tuple[Step, ...] = ()
    most_days: Annotated[int | None, Between(1, 366), Says("At most", none="No limit")] = None
    since_on: date = date(2026, 1, 1)
    is_open: bool = True
    words: str = ""
    by_lane: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.is_open and self.words == "closed":
            raise ValueError("It is open or closed.")


GOOD: dict[str, Any] = {"hours_by_adults": {"1": 300, "2": 500}, "present_share": "17/20", "price_pounds": "2.50"}
HOUSE = House({1: 300, 2: 500}, Fraction(17, 20), Decimal("2.50"))

FILE = """
[[set]]
slug = "twin-rivers"
version = 1
name = "Twin Rivers"
valid_from = 2020-01-01
valid_until = 2025-12-31
source = "twinrivershabitat.org"
note = "Verify locally."
[set.values]
hours_by_adults = { 1 = 300, 2 = 500 }
present_share = 0.85
price_pounds = 2.50
steps = [{ after_days = 7, what = "warn" }]

[[set]]
slug = "twin-rivers"
version = 2
name = "Twin Rivers"
valid_from = 2026-01-01
source = "twinrivershabitat.org"
note = "Verify locally."
[set.values]
hours_by_adults = { 1 = 350 }
present_share = 1
price_pounds = 3
"""


def test_a_file_is_read_exactly() -> None:
    old, new = read(FILE.encode(), House)
    assert old.values == replace(HOUSE, steps=(Step(7, "warn"),))
    assert (old.valid_until, new.valid_until, new.values.present_share) == (date(2025, 12, 31), None, Fraction(1))
    found = [in_force((old, new), "twin-rivers", date(year, 6, 1)) for year in (2019, 2025, 2026)]
    assert found == [None, old, new]
    assert in_force((old,), "twin-rivers", date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[[set]]", "[[set", "This is not TOML"),
        ('slug = "twin-rivers"\nversion = 2', "version = 2", "set 2 2, slug: It is missing."),
        ('name = "Twin Rivers"', 'title = "Twin Rivers"', "twin-rivers 1, name: It is missing."),
        ("valid_until", "until", "twin-rivers 1, until: It is not a name of a set."),
        ('"twin-rivers"', '"Twin Rivers"', "Twin Rivers 1, slug: Small letters"),
        ("version = 2", "version = 0", "twin-rivers 0, version: A whole number"),
        ("version = 2", "version = 1", "twin-rivers 1, version: There are two"),
        ('note = "Verify locally."', 'note = " "', "twin-rivers 1, note: Say it in words."),
        ("source = ", "source = 1 #", "twin-rivers 1, source: Say it in words."),
        ("2025-12-31", "2019-12-31", "twin-rivers 1, valid_until: It ends"),
        ("2025-12-31", "2025-12-31T10:00:00", "twin-rivers 1, valid_until: A day like"),
        ("2020-01-01", '"2020"', "twin-rivers 1, valid_from: A day like"),
        ("price_pounds = 2.50", "", "twin-rivers 1, price_pounds: It is missing."),
        ("after_days = 7", "after_days = 91", "twin-rivers 1, steps.0.after_days: Write a whole number from 1 to 90."),
        ("2 = 500", "2 = 5000", "twin-rivers 1, hours_by_adults.2: Write a whole number from 0 to 2000."),
    ],
)
def test_what_cannot_stand_is_said(old: str, new: str, sentence: str) -> None:
    with pytest.raises(RuleSetError) as fault:
        read(FILE.replace(old, new), House)
    assert str(fault.value).startswith(sentence)


def test_a_file_holds_sets_and_nothing_else() -> None:
    for text in ("", "set = 1", "set = []", "set = [1]", f"more = 1\n{FILE}"):
        with pytest.raises(RuleSetError):
            read(text, House)
    with pytest.raises(RuleSetError):
        read(b"\xff", House)


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"colour": 1}, "colour", "There is no such rule. Choose from: hours_by_adults"),
        ({"hours_by_adults": 300}, "hours_by_adults", "Write names with their values."),
        ({"hours_by_adults": {"two": 300}}, "hours_by_adults", "Write a whole number from -"),
        ({"present_share": "85 %"}, "present_share", 'Write a share like "3/4"'),
        ({"present_share": "1/0"}, "present_share", 'Write a share like "3/4"'),
        ({"present_share": 1.5}, "present_share", 'Write a share like "3/4"'),
        ({"present_share": "6/5"}, "present_share", 'Write a share like "3/4"'),
        ({"price_pounds": "a"}, "price_pounds", 'Write a number like "2.50"'),
        ({"price_pounds": "1" * 16}, "price_pounds", 'Write a number like "2.50"'),
        ({"steps": {}}, "steps", "Write a list."),
        ({"steps": [3]}, "steps.0", "Write names with their values."),
        ({"steps": [{"after_days": 3, "what": "shout"}]}, "steps.0.what", "Choose one of: warn, stop."),
        ({"steps": [{"after_days": 3, "what": []}]}, "steps.0.what", "Choose one of: warn, stop."),
        ({"most_days": 0}, "most_days", "Write a whole number from 1 to 366."),
        ({"most_days": True}, "most_days", "Write a whole number from 1 to 366."),
        ({"by_lane": {"a": LARGEST_NUMBER + 1}}, "by_lane.a", "Write a whole number from -"),
        ({"since_on": "soon"}, "since_on", "Write a day like"),
        ({"since_on": datetime(2026, 1, 1, tzinfo=UTC)}, "since_on", "Write a day like"),
        ({"since_on": 3}, "since_on", "Write a day like"),
        ({"is_open": 1}, "is_open", "Write true or false."),
        ({"words": 1}, "words", "Write words."),
        ({"words": "a" * 201}, "words", "Say it in 200 letters or fewer."),
        ({"words": "\x00"}, "words", "This holds a letter"),
        ({"words": "closed"}, "", "It is open or closed."),
    ],
)
def test_what_a_community_cannot_say(said: dict[str, Any], field: str, sentence: str) -> None:
    refused = values_of({**GOOD, **said}, House)
    assert isinstance(refused, Refusal), refused
    assert (refused.code, refused.field) == ("BAD_RULE", field)
    assert refused.sentence.startswith(sentence)


def test_other_ways_to_say_it() -> None:
    assert values_of(GOOD, House) == HOUSE
    assert values_of({**GOOD, "present_share": Decimal("0.85"), "most_days": None}, House) == HOUSE
    assert values_of({**GOOD, "since_on": date(2026, 1, 1), "price_pounds": Decimal("2.5")}, House) == HOUSE
    assert isinstance(values_of([], House), Refusal)


def test_a_copy_with_changes() -> None:
    ours = RuleSet("ours", 1, "Ours", date(2020, 1, 1), None, "minutes", "verify locally", HOUSE)
    copy = changed(ours, {"most_days": 30})
    assert isinstance(copy, RuleSet)
    assert copy == replace(ours, values=replace(HOUSE, most_days=30))
    assert isinstance(changed(ours, {"most_days": 400}), Refusal)


def test_every_value_can_be_shown_and_said_otherwise() -> None:
    house = replace(HOUSE, steps=(Step(7, "warn"),), notes=("a",))
    shown = {leaf.path: leaf for leaf in leaves(house)}
    assert list(shown)[:5] == [
        ("hours_by_adults", "1"), ("hours_by_adults", "2"), ("present_share",), ("price_pounds",),
        ("steps", "0", "after_days"),
    ]  # fmt: skip
    adults, most = shown["hours_by_adults", "2"], shown[("most_days",)]
    assert (adults.says.label, adults.value, adults.between, adults.kind) == (
        "Hours before the key", 500, Between(0, 2000), int,
    )  # fmt: skip
    assert (most.is_optional, most.kind, most.unit, most.says.none) == (True, int, "days", "No limit")
    assert shown["steps", "0", "what"].kind is Literal
    assert [shown[path].keys for path in (("steps", "0", "what"), adults.path, most.path)] == [("1",), ("2",), ()]
    assert (shown["notes", "0"].says.label, shown["notes", "0"].is_optional) == ("notes", False)
    said = put(house, {("hours_by_adults", "2"): 450, ("steps", "0", "what"): "stop", ("notes", "0"): "b"})
    assert values_of(said, House) == replace(
        house, hours_by_adults={1: 300, 2: 450}, steps=(Step(7, "stop"),), notes=("b",)
    )


WHOLE = st.integers(0, 2000)
HOUSES = st.builds(
    House,
    hours_by_adults=st.dictionaries(st.integers(1, 9), WHOLE),
    present_share=st.fractions(0, 1, max_denominator=10**6),
    price_pounds=st.decimals(0, 10**6, places=2),
    steps=st.lists(st.builds(Step, after_days=st.integers(1, 90), what=st.sampled_from(["warn", "stop"]))).map(tuple),
    most_days=st.none() | st.integers(1, 366),
    since_on=st.dates(),
    is_open=st.booleans(),
    by_lane=st.dictionaries(st.text("abc"), WHOLE),
)


@given(HOUSES)
def test_what_is_written_is_read_again(house: House) -> None:
    assert values_of(plain(house), House) == house
    assert values_of(put(house, {leaf.path: plain(leaf.value) for leaf in leaves(house)}), House) == house


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*GOOD, "steps", "most_days", "since_on", "is_open", "by_lane"]), JSON))
def test_whatever_is_said_is_read_or_refused(said: dict[str, Any]) -> None:
    answer = values_of({**GOOD, **said}, House)
    assert isinstance(answer, House | Refusal)
    if isinstance(answer, House):
        assert values_of(plain(answer), House) == answer
