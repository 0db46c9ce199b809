"""What was mended, in the fields of the Open Repair Data Standard and in no others."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

import pytest

from coproduce.arenas.play.rules.repairs import (
    BARRIERS,
    CATEGORIES,
    FIELDS,
    STATUSES,
    Repair,
    Source,
    as_ords,
    may_write_down,
)

TODAY = date(2026, 11, 17)
KETTLE = Repair("Kettle", "Does not switch off", "Fixed", TODAY, "Kettle", "Zed", 2019, grams=900)
ALDER = Source("7", "Alder", "GBR", "alder")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"item": " "}, "MISSING"),
        ({"problem": ""}, "MISSING"),
        ({"brand": "x" * 61}, "TOO_LONG"),
        ({"status": "Broken"}, "UNKNOWN_STATUS"),
        ({"category": "Boat"}, "UNKNOWN_CATEGORY"),
        ({"category": ""}, ""),
        ({"status": "End of life", "barrier": "Bad luck"}, "UNKNOWN_BARRIER"),
        ({"barrier": BARRIERS[0]}, "NOT_AT_ITS_END"),
        ({"status": "End of life", "barrier": BARRIERS[5]}, ""),
        ({"status": "Unknown", "year": None}, ""),
        ({"on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE"),
        ({"on": TODAY - timedelta(days=400)}, ""),
        ({"year": 1799}, "WRONG_YEAR"),
        ({"year": 1800}, ""),
        ({"year": 2026}, ""),
        ({"year": 2027}, "WRONG_YEAR"),
        ({"grams": 0}, "WRONG_WEIGHT"),
        ({"grams": 1}, ""),
        ({"grams": 500_000}, ""),
        ({"grams": 500_001}, "WRONG_WEIGHT"),
        ({"grams": None}, ""),
    ],
)
def test_what_may_be_written_down(changes: dict[str, Any], code: str) -> None:
    refused = may_write_down(replace(KETTLE, **changes), TODAY)
    assert (refused.code if refused else "") == code


def test_a_record_has_the_fields_of_the_standard_in_their_order() -> None:
    said = as_ords(asdict(KETTLE), asdict(ALDER))
    assert list(said) == list(FIELDS)
    assert list(said.values()) == [
        "7", "Alder", "GBR", "Kettle", "Kettle", "14", "Zed", "2019", "7", "Fixed", "", "alder", "2026-11-17",
        "Does not switch off",
    ]  # fmt: skip


def test_what_is_not_known_is_empty() -> None:
    bare = as_ords(Repair("Chair", "A leg is loose", "End of life", TODAY, barrier=BARRIERS[4]), ALDER)
    empty = {name for name, value in bare.items() if not value}
    assert empty == {"product_category", "product_category_id", "brand", "year_of_manufacture", "product_age"}
    assert bare["repair_barrier_if_end_of_life"] == "Lack of equipment"


def test_the_lists_are_those_of_the_standard() -> None:
    assert (len(CATEGORIES), CATEGORIES[0], CATEGORIES[35], CATEGORIES[39]) == (
        40, "Aircon/dehumidifier", "Coffee maker", "Iron",
    )  # fmt: skip
    assert (len(set(CATEGORIES)), len(BARRIERS), STATUSES[0]) == (40, 6, "Fixed")
    assert (BARRIERS[2], BARRIERS[5]) == ("No way to open product", "Item too worn out")
