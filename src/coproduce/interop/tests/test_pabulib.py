"""Elections about a budget as towns publish them: read, written again, and refused with the line to mend."""

from decimal import Decimal

import pytest

from coproduce.interop.pabulib import PabulibError, read_pabulib, write_pabulib

FILE = """\
META
key;value
description;Wenbrook 2026
budget;1000.50
vote_type;approval
rule;equalshares/add1
PROJECTS
project_id;cost;name;selected;category
1;400;"Benches; and a tree";1;green
2;700;Ramp;0;access,green
10;200.50;Swing;2;
VOTES
voter_id;vote;age
7;1,10;81
8; 2 , 1 ;15
9;;
"""


def test_an_election_is_what_its_file_says() -> None:
    election = read_pabulib(FILE.encode())
    assert election.budget == Decimal("1000.50")
    assert election.costs == {"1": 400, "2": 700, "10": Decimal("200.50")}
    assert election.ballots == {"7": ("1", "10"), "8": ("2", "1"), "9": ()}
    assert election.selected == {"1"}
    assert election.projects[0]["name"] == "Benches; and a tree"
    assert election.meta["description"] == "Wenbrook 2026"


def test_what_is_read_is_written_again_with_all_that_we_do_not_know() -> None:
    election = read_pabulib(FILE.encode())
    written = write_pabulib(election)
    assert read_pabulib(written) == election
    assert b"access,green" in written and b"7;1,10;81" in written
    assert write_pabulib(read_pabulib(written)) == written


def test_a_file_from_another_machine_is_read_too() -> None:
    windows = "\ufeff" + FILE.replace("\n", "\r\n").replace("META", "meta;;").replace("9;;", "9")
    assert read_pabulib(windows.encode()) == read_pabulib(FILE.encode())


def test_a_town_that_leaves_out_the_headings_of_meta_is_read_too() -> None:
    """As districts of Warsaw of 2017 to 2019 are published; and Częstochowa writes a project once for each point."""
    assert read_pabulib(FILE.replace("key;value\n", "").encode()) == read_pabulib(FILE.encode())
    given = FILE.replace("voter_id;vote;age", "voter_id;vote;points").replace("8; 2 , 1 ;15", "8;2,2,1;1,1,1")
    assert read_pabulib(given.encode()).ballots["8"] == ("2", "2", "1")


def test_where_a_file_does_not_say_what_was_chosen_nobody_does() -> None:
    plain = FILE.replace(";selected", "").replace(";1;green", ";green").replace(";0;", ";").replace(";2;", ";")
    assert read_pabulib(plain.encode()).selected is None


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("budget;1000.50", "budgets;1000.50", "META has no budget"),
        ("budget;1000.50", "budget;much", "Line 4, budget: much"),
        ("2;700;", "2;;", "Line 10, cost: nothing"),
        ("2;700;", "2;-7;", "Line 10, cost: -7"),
        ("2;700;", "2;inf;", "Line 10, cost: inf"),
        ("2;700;", "2;1e999999999;", "Line 10, cost: 1e999999999"),
        ("2;700;", "2;٧٠٠;", "Line 10, cost"),
        ("2;700;", "1;700;", "Line 10, project_id: 1 stands on line 9"),
        ("8; 2 , 1 ;15", "7;1;15", "Line 15, voter_id: 7 stands on line 14"),
        ("8; 2 , 1 ;15", "8;3;15", "Line 15, vote: project 3"),
        ("8; 2 , 1 ;15", "8;1,2,1;15", "Line 15, vote: project 1 is named twice"),
        ("vote_type;approval", "budget;2000", "Line 5, key: budget stands on line 4"),
        ("8; 2 , 1 ;15", "8;2;15;16", "Line 15 has more cells"),
        ("voter_id;vote;age", "voter;vote;age", "Line 13: VOTES has no column voter_id"),
        ("VOTES\n", "", "There is no part VOTES"),
        ("META\n", "hello\n", "Line 1: an election begins with META"),
        ("Ramp", "x" * 140_000, "Line 10 cannot be read"),
    ],
)
def test_a_fault_names_its_line(before: str, after: str, says: str) -> None:
    assert before in FILE
    with pytest.raises(PabulibError) as refused:
        read_pabulib(FILE.replace(before, after, 1).encode())
    assert says in str(refused.value)


def test_letters_that_are_none_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PabulibError, match="UTF-8"):
        read_pabulib(FILE.replace("Ramp", "Rämp").encode("latin-1"))
    monkeypatch.setattr("coproduce.interop.pabulib.LARGEST_FILE", 10)
    with pytest.raises(PabulibError, match="200 MB"):
        read_pabulib(FILE.encode())
