"""By which rules a community counts, read and chosen by command."""

import json

import pytest
from tests.fixtures.towns import TODAY, Town

from coproduce.cli.tests.running import coproduce
from coproduce.community.people.rule_sets.queries import rules_of

pytestmark = pytest.mark.django_db


def test_a_copy_by_command_and_what_it_cannot_say(town: Town) -> None:
    who = ("--as", town.email("Cleo"), "--community", "alder")
    said = ("--arena", "timebank", "--rule-set", "twelve-hours", "--from-on", TODAY, "--decision", town.decided())
    words = ("decisions", "choose-rules", *who, *said)
    refused = coproduce(*words, "--changed", '{"oldest_days": "all"}')
    assert refused.exit_code == 1
    done = coproduce(*words, "--changed", '{"oldest_days": 30}', "--json")
    assert (done.exit_code, json.loads(done.stdout)["from_on"]) == (0, TODAY.isoformat())
    assert rules_of(town.community.pk, "timebank", TODAY).oldest_days == 30
    read = coproduce("people", "rules", "--as", town.email("Ana"), "--community", "alder", "--json")
    assert [one["counts_today"] for one in json.loads(read.stdout)["items"]] == [True, False]
