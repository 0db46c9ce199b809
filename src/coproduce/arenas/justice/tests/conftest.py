"""A town that answers harm, on the day every test is on."""

from collections.abc import Iterator

import pytest
from tests.fixtures.towns import NOON, Town

from coproduce.arenas.justice.tests.circle import switched_on
from coproduce.community.base import clock


@pytest.fixture
def place(town: Town) -> Iterator[Town]:
    """Cleo leads circles, six have learned to sit in one, and Ana was harmed by Ben."""
    with clock.at(NOON):
        switched_on(town)
        yield town
