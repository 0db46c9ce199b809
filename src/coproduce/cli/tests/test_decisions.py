"""What was decided, written down and read by command."""

import json

import pytest
from tests.fixtures.towns import Town

from coproduce.cli.tests.running import coproduce

pytestmark = pytest.mark.django_db


def test_a_decision_by_command(town: Town) -> None:
    who = ("--community", "alder", "--json", "--as")
    said = {name.replace("_", "-"): value for name, value in town.decision().items()}
    words = [word for name, value in said.items() for word in (f"--{name}", value)]
    assert coproduce("decisions", "record", *who, town.email("Ana"), *words).exit_code == 1
    done = coproduce("decisions", "record", *who, town.email("Tom"), *words)
    read = coproduce("decisions", "decisions", *who, town.email("Ana"))
    assert (done.exit_code, read.exit_code) == (0, 0), read.output
    [one] = json.loads(read.stdout)["items"]
    assert (one["id"], one["question"]) == (json.loads(done.stdout)["id"], said["question"])
