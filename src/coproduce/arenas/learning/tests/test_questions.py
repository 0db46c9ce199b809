"""Each page asks the database eight things at most, however many pairs there are."""

import pytest
from django.test import Client
from tests.bench.pages import QUERIES, asked
from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in

from coproduce.arenas.learning.tests.together import begun, counted, topic, wanted

pytestmark = pytest.mark.django_db


def numbers(client: Client, paths: tuple[str, ...]) -> dict[str, int]:
    """How many things each page asks."""
    found = {}
    questions: list[str] = []
    with asked(questions):
        for path in paths:
            client.get(path)  # what a page asks the first time of all is not asked again
            questions.clear()
            assert client.get(path).status_code == 200, path
            found[path] = len(questions)
    return found


@pytest.mark.parametrize("who", ["Dee", "Cleo"])
def test_eight_questions_a_page(town: Town, who: str) -> None:
    about = topic(town)
    for tutor, learner in (("Tom", "Dee"), ("Dee", "Kim"), ("Kim", "Rae"), ("Tom", "Aud")):
        thread = begun(town, tutor, learner, about)
        counted(town, tutor, learner, thread, 2)
        counted(town, tutor, learner, thread, 1, alone=True, on_scale=7)
    other = topic(town, "Bread")
    for learner in ("Ana", "Ben", "Sal"):
        wanted(town, learner, other)
    first = begun(town, "Tom", "Dee", other)
    paths = ["", "stories/", "figures/", "figures/work/", f"together/{first}/"] + ["topics/"] * (who == "Cleo")
    found = numbers(signed_in(town, who), tuple(f"/{town.slug}/learning/{path}" for path in paths))
    assert not {path: number for path, number in found.items() if number > QUERIES}, found
