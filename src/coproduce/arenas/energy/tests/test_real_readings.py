"""Real files, where they are at hand: seventeen houses in California, a village near Oxford, ten homes with gaps."""

import csv
import gzip
import json
from datetime import date

import numpy as np
import pytest
from tests.fixtures.shared import real

import coproduce.arenas.energy.rules as energy
from coproduce.arenas.energy.queries.known import by_place, table


@pytest.mark.long
def test_seventeen_houses_for_a_year() -> None:
    """169,644 kWh used, 103,425 kWh made; every key shares no more than there is and what is shared adds up."""
    data = real("citylearn_2022")
    houses = json.loads((data / "schema.json").read_text())["buildings"]
    first_on, sheet = date(2021, 8, 1), energy.Sheet("Etc/UTC", step_minutes=60)
    load, made = [], []
    for house in houses.values():
        rows = list(table(data / house["energy_simulation"]))
        kw = house["pv"]["attributes"]["nominal_power"]
        used = by_place((row["non_shiftable_load"] for row in rows), "home", first_on, 24)
        sun = by_place((row["solar_generation"] for row in rows), "roof", first_on, 24)
        found, flags = energy.curves(used, sheet, first_on, date(2022, 7, 31))
        roofs, more = energy.curves(sun, energy.Sheet("Etc/UTC", "W", step_minutes=60), first_on, date(2022, 7, 31))
        assert not flags + more
        load.append(found["home"].wh)
        made.append([(wh or 0) * round(kw) for wh in roofs["roof"].wh])
    used_wh, made_wh = np.array(load, np.int64), np.array(made, np.int64)
    assert used_wh.shape == (17, 8760)
    assert round(used_wh.sum() / 1e6) == 170
    assert abs(int(made_wh.sum()) - 103_425_000) < 50_000
    names = list(houses)
    told = energy.compare(
        names, used_wh, made_wh, energy.Prices(15, 25, 8), [key for key in energy.KEYS if key != "pair"],
        weights=np.full(17, 1_000_000 // 17), priority=np.arange(17) % 3, low_income=names[:5],
    )  # fmt: skip
    by_key = {one.key: one for one in told}
    assert by_key["dynamic"].surplus_wh == by_key["equal_refill"].surplus_wh < by_key["static"].surplus_wh
    for one in told:
        assert one.gini is not None
        assert 0 < one.gini < 1
        assert all(saved >= 0 for saved in one.savings.values())


def test_a_village_its_school_and_a_river() -> None:
    data = real("oxford_kennington")
    year = date(2019, 1, 1), date(2019, 12, 31)
    sheet = energy.Sheet("Etc/UTC", "kW", step_minutes=30)
    found: dict[str, energy.Curve] = {}
    for name, column in (
        ("ken_dom_annual_demand_per_household_3", "Power (kW)"),
        ("school_annual_demand", "Power (kW)"),
        ("Sandford_hydro_generation_30_min_date", "Generator active power (kW)"),
    ):
        rows = table(data / f"{name}.csv")
        readings = by_place((row[column] for row in rows), name, year[0], 48)
        read, flags = energy.curves(readings, sheet, *year)
        assert {flag.code for flag in flags} <= {"NEGATIVE"}
        found |= read
    homes, school, river = (np.array([wh or 0 for wh in curve.wh]) for curve in found.values())
    assert len(river) == 17_520
    load = np.stack([homes * 100, school, np.zeros_like(river)])
    made = np.stack([np.zeros_like(river)] * 2 + [river])
    told = energy.flows(load, made, key="dynamic")
    assert told.bought.sum() == told.sold.sum() == np.minimum(load.sum(axis=0), river).sum()


def test_the_stamps_of_the_river_are_reported() -> None:
    """From row 4,876 on they are of another year: nothing of it is taken in silence."""
    data = real("oxford_kennington")
    rows = table(data / "Sandford_hydro_generation_30_min_date.csv")
    long = ({**row, "m": "river"} for row in rows)
    readings = energy.from_long(long, meter="m", stamp="Date_Time", value="Generator active power (kW)")  # type: ignore[arg-type]
    sheet = energy.Sheet("Etc/UTC", "kW", step_minutes=30, stamp="%d/%m/%y %H:%M")
    _, flags = energy.curves(readings, sheet, date(2019, 1, 1), date(2019, 12, 31))
    outside = [flag for flag in flags if flag.code == "OUTSIDE"]
    assert min(flag.row for flag in outside) == 4876 + 2
    assert len(outside) > 12_000


def test_ten_homes_with_gaps_of_their_own() -> None:
    """A gap is missing and no zero; filled by a policy it is marked; the longest stays."""
    data = real("gravitas_smart_meter10")
    with gzip.open(data / "smart_meter10.csv.gz", "rt") as file:
        rows = [row for row in csv.DictReader(file) if row["home"] in ("home_01", "home_02", "home_05")]
    readings = list(energy.from_long(rows, meter="home", stamp="reading_datetime", value="general_supply_kwh"))
    sheet = energy.Sheet("Etc/GMT-10", step_minutes=30, most_wh=12_000)
    days = date(2012, 2, 10), date(2014, 3, 3)
    read, flags = energy.curves(readings, sheet, *days)
    assert not flags
    assert sum(len(curve.quality) - curve.quality.count("x") for curve in read.values()) == len(rows)
    filled, _ = energy.curves(readings, sheet, *days, gaps=energy.Gaps("week before", 48))
    for meter, curve in read.items():
        assert filled[meter].quality.count("m") == curve.quality.count("m")
        assert filled[meter].quality.count("x") <= curve.quality.count("x")
        quarters = energy.at_steps_of(curve, 15)
        assert quarters.total_wh == curve.total_wh
        assert set(quarters.quality) <= {"e", "x"}


def test_a_street_behind_one_transformer() -> None:
    """LV2.101, 103 loads and 9 roofs: 62.1 % of what is made is used in the street when all may share."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    data = real("simbench_lv")
    load_of, sun_of = (
        parquet.read_table(data / name) for name in ("load_profiles_pload.parquet", "pv_profiles.parquet")
    )

    def wh(profile: str, mw: float, table: object, suffix: str) -> np.ndarray:
        return np.round(np.asarray(table[profile + suffix]) * mw * 250_000).astype(np.int64)  # type: ignore[index]

    street = [row for row in table(data / "loads_LV1_LV2_LV3.csv") if row["subnet"] == "LV2.101"]
    roofs = [row for row in table(data / "res_LV1_LV2_LV3.csv") if row["subnet"] == "LV2.101"]
    load = np.stack([wh(row["profile"], float(row["pLoad"]), load_of, "_pload") for row in street])
    pool = sum(wh(row["profile"], float(row["pRES"]), sun_of, "") for row in roofs)
    shared = energy.share(load, pool, key="dynamic").sum()
    assert (len(street), len(roofs)) == (103, 9)
    assert round(float(shared / np.sum(pool)), 3) == 0.621
