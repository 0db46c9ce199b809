"""The economic model from the command line: tables for people, rows for scripts, sentences for what is wrong."""

import csv
import io
import json
from pathlib import Path

import pytest

from coproduce.cli.economy.saying import DIARIES, SIMULATED
from coproduce.cli.tests.running import coproduce
from coproduce.economy import PRESETS, SOURCES

TOWN = "age,sex,people\n15-24,female,600\n25-64,female,2400\n25-64,male,2350\n65+,female,900\n65+,male,800\n"


def test_contracts_side_by_side_in_words_and_for_scripts(tmp_path: Path) -> None:
    few = ("--people", 60, "--years", 0.1, "--draws", 2, "--kept", tmp_path / "draws")
    said = coproduce("economy", "compare", *few)
    assert said.exit_code == 0, said.output
    assert "Simulated" in said.stdout and "work 48 hours" in said.stdout
    assert "The first draw" in said.stderr and "The first draw" not in said.stdout
    rows = json.loads(coproduce("economy", "compare", *few, "--json").stdout)
    assert rows["note"] == SIMULATED and {row["regime"] for row in rows["rows"]} == {one.name for one in PRESETS}
    sheet = list(csv.DictReader(io.StringIO(coproduce("economy", "compare", *few, "--csv").stdout)))
    assert len(sheet) == len(rows["rows"])


def test_contracts_of_a_town_of_its_own_and_with_numbers_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "town.csv").write_text("age,sex,people\n15-64,female,0\n65+,female,500\n65+,male,400\n")
    few = ("economy", "compare", "--people", 60, "--years", 0.1, "--draws", 2, "--json")

    def paid(*more: object) -> float:
        rows = json.loads(coproduce(*few, *more).stdout)["rows"]
        return float(next(row["middle"] for row in rows if (row["outcome"], row["regime"]) == ("paid_hours", "mix")))

    assert paid("--table", tmp_path / "town.csv") < 8 < paid()
    assert paid("--set", "cap_hours=30") < paid()


def test_enough_draws_carry_sentences() -> None:
    said = coproduce("economy", "compare", "--people", 40, "--years", 0.1, "--draws", 30, "--priors", "fixed")
    assert "mix" in said.stdout.splitlines()[-1] and "contract" in said.stdout.splitlines()[-1]


def test_each_study_answers() -> None:
    few = ("--people", 60, "--years", 0.1, "--draws", 2)
    few_said = coproduce("economy", "pool", *few).stdout
    assert "2 draws do not carry a sentence" in few_said and "nine tenths" not in few_said
    enough = coproduce("economy", "pool", "--people", 60, "--years", 0.1, "--draws", 30).stdout
    assert "nine tenths" in enough and "coproduction pools among 60" in enough
    assert "hours of need nobody meets" in " ".join(coproduce("economy", "without", *few).stdout.split())
    even = ("economy", "break-even", "capacity_hours", "given_hours", "--people", 30, "--years", 0.1)
    assert "etter" in coproduce(*even, "--draws", 30).stdout
    assert "2 draws do not carry" in coproduce(*even, "--draws", 2).stdout
    both = coproduce("economy", "break-even", "capacity_hours", "given_hours", "--beside", "outreach", *few, "--json")
    assert {"capacity_hours", "outreach", "better_in"} == set(json.loads(both.stdout)["rows"][0])
    table = coproduce("economy", "sobol", "given_hours", "outreach", "--against", "specialised",
                      "--people", 40, "--years", 0.1, "--draws", 30, "--json")  # fmt: skip
    named = {row["number"] for row in json.loads(table.stdout)["rows"]}
    assert named == {"outreach", "sharing", "needs_by_means", "needs_by_people", "people and luck"}
    spread = json.loads(coproduce("economy", "hours", "--people", 60, "--years", 0.1, "--json").stdout)["rows"]
    assert {(row["contract"], row["hours"]) for row in spread} >= {("mix", "given"), ("contract", "free")}
    rows = json.loads(coproduce("economy", "who-pays", "--people", 60, "--years", 0.1, "--json").stdout)["rows"]
    assert {row["contract"] for row in rows} == {one.name for one in PRESETS}
    numbers = json.loads(coproduce("economy", "numbers", "--json").stdout)["rows"]
    assert [row["number"] for row in numbers] == list(SOURCES)


def test_every_figure_for_each_group() -> None:
    few = ("economy", "compare", "--by", "sex", "--people", 60, "--years", 0.1, "--draws", 2)
    assert "Women: 2 draws" in coproduce(*few).stdout
    rows = json.loads(coproduce(*few, "--json").stdout)["rows"]
    assert {(row["among"], row["regime"]) for row in rows} == {
        (who, one.name) for who in ("women", "men") for one in PRESETS
    }


def test_every_draw_is_written_where_it_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "study.csv"
    said = coproduce("economy", "compare", "--people", 60, "--years", 0.1, "--draws", 2, "--out", path)
    assert said.exit_code == 0, said.output
    assert len(path.read_text().splitlines()) == 1 + 2 * len(PRESETS)


def test_numbers_that_fit_what_was_seen() -> None:
    few = ("--people", 60, "--years", 0.1, "--draws", 6)
    said = coproduce("economy", "calibrate", "capacity_hours", "--seen", "given_hours=0.1:0.2", *few, "--json")
    rows = json.loads(said.stdout)["rows"]
    assert [row["number"] for row in rows] == ["capacity_hours"]
    assert rows[0]["range_low"] <= rows[0]["low"] <= rows[0]["high"] <= rows[0]["range_high"]
    assert "tolerances off" in coproduce("economy", "calibrate", "ends", "--seen", "health=800:200", *few).stdout


def test_what_may_come_and_what_came_since(tmp_path: Path) -> None:
    (tmp_path / "until.csv").write_text("taking_part\n" + "0.05\n" * 10)
    (tmp_path / "since.csv").write_text("taking_part\n0.05\n0.05\n")
    asked = ("forecast", "--curve", tmp_path / "until.csv", "--people", 60, "--draws", 8, "--ahead", 2)
    rows = json.loads(coproduce("economy", *asked, "--json").stdout)["rows"]
    assert [row["week"] for row in rows] == [11, 12]
    assert all(row["low"] <= row["middle"] <= row["high"] for row in rows)
    assert "lie inside" in coproduce("economy", *asked, "--since", tmp_path / "since.csv").stdout


def test_a_towns_unpaid_hours(tmp_path: Path) -> None:
    path = tmp_path / "town.csv"
    path.write_text(TOWN)
    said = coproduce("economy", "core", "--table", path, "--wage", 10)
    assert said.exit_code == 0, said.output
    assert "all of it" in said.stdout and "At 10.00 an hour" in said.stdout
    rows = json.loads(coproduce("economy", "core", "--table", path, "--json").stdout)
    assert rows["note"] == DIARIES and sum(row["hours"] for row in rows["rows"]) > 100_000


def test_whom_to_invite_first_and_how_it_spread(tmp_path: Path) -> None:
    ties, adoption = tmp_path / "ties.csv", tmp_path / "adoption.csv"
    ties.write_text("from,to\n" + "".join(f"{a},{(a + step) % 30}\n" for a in range(30) for step in (1, 2)))
    adoption.write_text("id,time\n" + "".join(f"{a},{1 + a // 6 if a < 24 else ''}\n" for a in range(30)))
    rows = json.loads(coproduce("economy", "seed", "--ties", ties, "--count", 3, "--json").stdout)["rows"]
    assert len(rows) == 5 and all(row["low"] <= row["reached"] <= row["high"] for row in rows)
    said = coproduce("economy", "contagion", "--ties", ties, "--adoption", adoption)
    assert "24 of 30 people took it up" in said.stdout
    assert json.loads(coproduce("economy", "contagion", "--ties", ties, "--adoption", adoption, "--json").stdout)[
        "kind"
    ]
    study = tmp_path / "study.csv"
    study.write_text("id,toa,city,net1\n" + "".join(f"{a},{1 + a // 6},1,{1 + a % 30}\n" for a in range(1, 31)))
    assert "took it up" in coproduce("economy", "contagion", "--study", study).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compare", "--priors", "hope"), "evidence, sceptic or fixed"),
        (("break-even", "hope", "health"), "no question of better"),
        (("seed", "--ties", "one.csv"), "Row 2: a tie has two ends"),
        (("seed", "--ties", "none.csv"), "The list has no ties"),
        (("core", "--table", "wrong.csv"), "Row 2"),
        (("compare", "--list", "wrong.csv"), "no column household"),
        (("compare", "--out", "study.xls"), "kept as .parquet or .csv"),
        (("calibrate", "hope", "--seen", "health=800:9"), "No contract has a number called “hope”"),
        (("calibrate", "ends", "--seen", "health=800:9", "--contract", "hope"), "no contract “hope”"),
        (("break-even", "ends", "health", "--against", "hope"), "no contract “hope”"),
        (("compare", "--by", "height"), "“height” is not among sex, age, skill"),
        (("compare", "--by", "sex", "--out", "study.csv"), "leave out --kept and --out"),
        (("compare", "--out", "nowhere/study.csv"), "--out: there is no folder nowhere"),
        (("compare", "--kept", "one.csv", "--people", "20", "--years", "0.1"), "one.csv holds another study"),
        (("compare", "--set", "pool=40"), "the weeks do not read it"),
        (("break-even", "pool", "health"), "no question of better"),
        (("sobol", "health", "pool"), "called pool that its weeks read"),
        (("sobol", "hope", "ends"), "“hope” is not among"),
        (("contagion", "--ties", "one.csv"), "Name both lists"),
        (("compare", "--set", "hope=1"), "write a number of the contracts and its value"),
        (("compare", "--set", "sharing=x"), "write a number of the contracts and its value"),
        (("compare", "--set", "sharing=2"), "it lies between 0.0 and 1.0"),
        (("calibrate", "ends", "--seen", "health"), "write what was seen as"),
        (("calibrate", "ends", "--seen", "hope=1:1"), "no figure of that name"),
        (("forecast", "--curve", "none.csv"), "no column taking_part"),
        (("forecast", "--curve", "shares.csv"), "Row 3, taking_part: “2” is no share"),
        (("forecast", "--curve", "few.csv"), "1 weeks are too few"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.csv").write_text("from,to\na,\n")
    (tmp_path / "none.csv").write_text("from,to\n")
    (tmp_path / "wrong.csv").write_text("age,sex,people\nold,male,3\n")
    (tmp_path / "shares.csv").write_text("taking_part\n0.1\n2\n")
    (tmp_path / "few.csv").write_text("taking_part\n0.1\n")
    done = coproduce("economy", *words)
    assert done.exit_code == 2 and said in done.stderr, done.output


@pytest.mark.parametrize(
    "words", [("core", "--table"), ("compare", "--list"), ("forecast", "--curve"), ("seed", "--ties")]
)
def test_a_file_that_is_not_there_is_named(words: tuple[str, str], tmp_path: Path) -> None:
    refused = coproduce("economy", *words, tmp_path / "towm.csv")
    assert refused.exit_code == 2 and "towm.csv' does not exist" in " ".join(refused.output.split())
