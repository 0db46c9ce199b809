"""What docs/explanation says about how long things take is what the pages take."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.keystrokes import measure
from tests.journeys.test_brokers_morning import MOST_SECONDS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "keystrokes.md"

#: A row of the table: the task, and its seconds.
ROW = re.compile(r"^\| (.+?) \| (?:member|broker) \|.*\| (\d+) s \|$", re.MULTILINE)

#: A word more or fewer on the way: the demo is another day older.
NEARLY = 4


def written() -> dict[str, int]:
    return {task: int(seconds) for task, seconds in ROW.findall(PAGE.read_text())}


def test_twelve_tasks_and_the_telephone() -> None:
    assert len(written()) == 12
    assert next(seconds for task, seconds in written().items() if "ringing" in task) <= MOST_SECONDS


@pytest.mark.long
@pytest.mark.browser
def test_the_page_is_not_stale(chrome: Any, live: str, folder: Path) -> None:
    made = {one.task: one.seconds for one in measure(chrome, live, folder)}
    assert made.keys() == written().keys()
    assert {task for task, seconds in made.items() if abs(seconds - written()[task]) > NEARLY} == set()
