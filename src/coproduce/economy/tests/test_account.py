"""A town's unpaid hours: what diaries and a table of ages say, and no more."""

import csv
import tomllib
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from tests.fixtures.shared import real

from coproduce.economy import abroad
from coproduce.economy.account import AccountError, core_economy, read_table
from coproduce.economy.population import AGE_SEX
from coproduce.economy.rates import ACTIVITIES, SAYS, SEXES, Rates, RatesError, default_rates, rates_toml, read_rates

BANDS = ("16-24", "25-34", "35-44", "45-54", "55-64", "65+")
BRITAIN = {
    (band, sex): 1.0 * many
    for band, row in zip(BANDS, AGE_SEX, strict=True)
    for sex, many in zip(SEXES, row, strict=True)
}
DIARIES = "atus/atus_2003_2016_aggregate.csv"


def simple_rates(years: int = 3) -> Rates:
    """Everybody does an hour of everything, and a tenth more each year, in two bands."""
    hours = np.ones((len(ACTIVITIES), 2, 2, years)) * (1 + np.arange(years) / 10)
    return Rates((15, 65), tuple(range(2001, 2001 + years)), hours, "nobody")


# The account


def test_it_is_people_times_hours() -> None:
    town = core_economy({("15-64", "female"): 10, ("65+", "men"): 5}, rates=simple_rates())
    assert town.hours("others").mean == pytest.approx(15 * 1.1)
    assert town.hours().mean == pytest.approx(15 * 1.1 * len(ACTIVITIES))
    assert town.an_adult("others", sex="male").mean == pytest.approx(1.1)
    assert town.hours(sex="female", band="65+").mean == 0
    assert (town.adults(), town.adults("female"), town.adults(band="65+")) == (15, 10, 5)


def test_its_interval_is_that_of_the_mean_over_years() -> None:
    """Every cell moves together, so their sum varies as each does: 1.0, 1.1, 1.2 by Student's 4.303 × 0.1 ÷ √3."""
    told = core_economy({("15-64", "female"): 10}, rates=simple_rates()).hours("others")
    assert told.high - told.mean == pytest.approx(10 * 4.3027 * 0.1 / np.sqrt(3))
    assert told.mean - told.low == pytest.approx(told.high - told.mean)


def test_a_year_at_a_wage() -> None:
    town = core_economy({("15-64", "female"): 10}, rates=simple_rates())
    assert town.value(12).mean == pytest.approx(town.hours().mean * 12 * 365.25 / 7)


def test_its_rows_add_up_to_the_whole() -> None:
    town = core_economy(BRITAIN)
    rows = list(town.rows())
    assert len(rows) == len(ACTIVITIES) * 2 * 6
    assert sum(row["hours"] for row in rows) == pytest.approx(town.hours().mean)
    assert {row["says"] for row in rows} == set(SAYS.values())
    assert all(row["low"] <= row["hours"] <= row["high"] for row in rows)


def test_rows_that_cross_a_band_are_spread_evenly_and_counted() -> None:
    town = core_economy({("5-24", "male"): 200, ("60-69", "male"): 50}, rates=default_rates())
    assert town.children == 100
    assert town.people[1].tolist() == [100, 0, 0, 0, 25, 25]
    assert town.spread == 250
    assert core_economy({("0-14", "male"): 9, ("15-24", "male"): 9, ("65+", "female"): 2}).spread == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=131, max_size=131).filter(lambda many: sum(many[15:]) > 0))
def test_single_years_or_bands_the_same(many: list[float]) -> None:
    by_year = core_economy({(str(age), "female"): people for age, people in enumerate(many)})
    edges = (0, *default_rates().bands, 131)
    bands = {(f"{low}-{high - 1}", "female"): sum(many[low:high]) for low, high in pairwise(edges)}
    assert by_year.hours().mean == pytest.approx(core_economy(bands).hours().mean)
    assert by_year.children + by_year.adults() == pytest.approx(sum(many))


@settings(max_examples=60, deadline=None)
@given(st.floats(0.01, 1e4))
def test_twice_the_town_has_twice_the_hours(factor: float) -> None:
    larger = core_economy({key: people * factor for key, people in BRITAIN.items()})
    assert larger.hours() == pytest.approx(core_economy(BRITAIN).hours().times(factor))
    assert larger.an_adult() == pytest.approx(core_economy(BRITAIN).an_adult())


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({("15-24", "person"): 3}, "sex “person”"),
        ({("young", "female"): 3}, "ages “young”"),
        ({("1-2-3", "female"): 3}, "ages “1-2-3”"),
        ({("30-20", "female"): 3}, "do not run upward"),
        ({("140+", "female"): 3}, "do not run upward"),
        ({("20+", "female"): 3}, "only 65 and over may stand open"),
        ({("20-30", "female"): -3}, "0 or more"),
        ({("20-30", "female"): float("nan")}, "0 or more"),
        ({("20-30", "female"): 3, ("25-29", "women"): 3}, "overlap, female"),
        ({("20-30", "male"): 3, ("30-39", "male"): 3}, "overlap, male"),
        ({("0-9", "female"): 3}, "nobody aged 15 or over"),
        ({}, "nobody aged 15 or over"),
    ],
)
def test_what_no_town_has_is_refused(table: dict[tuple[str, str], float], says: str) -> None:
    with pytest.raises(AccountError, match=says):
        core_economy(table)


def test_a_question_about_nobody_is_refused() -> None:
    town = core_economy({("65+", "female"): 3})
    for asked in ({"activity": "sleep"}, {"sex": "women"}, {"band": "66+"}):
        with pytest.raises(AccountError, match="is not among"):
            town.hours(**asked)
    with pytest.raises(AccountError, match="Nobody in the table is male, 65"):
        town.an_adult(sex="male", band="65+")
    with pytest.raises(AccountError, match="of either sex, 15-24"):
        town.an_adult(band="15-24")


# The table


def test_a_table_is_read_both_ways(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text('Age_From,Age_To,Sex,People,Ward\n15,24,Female,"1,200",A\n15,24,female,300,B\n65,,male,7,A\n')
    other.write_text("age_band,sex,people\n15–24,female,1500\n65+,male,7\n")
    assert read_table(one) == {("15-24", "female"): 1500, ("65+", "male"): 7}
    assert core_economy(read_table(one)).hours() == core_economy(read_table(other)).hours()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("age,sex\n7,female\n", "no column people"),
        ("sex,people\nfemale,7\n", "no column age_from, age_to"),
        ("", "no column sex, people"),
        ("age,sex,people\n7,female,many\n", "Row 2, people: “many”"),
        ("age,sex,people\n7,female,3\n8-,female,3\n", "Row 3, age: ages “8-”"),
        ("age_from,age_to,sex,people\nx,9,female,3\n", "Row 2, age_from, age_to: ages “x-9”"),
        ("age,sex,people\n7,both,3\n", "Row 2: sex “both”"),
        ("age,sex,people\n7,female\n", "Row 2, people: “”"),
    ],
)
def test_a_table_says_which_row_and_field(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "town.csv"
    path.write_text(text)
    with pytest.raises(AccountError, match=says):
        read_table(path)


# The diaries

HEAD = "year,sex,age_band,employment,activity,person_days_k,person_minutes_k\n"


def diaries(tmp_path: Path, rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "diaries.csv"
    path.write_text(head + rows)
    return path


def test_days_are_counted_once_however_many_activities(tmp_path: Path) -> None:
    rows = "".join(
        f"{year},{sex},{band},{work},{activity},{days},{minutes}\n"
        for year in (2001, 2002, 2003)
        for sex in SEXES
        for band in ("15-64", "65+")
        for work, days in (("full-time", 10), ("unemployed", 30))
        for activity, minutes in (
            ("0201", 600),
            ("0208", 600),
            ("0301", 240),
            ("0302", 60),
            ("0501", 9999),
            ("1500", 40),
        )
    )
    read = read_rates(diaries(tmp_path, rows), source="nobody")
    assert (read.bands, read.years, read.names()) == ((15, 65), (2001, 2002, 2003), ("15-64", "65+"))
    by_activity = dict(zip(ACTIVITIES, read.hours, strict=True))
    assert np.allclose(by_activity["household"], 7 * (4 * 600) / 40 / 60)
    assert np.allclose(by_activity["own_children"], 7 * (2 * 300) / 40 / 60)
    assert np.allclose(by_activity["volunteering"], 7 * (2 * 40) / 40 / 60)
    assert not by_activity["others"].any()
    said = tomllib.loads(rates_toml(read))
    assert said["household"]["male"]["65+"] == [7.0, 7.0, 7.0]


ONE = "{year},female,15+,all,0201,10,60\n{year},male,15+,all,0201,10,60\n"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("2001,female,15+,all,0201,ten,60\n", "Row 2, person_days_k: “ten”"),
        ("2001,women,15+,all,0201,10,60\n", "Row 2, sex: “women”"),
        ("2001,female,15+,all,0201,10,60\n2001,female,15+,all,0202,11,60\n", "Row 3, person_days_k: 11, and 10 before"),
        ("2001,female,old,all,0201,10,60\n", "An age band is written"),
        (ONE.format(year=2001) + ONE.format(year=2002), "of 2 years"),
        (
            "".join(ONE.format(year=year) for year in (1, 2)) + "3,male,15+,all,0201,10,60\n",
            "no diary of female, 15\\+, 3",
        ),
    ],
)
def test_diaries_say_what_is_wrong(tmp_path: Path, rows: str, says: str) -> None:
    with pytest.raises(RatesError, match=says):
        read_rates(diaries(tmp_path, rows))


def test_diaries_need_their_columns(tmp_path: Path) -> None:
    with pytest.raises(RatesError, match="no column employment, activity"):
        read_rates(diaries(tmp_path, "", "year,sex,age_band,person_days_k,person_minutes_k\n"))


def test_the_rates_that_come_along_are_those_of_the_diaries() -> None:
    shipped = files("coproduce.economy").joinpath("rates.toml").read_text("utf-8")
    assert rates_toml(read_rates(real(DIARIES))) == shipped


def test_the_diaries_say_what_their_publisher_does() -> None:
    """2016: 1.83 hours a day of household work, 0.441 of care for one's own household, all people."""
    rates, days = read_rates(real(DIARIES)), dict[tuple[str, str, str], int]()
    with open(real(DIARIES), newline="") as file:
        for row in csv.DictReader(file):
            if row["year"] == "2016":
                days[row["sex"], row["age_band"], row["employment"]] = int(row["person_days_k"])
    people = np.zeros((2, 6))
    for (sex, band, _), many in days.items():
        people[SEXES.index(sex), rates.names().index(band)] += many
    a_day = (rates.hours[..., -1] * people).sum(axis=(1, 2)) / people.sum() / 7
    by_activity = dict(zip(ACTIVITIES, a_day, strict=True))
    assert by_activity["household"] == pytest.approx(1.83, abs=0.005)
    assert sum(by_activity[name] for name in ("own_children", "own_adults", "own_others")) == pytest.approx(
        0.441, abs=0.0005
    )


# Foretold


def test_british_hours_from_american_behaviour() -> None:
    """Foretold: diaries of the United States and British ages; seen in Britain, March 2024: 24.7 and 18.1 h (ONS)."""
    town = core_economy(BRITAIN)
    assert town.an_adult(sex="female").mean == pytest.approx(24.7, rel=0.12)
    assert town.an_adult(sex="male").mean == pytest.approx(18.1, rel=0.12)


def test_diaries_and_the_table_of_countries_agree_on_america() -> None:
    """The table counts the way there too (ages 15 to 64), so diaries without it stand at four fifths and more."""
    days = abroad.read_days(real("time_use_tables/oecd_time_use_by_sex.csv"))
    grown = {key: people for key, people in BRITAIN.items() if key[0] != "65+"}
    for sex in SEXES:
        a_day = core_economy(grown).an_adult(sex=sex).mean / 7 * 60
        assert 0.75 < a_day / days["USA", sex].unpaid < 1


@pytest.mark.parametrize("sex", SEXES)
@pytest.mark.parametrize("half", [0, 1])
def test_a_fan_of_four_fifths_holds_seven_to_nine_tenths_of_other_countries(sex: str, half: int) -> None:
    """Fitted on half the countries; of each of the others, foretold by each of those."""
    days = abroad.read_days(real("time_use_tables/oecd_time_use_by_sex.csv"))
    countries = sorted({country for country, _ in days})
    fitted, others = countries[half::2], countries[1 - half :: 2]
    fan = abroad.FAN * abroad.spread(days, sex, fitted)
    held = [
        abs(abroad.foretold(days, sex, of=of, by=by) - days[of, sex].unpaid) <= fan for of in others for by in fitted
    ]
    assert 0.70 <= np.mean(held) <= 0.90


def test_behaviour_foretells_better_than_taking_the_hours_over() -> None:
    days = abroad.read_days(real("time_use_tables/oecd_time_use_by_sex.csv"))
    countries = sorted({country for country, _ in days})
    for sex in SEXES:
        seen = np.array([days[country, sex].unpaid for country in countries])
        taken_over = np.sqrt(2 * seen.var(ddof=1))
        assert abroad.spread(days, sex, countries) < 0.95 * taken_over


def days_of(tmp_path: Path, rows: str) -> dict[tuple[str, str], abroad.Day]:
    path = tmp_path / "days.csv"
    path.write_text("Country_Code,DESC,Sex,Minutes_per_day\n" + rows)
    return abroad.read_days(path)


def test_a_day_has_a_share_of_what_is_left(tmp_path: Path) -> None:
    rows = "A,UPW,Women,200\nA,PAW,Women,240\nA,PCA,Women,700\nA,LEI,Women,1\n"
    rows += "B,UPW,Women,90\nB,PAW,Women,440\nB,PCA,Women,700\n"
    days = days_of(tmp_path, rows)
    assert abroad.foretold(days, "female", of="B", by="A") == pytest.approx(200 / 500 * 300)
    assert abroad.foretold(days, "female", of="A", by="A") == pytest.approx(200)
    assert abroad.spread(days, "female", "AB") == pytest.approx(np.sqrt((30**2 + 50**2) / 2))
    with pytest.raises(abroad.DayError, match="no day of C, female"):
        abroad.foretold(days, "female", of="A", by="C")
    with pytest.raises(abroad.DayError, match="two countries"):
        abroad.spread(days, "female", "A")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("A,UPW,Both,200\n", "Row 2, 'Both'"),
        ("A,UPW,Men,long\n", "Row 2, Minutes_per_day: “long”"),
        ("A,UPW,Men,200\n", "A, male: no minutes of paid, personal"),
    ],
)
def test_a_table_of_days_says_what_is_wrong(tmp_path: Path, rows: str, says: str) -> None:
    with pytest.raises(abroad.DayError, match=says):
        days_of(tmp_path, rows)
