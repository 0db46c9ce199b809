"""People drawn from a town's ages and sexes, or read from a list that says which row to mend."""

from pathlib import Path

import numpy as np
import pytest

from coproduce.economy.network import NetworkError, from_edges, ties
from coproduce.economy.population import AGE_SEX, BANDS, MEN, NEIGHBOURS, WOMEN, PeopleError, draw, from_csv

TOWN = draw(5_000, seed=4)


def test_ages_and_sexes_are_the_towns_to_the_person() -> None:
    weights = np.array(AGE_SEX)
    counts = np.array(
        [[((TOWN.band == band) & (TOWN.sex == sex)).sum() for sex in (WOMEN, MEN)] for band in range(len(BANDS))]
    )
    assert counts.sum() == 5_000
    assert np.abs(counts - 5_000 * weights / weights.sum()).max() < 1


def test_people_stand_by_neighbourhood_and_household() -> None:
    assert (np.diff(TOWN.household) >= 0).all() and (np.diff(TOWN.neighbourhood) >= 0).all()
    for home in (TOWN.household, TOWN.neighbourhood):
        assert (np.unique(home) == np.arange(home.max() + 1)).all()
    places = [len(set(TOWN.neighbourhood[TOWN.household == home].tolist())) for home in range(200)]
    assert set(places) == {1}
    assert np.abs(np.bincount(TOWN.neighbourhood)[:-1] - NEIGHBOURS).max() < 6
    assert 1 <= np.bincount(TOWN.household).max() <= 5


def test_some_have_somebody_to_care_for_and_needs_stand_once_a_household() -> None:
    first = np.concatenate([[True], np.diff(TOWN.household) > 0])
    assert (TOWN.need[~first] == 0).all()
    assert 0.1 < (TOWN.need[first] > 0).mean() < 0.4
    assert (TOWN.willing[TOWN.frail == 1] == 0).all() and (TOWN.want[TOWN.frail == 1] == 0).all()


def test_the_town_wants_what_it_is_said_to() -> None:
    wants = TOWN.want > 0
    assert 33 < TOWN.want[wants].mean() / 4 < 37
    assert abs(TOWN.volunteer.mean() - 0.16) < 0.02
    assert (TOWN.norm[~wants] == 0).all() and (TOWN.norm[wants] >= 4).all()


def test_one_seed_one_town() -> None:
    again, other = draw(500, seed=4), draw(500, seed=5)
    assert all(
        (getattr(again, name) == getattr(draw(500, seed=4), name)).all() for name in ("want", "household", "need")
    )
    assert (again.want != other.want).any()
    assert len(draw(1, seed=1)) == 1


@pytest.mark.parametrize(("size", "table"), [(0, AGE_SEX), (5, AGE_SEX[:3])])
def test_a_town_nobody_can_draw(size: int, table: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match=r"at least one person|table of ages"):
        draw(size, seed=1, age_sex=table)


LIST = """household,age,sex,neighbourhood,hours_wanted,skill
Ash 1,34,female,1,30,6
Ash 1,36,male,1,40,7
Ash 1,3,female,1,0,0
Ash 2,81,woman,1,0,2
Elm 1,44,f,2,38.5,5
Elm 1,15,m,2,0,0
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_a_list_is_read_with_what_it_knows(tmp_path: Path) -> None:
    people = from_csv(written(tmp_path, LIST), seed=1)
    assert len(people) == 4
    assert sorted(people.want.tolist()) == [0, 120, 154, 160]
    assert sorted(people.band.tolist()) == [1, 2, 2, 5]
    assert people.neighbourhood.tolist() == [0, 0, 0, 1]
    small, school = 160, 56
    assert sorted(people.need[people.need > 0].tolist())[:2] == [school, small]


def test_who_is_frail_is_taken_from_a_list_and_a_child_needs_no_more_than_an_age(tmp_path: Path) -> None:
    rows = "household,age,sex,frail,hours_wanted\nz,80,f,1,0\nz,82,m,0,0\na,34,f,0,30\na,3,f,,\n"
    people = from_csv(written(tmp_path, rows), seed=1)
    assert people.frail[np.argsort(people.ids)].tolist() == [1, 0, 0]
    assert sorted(people.need.tolist()) == [0, 4 * 18, 4 * 40]


def test_ties_of_a_list_are_of_its_people_wherever_they_stand(tmp_path: Path) -> None:
    """Planted order: the list's first household lives in the second neighbourhood."""
    rows = "household,age,sex,neighbourhood\nz,80,f,2\na,34,f,1\na,36,m,1\n"
    people = from_csv(written(tmp_path, rows), seed=1)
    assert people.ids.tolist() == [1, 2, 0]
    found = from_edges(people, [(0, 2)])
    source = np.repeat(np.arange(3), found.degrees())
    assert {tuple(pair) for pair in zip(people.ids[source], people.ids[found.ends], strict=True)} == {(0, 2), (2, 0)}
    with pytest.raises(NetworkError, match="places go from 0 to 2"):
        from_edges(people, [(0, 3)])


def test_what_a_list_does_not_know_is_drawn(tmp_path: Path) -> None:
    people = from_csv(written(tmp_path, "household,age,sex\na,30,male\nb,40,female\n"), seed=1)
    assert len(people) == 2 and (people.threshold >= 2).all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("age,sex\n3,male\n", "no column household"),
        ("household,age,sex\n,30,male\n", "Row 2, household: empty"),
        ("household,age,sex\na,thirty,male\n", "Row 2, age: “thirty” is not a number"),
        ("household,age,sex\na,30,male\nb,150,male\n", "Row 3, age: 150 is not between 0 and 120"),
        ("household,age,sex\na,30,x\n", "Row 2, sex: “x”. Write female or male"),
        ("household,age,sex,skill\na,30,male,12\n", "Row 2, skill: 12 is not between"),
        ("household,age,sex,skill\na,30,male,\n", "Row 2, skill: “” is not a number"),
        (
            "household,age,sex,neighbourhood\na,70,f,1\na,71,m,2\n",
            "Row 3, neighbourhood: household a is in 2, and in 1",
        ),
        ("household,age,sex\na,5,male\n", "nobody aged 16"),
    ],
)
def test_a_list_that_cannot_be_read_says_which_row(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PeopleError, match=said):
        from_csv(written(tmp_path, text), seed=1)


def test_ties_go_both_ways_without_repeats() -> None:
    found = ties(TOWN, seed=4)
    source = np.repeat(np.arange(found.people), found.degrees())
    pairs = set(zip(source.tolist(), found.ends.tolist(), strict=True))
    assert len(pairs) == len(found.ends) and all((b, a) in pairs and a != b for a, b in pairs)
    assert 9 < found.degrees().mean() < 11.5


def test_a_household_knows_itself_and_neighbours_live_near() -> None:
    found = ties(TOWN, seed=4, far=0, rewired=0.0)
    source = np.repeat(np.arange(found.people), found.degrees())
    assert (TOWN.neighbourhood[source] == TOWN.neighbourhood[found.ends]).all()
    home = TOWN.household[source] == TOWN.household[found.ends]
    sizes = np.bincount(TOWN.household)
    assert home.sum() == (sizes * (sizes - 1)).sum()
    rewired = ties(TOWN, seed=4, far=0, rewired=1.0)
    away = TOWN.neighbourhood[np.repeat(np.arange(5_000), rewired.degrees())] != TOWN.neighbourhood[rewired.ends]
    assert away.mean() > 0.7


def test_ties_one_has() -> None:
    found = from_edges(4, [(0, 1), (1, 0), (2, 2), (3, 0)])
    assert found.starts.tolist() == [0, 2, 3, 3, 4] and found.ends.tolist() == [1, 3, 0, 0]
    assert from_edges(3, []).degrees().tolist() == [0, 0, 0]
    with pytest.raises(NetworkError, match="Row 2 ties 1 to 4; places go from 0 to 3"):
        from_edges(4, [(0, 1), (1, 4)])


@pytest.mark.parametrize("wrong", [{"near": 3}, {"far": -2}, {"rewired": 1.2}])
def test_ties_nobody_can_draw(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"even numbers|between 0 and 1"):
        ties(TOWN, seed=1, **wrong)  # type: ignore[arg-type]
