"""Public data sets of readings, read as they come: homes with panels, a village, a street, meters with gaps.

For whoever wants to try a key before a community has readings of its own. What a file does not say (a roof, dates) is
made up here, and said.
"""

import csv
import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median_low
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coproduce.arenas.energy.rules import KEYS, Compared, Curve, Days, Prices, Reading, Sheet, compare, curves, month_of
from coproduce.core.apportion import ONE

#: For a kWh, in smallest coins: among neighbours, from a supplier, to the grid. Examples, and nobody's tariff.
PRICES = Prices(18, 28, 6)


class NotKnownError(ValueError):
    """A folder that holds none of the data sets known here, or what is missing to read it."""


@dataclass(frozen=True)
class Given:
    """A month of readings, (meters, intervals) of what was used and made; what was made up about it; what is odd."""

    name: str
    source: str
    meters: tuple[str, ...]
    used: NDArray[np.int64]
    made: NDArray[np.int64]
    days: Days
    note: str
    missing: int = 0


def read_known(folder: Path) -> list[Given]:
    """The data sets of a folder. NotKnownError where it holds none that is known."""
    for sign, read in _READERS.items():
        if (folder / sign).exists():
            return list(read(folder))
    raise NotKnownError(f"{folder} holds no data set known here: {', '.join(_READERS)} would give it away.")


def tried(given: Given, prices: Prices = PRICES) -> tuple[Compared, ...]:
    """Every key on it, with equal parts among who uses, and every third of them in the first class."""
    users = given.used.any(axis=1)
    parts = np.where(users, ONE // max(1, int(users.sum())), 0)
    classes = [1 if number % 3 == 0 else 2 for number in range(len(given.meters))]
    poor = [meter for meter, first in zip(given.meters, classes, strict=True) if first == 1]
    return compare(
        given.meters, given.used, given.made, prices, KEYS, weights=parts, pairs=np.stack([parts] * len(parts)),
        priority=classes, low_income=poor, start=given.days.start,
    )  # fmt: skip


def page(several: Iterable[Given], prices: Prices = PRICES) -> str:
    """Every key on each of them, as a page (Markdown). Sums alone: no home stands in it by itself."""
    lines = [
        "# Every key on real readings",
        "",
        "What each key would have come to in one month of public data sets: `./coproduce energy try-keys FOLDER …`.",
        "Parts are equal, every third meter is of the first class. Prices of a kWh, in smallest coins: "
        f"{prices.community} among neighbours, {prices.retail} from a supplier, {prices.feed_in} to the grid. They are",
        "examples, and this is no advice.",
    ]
    for given in several:
        made, used = int(given.made.sum()) / 1e6, int(given.used.sum()) / 1e6
        lines += [
            "", f"## {given.name}", "",
            f"{given.source} {len(given.meters)} meters, {given.days.first_on:%Y-%m}: {used:.1f} MWh used, {made:.1f} "
            f"MWh made; of {given.missing} intervals nothing is known. {given.note}",
            "",
            "| key | used here, of what was made | made here, of what was used | unevenness (Gini) | "
            "saved by the first class | saved | bill of a place, middle one |",
            "|---|---|---|---|---|---|---|",
            *(f"| {one.key} | {_part(one.self_consumption)} | {_part(one.self_sufficiency)} | {_gini(one)} | "
              f"{_part(one.low_income)} | {sum(one.savings.values()) / 100:,.2f} | {_bill(one, given) / 100:,.2f} |"
              for one in tried(given, prices)),
        ]  # fmt: skip
    return "\n".join([*lines, ""])


def _part(part: Any) -> str:
    return "–" if part is None else f"{float(part):.1%}"


def _bill(one: Compared, given: Given) -> int:
    """What the middle one of those who use something pays for the month."""
    users = given.used.sum(axis=1).tolist()
    return median_low(one.bills[meter] for meter, uses in zip(given.meters, users, strict=True) if uses)


def _gini(one: Compared) -> str:
    return "–" if one.gini is None else f"{float(one.gini):.3f}"


def table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV."""
    return csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())


def by_place(values: Iterable[str], meter: str, first_on: date, a_day: int) -> list[Reading]:
    """Numbers without dates, a day by its place in the file: as one row a day."""
    return [
        Reading(2 + number // a_day, meter, (first_on + timedelta(number // a_day)).isoformat(), value, number % a_day)
        for number, value in enumerate(values)
    ]


def _curve(values: Iterable[str], days: Days, whole: Days, unit: str) -> tuple[Curve, int]:
    """The month of a year of numbers, and how many of its intervals are not known."""
    sheet = Sheet(whole.zone, unit, step_minutes=whole.step_minutes)  # type: ignore[arg-type]
    readings = by_place(values, "it", whole.first_on, 24 * 60 // whole.step_minutes)
    some = [one for one in readings if days.first_on.isoformat() <= one.stamp <= days.last_on.isoformat()]
    read, _ = curves(some, sheet, days.first_on, days.last_on)
    return read["it"], read["it"].quality.count("x")


def _wh(curve: Curve, times: int = 1) -> list[int]:
    return [(one or 0) * times for one in curve.wh]


def _houses(folder: Path) -> Iterator[Given]:
    """CityLearn 2022: seventeen houses with panels in California, hour by hour, from August to July."""
    whole = Days(date(2021, 8, 1), date(2022, 7, 31), "Etc/UTC", 60)
    days = month_of(date(2022, 6, 1), "Etc/UTC", 60)
    used, made = [], []
    buildings = json.loads((folder / "schema.json").read_text())["buildings"]
    for house in buildings.values():
        rows = list(table(folder / house["energy_simulation"]))
        kw = round(house["pv"]["attributes"]["nominal_power"])
        used.append(_wh(_curve((row["non_shiftable_load"] for row in rows), days, whole, "kWh")[0]))
        made.append(_wh(_curve((row["solar_generation"] for row in rows), days, whole, "W")[0], kw))
    yield Given("Seventeen houses with panels", "CityLearn 2022 (MIT).", tuple(buildings), np.array(used),
                np.array(made), days, "Panels in whole kW; the dates are ours.")  # fmt: skip


def _village(folder: Path) -> Iterator[Given]:
    """A village near Oxford: homes alike, a shop, a school, and a river that turns a wheel."""
    whole = Days(date(2019, 1, 1), date(2019, 12, 31), "Etc/UTC", 30)
    days = month_of(date(2019, 6, 1), "Etc/UTC", 30)
    files = {
        "a home": ("ken_dom_annual_demand_per_household_3", "Power (kW)"),
        "a shop": ("ken_non_dom_annual_demand_per_user_3", "Power (kW)"),
        "school": ("school_annual_demand", "Power (kW)"),
        "river": ("Sandford_hydro_generation_30_min_date", "Generator active power (kW)"),
    }
    found, missing = {}, 0
    for name, (file, column) in files.items():
        curve, unknown = _curve((row[column] for row in table(folder / f"{file}.csv")), days, whole, "kW")
        found[name], missing = _wh(curve), missing + unknown
    homes, shops = [f"home {number}" for number in range(1, 101)], [f"shop {number}" for number in range(1, 6)]
    used = [*[found["a home"]] * 100, *[found["a shop"]] * 5, found["school"], [0] * days.many]
    made = [*[[0] * days.many] * 106, found["river"]]
    yield Given("A village and its river", "Local Energy Oxfordshire, Kennington and Sandford (MIT).",
                (*homes, *shops, "school", "river"), np.array(used), np.array(made), days,
                "A hundred homes and five shops, each kind alike. The stamps of the river change year within the file: "
                "its rows are read by their place.", missing)  # fmt: skip


def _streets(folder: Path) -> Iterator[Given]:
    """SimBench: what hangs behind one transformer, quarter by quarter, in two networks."""
    try:
        from pyarrow import parquet
    except ImportError as missing:
        raise NotKnownError("These files are Parquet: pip install pyarrow, and try again.") from missing
    load_of = parquet.read_table(folder / "load_profiles_pload.parquet")
    sun_of = parquet.read_table(folder / "pv_profiles.parquet")
    days, first = month_of(date(2016, 6, 1), "Etc/UTC"), Days(date(2016, 1, 1), date(2016, 5, 31), "Etc/UTC").many
    loads, roofs = (list(table(folder / f"{name}_LV1_LV2_LV3.csv")) for name in ("loads", "res"))

    def wh(profile: str, mw: str, told: Mapping[str, Any]) -> NDArray[np.int64]:
        of_year = np.round(np.asarray(told[profile]) * float(mw) * 250_000).astype(np.int64)
        return np.maximum(0, of_year[first : first + days.many])

    for net, name in (("LV1.101", "A few farms"), ("LV2.101", "A street")):
        homes = [row for row in loads if row["subnet"] == net]
        suns = [row for row in roofs if row["subnet"] == net]
        dark = np.zeros(days.many, np.int64)
        used = [*(wh(f"{row['profile']}_pload", row["pLoad"], load_of) for row in homes), *[dark] * len(suns)]
        made = [*[dark] * len(homes), *(wh(row["profile"], row["pRES"], sun_of) for row in suns)]
        meters = [*(f"home {number}" for number in range(len(homes))), *(f"roof {number}" for number in
                                                                         range(len(suns)))]  # fmt: skip
        yield Given(f"{name} behind one transformer ({net})", "SimBench (ODbL 1.0).", tuple(meters), np.stack(used),
                    np.stack(made), days, "Each load and each roof is a meter of its own.")  # fmt: skip


def _gaps(folder: Path) -> Iterator[Given]:
    """Ten real meters in half hours, with the gaps they have; a roof is made up beside them."""
    days = month_of(date(2013, 1, 1), "Etc/GMT-10", 30)
    with gzip.open(folder / "smart_meter10.csv.gz", "rt") as file:
        rows = [row for row in csv.DictReader(file) if row["reading_datetime"].startswith("2013-01")]
    readings = [Reading(number, row["home"], row["reading_datetime"], row["general_supply_kwh"])
                for number, row in enumerate(rows, start=2)]  # fmt: skip
    sheet = Sheet(days.zone, step_minutes=30, most_wh=12_000)
    read, _ = curves(readings, sheet, days.first_on, days.last_on)
    meters = (*sorted(read), "roof")
    used = [*(_wh(read[meter]) for meter in sorted(read)), [0] * days.many]
    noon = np.maximum(0, np.sin((np.arange(days.many) % 48 / 48 - 0.25) * 2 * np.pi))
    made = [*[[0] * days.many] * len(read), (noon * 5000).astype(np.int64).tolist()]
    missing = sum(curve.quality.count("x") for curve in read.values())
    yield Given("Homes with gaps", "Gravitas smart meters, Australia (GPL-3, CC BY 3.0 AU).", meters,
                np.array(used), np.array(made), days,
                "The file knows no roof: one of 10 kW under a sky without clouds is made up.", missing)  # fmt: skip


_READERS: Mapping[str, Callable[[Path], Iterator[Given]]] = {
    "schema.json": _houses,
    "ken_dom_annual_demand_per_household_3.csv": _village,
    "loads_LV1_LV2_LV3.csv": _streets,
    "smart_meter10.csv.gz": _gaps,
}
