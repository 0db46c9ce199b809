"""Something brought to be mended, as the Open Repair Data Standard has it: item, fault and what came of it.

Source: Open Repair Data Standard 0.3 (Open Repair Alliance, 7 December 2021, CC BY-SA 4.0): its lists of product
categories, repair statuses and barriers. Fields are named and ordered as in the alliance's published files (their table
schema of July 2025), which leave out the day of the record and call `product_age` what the text calls an estimate.
What a thing weighs is ours: the standard has no field for it, so its file does not carry it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

#: The fields of a file, in their order.
FIELDS = (
    "id", "data_provider", "country", "partner_product_category", "product_category", "product_category_id", "brand",
    "year_of_manufacture", "product_age", "repair_status", "repair_barrier_if_end_of_life", "group_identifier",
    "event_date", "problem",
)  # fmt: skip

#: By their numbers in the standard, from 1.
CATEGORIES = (
    "Aircon/dehumidifier", "Battery/charger/adapter", "Decorative or safety lights", "Desktop computer",
    "Digital compact camera", "DSLR/video camera", "Fan", "Flat screen", "Hair & beauty item",
    "Handheld entertainment device", "Headphones", "Hi-Fi integrated", "Hi-Fi separates", "Kettle", "Lamp", "Laptop",
    "Large home electrical", "Misc", "Mobile", "Musical instrument", "Paper shredder", "PC accessory",
    "Portable radio", "Power tool", "Printer/scanner", "Projector", "Sewing machine", "Small home electrical",
    "Small kitchen item", "Tablet", "Toaster", "Toy", "TV and gaming-related accessories", "Vacuum", "Watch/clock",
    "Coffee maker", "Food processor", "Games console", "Hair dryer", "Iron",
)  # fmt: skip

FIXED, REPAIRABLE, END_OF_LIFE, UNKNOWN = STATUSES = ("Fixed", "Repairable", "End of life", "Unknown")

#: As its list of barriers writes them; its text says “the product” and “Product too worn out” of the same.
BARRIERS = (
    "Spare parts not available", "Spare parts too expensive", "No way to open product",
    "Repair information not available", "Lack of equipment", "Item too worn out",
)  # fmt: skip

#: Nothing older is brought, and nothing heavier carried.
FIRST_YEAR, MOST_GRAMS = 1800, 500_000


@dataclass(frozen=True, slots=True)
class Repair:
    """What was brought, and what came of it. No `category` is a thing without a plug, which the standard leaves out."""

    item: str
    problem: str
    status: str
    on: date
    category: str = ""
    brand: str = ""
    year: int | None = None
    barrier: str = ""
    grams: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Whose record it is: its number, who hands the file on, in which country, and which group it is of."""

    id: str
    provider: str
    country: str
    group: str


def may_write_down(repair: Repair | Mapping[str, Any], today: date) -> Refusal | None:
    """None when this can be written down on that day, else what to mend.

    >>> kettle = Repair("Kettle", "Does not switch off", "Fixed", date(2026, 11, 14), "Kettle", year=2019)
    >>> may_write_down(kettle, date(2026, 11, 17)) is None, may_write_down(kettle, date(2026, 11, 13)).code
    (True, 'IN_THE_FUTURE')
    """
    repair = told_as(Repair, repair)
    fault = (
        may_say(repair.item, "item", 80, "Say what was brought, like “Kettle”.")
        or may_say(repair.problem, "problem", 300, "Say what was wrong with it.")
        or may_say(repair.brand, "brand", 60)
    )
    if fault:
        return fault
    if repair.status not in STATUSES:
        return Refusal("UNKNOWN_STATUS", "Choose what came of it.", "status")
    if repair.category and repair.category not in CATEGORIES:
        return Refusal("UNKNOWN_CATEGORY", "Choose one of the list.", "category")
    if repair.barrier and repair.barrier not in BARRIERS:
        return Refusal("UNKNOWN_BARRIER", "Choose one of the list.", "barrier")
    if repair.barrier and repair.status != END_OF_LIFE:
        return Refusal("NOT_AT_ITS_END", "What stood in the way is said of what cannot be mended.", "barrier")
    if repair.on > today:
        return Refusal("IN_THE_FUTURE", "It is written down once it happened: this day is still to come.", "on")
    if repair.year is not None and not FIRST_YEAR <= repair.year <= repair.on.year:
        return Refusal("WRONG_YEAR", "Write about when it was made, like 2015, or leave it empty.", "year")
    if repair.grams is not None and not 0 < repair.grams <= MOST_GRAMS:
        return Refusal("WRONG_WEIGHT", "Write about what it weighs, like 1.2 kg, or leave it empty.", "weight")
    return None


def as_ords(repair: Repair | Mapping[str, Any], source: Source | Mapping[str, Any]) -> dict[str, str]:
    """A record as the standard has it: each field, empty where nothing is known. Age is the year less the other.

    >>> kettle = Repair("Kettle", "Does not switch off", "Fixed", date(2026, 11, 14), "Kettle", year=2019)
    >>> said = as_ords(kettle, Source("7", "Alder", "GBR", "alder"))
    >>> said["product_category_id"], said["product_age"], said["repair_status"], said["event_date"]
    ('14', '7', 'Fixed', '2026-11-14')
    """
    repair, source = told_as(Repair, repair), told_as(Source, source)
    said = {
        "id": source.id,
        "data_provider": source.provider,
        "country": source.country,
        "partner_product_category": repair.item,
        "product_category": repair.category,
        "product_category_id": str(CATEGORIES.index(repair.category) + 1) if repair.category else "",
        "brand": repair.brand,
        "year_of_manufacture": "" if repair.year is None else str(repair.year),
        "product_age": "" if repair.year is None else str(repair.on.year - repair.year),
        "repair_status": repair.status,
        "repair_barrier_if_end_of_life": repair.barrier,
        "group_identifier": source.group,
        "event_date": repair.on.isoformat(),
        "problem": repair.problem,
    }
    assert tuple(said) == FIELDS
    return said
