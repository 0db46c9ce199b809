"""Asking the model: who may, what is refused, and that its answer is the command line's, part by part."""

from typing import Any

import numpy as np
import pytest
from tests.fixtures.towns import NOON, Town, do

from coproduce.core.refusal import Refusal
from coproduce.economy import compare
from coproduce.web.lab.findings import comparison, sentences
from coproduce.web.lab.jobs import draw_next, go_on
from coproduce.web.lab.models import Draw, Study
from coproduce.web.lab.rules import Moved

pytestmark = pytest.mark.django_db


def ask(town: Town, who: str = "Cleo", **more: Any) -> Any:
    return do("lab.ask", town.actor(who), **{"people": 200, "years": 1, **more})


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


@pytest.mark.parametrize(("who", "said"), [("Cleo", "done"), ("Ana", "NOT_ALLOWED"), ("Tom", "NOT_ALLOWED")])
def test_who_asks(town: Town, who: str, said: str) -> None:
    assert code(ask(town, who)) == said
    assert Study.objects.count() == (said == "done")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"people": 1_000_000}, "OUT_OF_RANGE"),
        ({"draws": 29}, "OUT_OF_RANGE"),
        ({"moved": (Moved("tax", 300_000),)}, "OUT_OF_RANGE"),
        ({"moved": (Moved("sharing", 1_000_001),)}, "OUT_OF_RANGE"),
        ({"moved": (Moved("sharing", 1_000_000),)}, "done"),
    ],
)
def test_what_is_too_much(town: Town, more: dict[str, Any], said: str) -> None:
    assert code(ask(town, **more)) == said


def test_one_at_a_time_and_taken_away(town: Town) -> None:
    study = ask(town).value.id
    assert code(ask(town)) == "WAIT"
    assert code(do("lab.remove", town.actor("Ana"), study=study)) == "NOT_ALLOWED"
    assert code(do("lab.remove", town.actor("Cleo"), study=study)) == "done"
    assert code(do("lab.remove", town.actor("Cleo"), study=study)) == "NOT_FOUND"
    assert code(ask(town)) == "done"


def test_parts_are_the_same_study(town: Town) -> None:
    """Drawn one by one by the worker, kept as JSON: the very numbers `compare` gives, and no sentence below thirty."""
    ask(town)
    study = Study.objects.get()
    for _ in range(2):
        draw_next(study)
    draws = list(Draw.objects.order_by("number").values_list("result", flat=True))
    found = comparison(study, draws)
    assert np.array_equal(found.values, compare(200, 1, seed=1, draws=2).values)
    assert sentences(found) == []


def test_the_worker_ends_it(town: Town) -> None:
    ask(town)
    study = Study.objects.get()
    result = {"made": "up"}
    Draw.objects.bulk_create(Draw(study=study, number=number, result=result) for number in range(29))
    go_on(NOON)
    study.refresh_from_db()
    assert study.finished_at and study.finished.count() == 30


def test_a_study_taken_away_meanwhile_keeps_no_draw(town: Town) -> None:
    ask(town)
    study = Study.objects.get()
    Study.objects.all().delete()
    draw_next(study)
    assert not Draw.objects.exists()
