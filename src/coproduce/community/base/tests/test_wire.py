"""A verb's arguments and receipts as JSON, and one hash for one request."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from coproduce.community.base import wire
from coproduce.core.quantity import HOURS, KWH, Quantity


@dataclass(frozen=True, slots=True)
class Row:
    who: str
    time: int = 1


def verb(
    actor: object,
    *,
    giver: UUID,
    time: Quantity,
    more: Quantity | None = None,
    rows: tuple[Row, ...] = (),
    done_on: date = date(2026, 1, 1),
    request_id: UUID,
) -> None:
    """Takes one of each."""


FORM = wire.form_of(verb)


def test_the_form_has_the_verbs_arguments() -> None:
    assert list(FORM.model_fields) == ["giver", "time", "more", "rows", "done_on"]
    read = FORM.model_validate(
        {"giver": str(UUID(int=1)), "time": "1 h 30", "more": {"minor": 5, "unit": "kWh"}, "rows": [{"who": "Ana"}]}
    )
    assert (read.time, read.more, read.rows) == (HOURS(90), KWH(5), (Row("Ana"),))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "wrong",
    [
        {"time": "1.5"},
        {"time": 90},
        {"time": {"minor": 1.5, "unit": "hour"}},
        {"time": {"minor": 1, "unit": "moon"}},
        {"time": {"minor": 1, "unit": ["hour"]}},
        {"time": {"minor": [1], "unit": "hour"}},
        {"time": {"minor": None, "unit": "hour"}},
        {"time": {"minor": 1}},
        {"giver": "Ana"},
        {"surprise": 1},
        {"done_on": "yesterday"},
        {"time": None},
    ],
)
def test_what_is_not_understood_is_refused(wrong: dict) -> None:
    with pytest.raises((ValidationError, ValueError)):
        FORM.model_validate({"giver": str(UUID(int=1)), "time": "1 h", **wrong})


def test_one_request_has_one_hash() -> None:
    one = {"giver": UUID(int=1), "time": HOURS(90), "rows": (Row("Ana"),), "roles": frozenset("ba")}
    assert wire.body_hash("a.verb", one) == wire.body_hash("a.verb", dict(reversed(one.items())))
    others = [
        {**one, "time": HOURS(91)},
        {**one, "time": KWH(90)},
        {**one, "rows": (Row("Ben"),)},
        {**one, "giver": uuid4()},
    ]
    assert len({wire.body_hash("a.verb", each) for each in (one, *others)} | {wire.body_hash("b.verb", one)}) == 6


def test_a_currency_is_a_unit() -> None:
    assert wire.unit("hour") is HOURS
    assert str(wire.unit("EUR")(150)) == "€1.50"
