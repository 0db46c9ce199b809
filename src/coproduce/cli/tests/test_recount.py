"""Anybody counts an election again, with one command and its file."""

import json
from pathlib import Path

import pytest

from coproduce.cli.tests.running import coproduce

FILE = """\
META
key;value
description;Wenbrook 2026
budget;100
vote_type;approval
rule;{rule}
PROJECTS
project_id;cost;name{heading}
hall;60;A hall{hall}
path;50;A path{path}
swing;40;A swing{swing}
VOTES
voter_id;vote
1;hall,path
2;hall,path
3;hall
4;swing
"""


@pytest.fixture
def election(tmp_path: Path) -> Path:
    """Three want a hall, one a swing: it waits until a voter's part is raised to its cost, and the hall does not."""
    file = tmp_path / "wenbrook.pb"
    file.write_text(FILE.format(rule="equalshares/add1", heading=";selected", hall=";1", path=";0", swing=";1"))
    return file


def test_a_count_comes_to_what_the_file_says_and_says_so(election: Path) -> None:
    said = coproduce("recount", election)
    assert said.exit_code == 0, said.output
    assert "The file says the same." in said.stdout and "A hall" in said.stdout
    told = json.loads(coproduce("recount", election, "--json").stdout)
    assert told["as_the_file_says"] is True
    assert [(one["project"], one["supporters"], one["each_pays"]) for one in told["rounds"]] == [
        ("hall", 3, "20"),
        ("swing", 1, "40"),
    ]
    assert (told["cost"], told["each_had"], told["raised"]) == ("100", "44", 19)


def test_where_it_comes_to_something_else_both_are_named(election: Path) -> None:
    said = coproduce("recount", election, "--rule", "equalshares")
    assert "Only the file has: swing." in said.stdout and "Only this count has: nothing." in said.stdout
    election.write_text(FILE.format(rule="equalshares", heading="", hall="", path="", swing=""))
    assert "does not say what was chosen" in coproduce("recount", election).stdout
    assert json.loads(coproduce("recount", election, "--json").stdout)["as_the_file_says"] is None


def test_what_cannot_be_counted_is_said_in_a_sentence(election: Path) -> None:
    said = coproduce("recount", election, "--rule", "luck")
    assert said.exit_code == 2 and "luck is not counted here" in said.output
    assert "is no step" in coproduce("recount", election, "--step", "x").output
    words = election.read_text()
    election.write_text(words.replace("rule;equalshares/add1\n", ""))
    assert "META has no rule. Say one with --rule" in coproduce("recount", election).output
    election.write_text(words.replace("approval", "ordinal"))
    assert "ballots of ordinal" in coproduce("recount", election).output
    election.write_text(words.replace("hall;60", "hall;600"))
    assert "Project hall, cost: more than the whole budget" in coproduce("recount", election).output
    election.write_text(words.replace("VOTES", "VOTE"))
    said = coproduce("recount", election)
    assert said.exit_code == 2 and said.output.rstrip().endswith(".")


CONSENT = """\
META
key;value
format;coproduce/1
description;Shall the shed be locked?
way;consent
voters;4
quorum;50
chosen;yes
why_not;
ROUNDS
round;text
1;It is locked.
2;It is locked, and the key hangs in a box.
OPTIONS
option_id;name
VOTES
voter_id;vote;round;reason
1;consent;1;
2;object;1;I come early.
3;aside;2;
4;consent;2;
"""


def test_a_round_of_consent_is_counted_again_with_every_round(tmp_path: Path) -> None:
    file = tmp_path / "shed.txt"
    file.write_text(CONSENT)
    said = coproduce("recount", file)
    assert said.exit_code == 0, said.output
    assert "Round 1: 1 consent, 0 stand aside, 1 object." in said.stdout and "I come early." in said.stdout
    assert "Decided: yes." in said.stdout and "The file says the same." in said.stdout
    told = json.loads(coproduce("recount", file, "--json").stdout)
    assert told["as_the_file_says"] is True and len(told["rounds"]) == 2
    file.write_text(CONSENT.replace("4;consent;2;", "4;object;2;No."))
    said = coproduce("recount", file)
    assert "Nothing is decided: somebody objects." in said.stdout and "says something else" in said.stdout


def test_the_projects_of_a_file_are_those_that_can_be_asked_about(election: Path) -> None:
    said = coproduce("decisions", "projects-of", election)
    assert said.exit_code == 0, said.output
    assert json.loads(said.stdout)[0] == {"id": "hall", "name": "A hall", "cost": "60"}
