"""Who looked to whom, and when: read with every name counted that led nowhere."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from tests.fixtures.shared import real

from coproduce.economy.tests.planted import planted
from coproduce.economy.uptake import Uptake, UptakeError, read_study, read_uptake

#: People, names said, names that led to somebody, oneself among them (the file's own description), and adopters.
STUDIES = {
    "medInnovations": (125, 4, 17, 912, 450, 0, 109),
    "kfamily": (1047, 25, 10, 19301, 16465, 29, 673),
    "brfarmers": (692, 11, 19, 2927, 2926, 66, 540),
}


@pytest.mark.parametrize("name", STUDIES)
def test_the_old_studies_are_read_whole(name: str) -> None:
    people, groups, periods, named, resolved, own, adopters = STUDIES[name]
    study = read_study(real(f"netdiffuser/{name}.csv"))
    assert (study.people, study.groups.max() + 1, study.periods) == (people, groups, periods)
    assert (study.named, study.named - study.dangling, study.own) == (named, resolved, own)
    assert (study.adoption > 0).sum() == adopters
    assert len(study.ties) + study.repeated + study.own == resolved
    assert (study.groups[study.ties[:, 0]] == study.groups[study.ties[:, 1]]).all()


def test_some_questions_alone() -> None:
    path = real("netdiffuser/brfarmers.csv")
    friends, both = (read_study(path, questions=names) for names in (["net3"], ["net3", "net4"]))
    assert 0 < friends.named < both.named < 2927


def test_sixty_two_doctors_by_the_end_of_the_sixth_month() -> None:
    study = read_study(real("netdiffuser/medInnovations.csv"))
    assert [(study.adoption == month).sum() for month in (1, 2, 3)] == [11, 9, 9]
    assert ((study.adoption > 0) & (study.adoption <= 6)).sum() == 62


def study(tmp_path: Path, text: str) -> Uptake:
    path = tmp_path / "study.csv"
    path.write_text(text)
    return read_study(path)


def test_the_last_period_is_never(tmp_path: Path) -> None:
    """Ana names Ben, herself and a stranger, Ben twice; ids are of the village alone, 0 is nobody."""
    rows = "village,id,toa,net1_1,net1_2,net21,net22,network\n"
    rows += "1,1.0,2,2.0,1,2,9,5\n1,2,1,,0,,,\n1,3,4.0,1,,,,\n2,1,4,2,,,,\n2,2,3,,,,,\n"
    read = study(tmp_path, rows)
    assert read.adoption.tolist() == [2, 1, 0, 0, 3]
    assert read.ties.tolist() == [[0, 1], [2, 0], [3, 4]]
    assert (read.named, read.dangling, read.own, read.repeated, read.periods) == (6, 1, 1, 1, 3)
    assert read.groups.tolist() == [0, 0, 0, 1, 1]
    assert read.exposure().tolist() == [[0, 0, 1, 1], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("village,id,net1\n", "no column toa"),
        ("id,toa,net1\n1,1,2\n", "no column city or village"),
        ("city,id,toa,name\n1,1,1,2\n", "or none of whom people named"),
        ("city,id,toa,net1\n1,x,1,2\n", "Row 2, id: “x”"),
        ("city,id,toa,net1\n1,1,1.5,2\n", "Row 2, toa: “1.5”"),
        ("city,id,toa,net1\n1,1,,2\n", "Row 2, toa: “”"),
        ("city,id,toa,net1\n1,1,1,-2\n", "Row 2, net1: “-2”"),
        ("city,id,toa,net1\n1,1,1,2\n2,1,1,2\n1,1,3,2\n", "Row 4, id: 1 stands twice in city 1"),
    ],
)
def test_a_study_says_which_row_and_field(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UptakeError, match=says):
        study(tmp_path, text)


def lists(tmp_path: Path, ties: str, adoption: str) -> Uptake:
    (tmp_path / "ties.csv").write_text(ties)
    (tmp_path / "adoption.csv").write_text(adoption)
    return read_uptake(tmp_path / "ties.csv", tmp_path / "adoption.csv")


def test_two_lists_of_any_community(tmp_path: Path) -> None:
    """Years become periods; who is in no list of adoption is nobody."""
    read = lists(tmp_path, "From,To\nana,ben\nben,zoe\nben,ben\n", "id,time\nana,2021\nben,2019\ncleo,\n")
    assert read.adoption.tolist() == [3, 1, 0]
    assert read.ties.tolist() == [[0, 1]]
    assert (read.named, read.dangling, read.own, read.groups.tolist()) == (3, 1, 1, [0, 0, 0])


def test_ids_of_a_group_alone(tmp_path: Path) -> None:
    adoption = "id,time,group\na,1,north\nb,2,north\na,2,south\nb,,south\n"
    read = lists(tmp_path, "from,to,group\na,b,north\nb,a,south\na,b,west\n", adoption)
    assert read.ties.tolist() == [[0, 1], [3, 2]]
    assert (read.dangling, read.groups.tolist()) == (1, [0, 0, 1, 1])
    with pytest.raises(UptakeError, match="Row 4, id: a stands there twice"):
        lists(tmp_path, "from,to\na,b\n", adoption)
    assert lists(tmp_path, "from,to\na,b\n", "id,time\na,\nb,\n").adoption.tolist() == [0, 0]
    assert lists(tmp_path, "from,to\n", "id,time\na,1\n").ties.shape == (0, 2)


@pytest.mark.parametrize(
    ("ties", "adoption", "says"),
    [
        ("from\na\n", "id,time\na,1\n", "ties.csv has no column to"),
        ("from,to\n", "id\na\n", "adoption.csv has no column time"),
        ("from,to\n", "id,time\na,1\nb,soon\n", "Row 3, time: “soon”"),
    ],
)
def test_lists_say_which_row_and_field(tmp_path: Path, ties: str, adoption: str, says: str) -> None:
    with pytest.raises(UptakeError, match=says):
        lists(tmp_path, ties, adoption)


@pytest.mark.parametrize(
    ("ties", "adoption", "groups", "says"),
    [
        ([], [1, 2], [0, 0, 0], "3 people, 2 periods"),
        ([], [1, 2, 3], [0, 0], "2 groups"),
        ([], [1, 2, 9], None, "from 1 to 3"),
        ([], [1, 2, -1], None, "from 1 to 3"),
        ([[0, 3]], [1, 2, 3], None, "A tie leads to 3"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(ties: list, adoption: list, groups: list | None, says: str) -> None:
    with pytest.raises(UptakeError, match=says):
        Uptake.of(3, ties, adoption, groups, periods=3)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_exposure_is_counted_one_by_one(data: st.DataObject) -> None:
    people = data.draw(st.integers(1, 8))
    ties = data.draw(st.lists(st.tuples(st.integers(0, people - 1), st.integers(-1, people - 1)), max_size=20))
    adoption = data.draw(st.lists(st.integers(0, 4), min_size=people, max_size=people))
    study = Uptake.of(people, ties, adoption, periods=4)
    plain = {(who, whom) for who, whom in ties if whom >= 0 and who != whom}
    for person in range(people):
        for period in range(5):
            before = [whom for who, whom in plain if who == person and 0 < adoption[whom] < period]
            assert study.exposure()[person, period] == len(before)
    assert len(study.ties) + study.dangling + study.own + study.repeated == len(ties) == study.named
    assert study.degrees().sum() == len(plain)


def test_ties_adopt_one_after_another_only_where_something_spreads() -> None:
    seen, by_chance, seldom = planted("simple", 12, 40, seed=3).chance(seed=1)
    assert seen > 1.1 * by_chance and seldom < 0.02
    seldoms = [planted("outside", 12, 40, seed=seed).chance(seed=1)[2] for seed in range(20)]
    assert 0.3 < np.mean(seldoms) < 0.7
    assert sum(seldom <= 0.05 for seldom in seldoms) <= 3


def test_who_adopts_at_the_same_time_was_not_before() -> None:
    """Of four who adopt, Ana names Ben at the same time and Cleo before her; Eve names one who never does."""
    study = Uptake.of(5, [[0, 1], [0, 2], [2, 0], [3, 4]], [2, 2, 1, 3, 0])
    assert study.chance(seed=1, deals=1)[0] == 1 / 4


def test_where_nobody_adopts_there_is_nothing_to_see() -> None:
    assert Uptake.of(3, [[0, 1]], [0, 0, 0]).chance(seed=1) == (0, 0, 1)
