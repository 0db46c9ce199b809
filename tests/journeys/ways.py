"""The ways a tour is gone: on a phone and at a table, with scripts and without, and by the keyboard alone.

Each tour goes one of them today and the next tomorrow, never all the same; all of them with `--long`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.journeys.person import Person
from tests.journeys.walk import looking
from tests.sample import later, some


@dataclass(frozen=True)
class Way:
    """How wide the screen is, and what is at hand."""

    name: str
    width: int
    has_script: bool = True
    by_keyboard: bool = False


WAYS = (
    Way("phone", 360),
    Way("phone without scripts", 360, has_script=False),
    Way("table", 1280),
    Way("table without scripts", 1280, has_script=False),
    Way("keyboard alone", 1280, by_keyboard=True),
)


def every_way(*names: str, ahead: int = 0) -> pytest.MarkDecorator:
    """A test once for each way, each with somebody of its own: the site keeps what was done before.

    `ahead`: so many ways on from where a tour without it is today.
    """
    today = some([*WAYS[ahead:], *WAYS[:ahead]], 1)
    return pytest.mark.parametrize(
        ("way", "name"),
        [pytest.param(way, name, id=way.name, marks=later(way, today)) for way, name in zip(WAYS, names, strict=True)],
    )


@contextmanager
def somebody(chrome: Any, live: str, way: Way) -> Iterator[Person]:
    """A visitor who goes this way."""
    with looking(chrome, live, None, way.width, java_script_enabled=way.has_script) as page:
        yield Person(page, by_keyboard=way.by_keyboard)
