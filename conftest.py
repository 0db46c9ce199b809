"""What every test may ask for: a database that keeps what is committed, people of two towns, a browser, a live site."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.chromium import WHERE_TO_GET_IT, chromium as find_chromium
from tests.sample import turn

pytest_plugins = (
    "tests.fixtures.databases",
    "tests.fixtures.standing",
    "tests.fixtures.browser",
    "tests.fixtures.clients",
)

# A busy machine is no fault: nothing is timed but by `tests/bench/`.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

#: Which of the two databases this leg runs on.
DATABASE = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"

#: What stands on rooms that are proved on PostgreSQL every day is run there one day in so many, file by file.
ONE_DAY_IN = 3


def waits_for_its_day(path: Path) -> bool:
    """Whether a file waits for another day on PostgreSQL: of tests that go through pages, letters and scripts, and of
    an arena, which has no SQL of its own."""
    goes_through_pages = "pages" in path.stem or path.parent.name in ("security", "journeys")
    stands_on_rooms = "arenas" in path.parts or path.parent.parent.name == "web"
    waits = DATABASE == "postgresql" and (goes_through_pages or stands_on_rooms)
    return waits and bool(turn("/".join(path.parts[-3:]), ONE_DAY_IN))


def means_something(item: pytest.Item) -> bool:
    """Whether this leg's database is one that a test says anything about."""
    only = item.get_closest_marker("only")
    return only is None or only.args[0] == DATABASE


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = filter(means_something, items)
    for item in items:
        if waits_for_its_day(item.path):
            item.add_marker("long")
        if item.get_closest_marker("long") and not os.environ.get("COPRODUCE_LONG"):
            item.add_marker(pytest.mark.skip(reason="another day, or with --long"))
        if item.get_closest_marker("browser") and find_chromium() is None:
            item.add_marker(pytest.mark.skip(reason=f"no Chromium. {WHERE_TO_GET_IT}"))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A promise whose test does not run is not kept."""
    if report.skipped and "promise" in report.keywords and not {"browser", "long"} & set(report.keywords):
        _unkept.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _unkept and not hasattr(session.config, "workerinput"):
        print("\nPromises whose tests were skipped:", *_unkept, sep="\n  ")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


_unkept: list[str] = []
