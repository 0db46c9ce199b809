"""Asking the model: who may, what is refused, and that its answer is the command line's, part by part."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from tests.fixtures.towns import NOON, TODAY, Town, do

from coproduce.community.base import clock
from coproduce.community.exchange.weekly.queries import own_ties
from coproduce.core.refusal import Refusal
from coproduce.economy import PRESETS, compare
from coproduce.economy.outcomes import OUTCOMES
from coproduce.web.lab.drawing import BESIDES, STEPS, contracts
from coproduce.web.lab.findings import comparison, results, sentences
from coproduce.web.lab.jobs import draw_next, go_on
from coproduce.web.lab.models import Draw, Study
from coproduce.web.lab.queries import left
from coproduce.web.lab.rules import KINDS, Moved, parts, seconds
from coproduce.web.lab.tests.test_own_town import live

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
        ({"age_sex": (1, 2, 3)}, "OUT_OF_RANGE"),
        ({"age_sex": (0,) * 12}, "OUT_OF_RANGE"),
        ({"age_sex": (5,) * 11 + (-1,)}, "OUT_OF_RANGE"),
        ({"age_sex": (5,) * 12}, "done"),
        ({"own_ties": True}, "NO_TIES"),
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
    draws = results(study, "draw")
    found = comparison(study, draws)
    assert np.array_equal(found.values, compare(200, 1, seed=1, draws=2).values)
    assert sentences(found) == []


def test_the_worker_ends_it(town: Town) -> None:
    ask(town)
    study = Study.objects.get()
    every = [(kind, number) for kind in KINDS for number in range(parts(kind, 30))]
    Draw.objects.bulk_create(
        Draw(study=study, kind=kind, number=number, result={"made": "up"}, milliseconds=1)
        for kind, number in every[:-1]
    )
    go_on(NOON)
    study.refresh_from_db()
    assert study.finished_at and study.finished.count() == len(every)
    assert np.shape(Draw.objects.get(kind="even", number=29).result["gains"]) == (BESIDES, STEPS, len(OUTCOMES))


def test_the_time_that_is_left_is_of_the_parts_and_not_of_the_clock(town: Town) -> None:
    ask(town)
    study = Study.objects.get()
    expected = sum(parts(kind, 30) * seconds(kind, 200, 1) for kind in KINDS)
    assert left(study) == pytest.approx(expected)
    for number, took in enumerate((1_000, 3_000)):
        Draw.objects.create(study=study, kind="draw", number=number, result={}, milliseconds=took)
    Study.objects.update(asked_at=clock.now() - timedelta(days=3))
    assert left(study) == pytest.approx(expected - 30 * seconds("draw", 200, 1) + 28 * 2)


def test_a_town_of_its_own_ages_is_drawn_so(town: Town) -> None:
    """Everybody is old: nobody looks for work as the country does; and the command line has the same numbers."""
    ages = (0,) * 10 + (60, 40)
    ask(town, age_sex=ages, moved=(Moved("sharing", 900_000),))
    study = Study.objects.get()
    draw_next(study)
    bands = list(zip(ages[::2], ages[1::2], strict=True))
    regimes = [one.moved({"sharing": 0.9}) for one in PRESETS]
    found = comparison(study, results(study, "draw"))
    assert np.array_equal(found.values, compare(200, 1, regimes, age_sex=bands, seed=1, draws=1).values)
    assert found.of("paid_hours", "mix")[0] < 6


def test_a_number_that_is_on_only_where_people_take_part_moves_nothing_else() -> None:
    specialised, contract, coproduction, mix = contracts({"matched": 0.5, "outreach": 0.01, "sharing": 0.8})
    assert (specialised, contract) == tuple(replace(one, sharing=0.8) for one in PRESETS[:2])
    assert coproduction.matched == mix.matched == 0.5 and mix.outreach == 0.01


def test_a_study_on_the_communitys_own_ties_forgets_them_when_it_is_drawn(town: Town) -> None:
    live(town)
    assert code(ask(town, own_ties=True)) == "done"
    study = Study.objects.get()
    own = own_ties(town.actor("Cleo"), TODAY)
    assert own is not None and study.people == own.members and study.own_ties == len(own.pairs) == len(study.pairs)
    draw_next(study)
    tied = results(study, "draw")[0]["regimes"]["mix"]["outcomes"]
    drawn = compare(study.people, 5, seed=1, draws=1).of("least_met", "mix")[0]
    assert tied["least_met"] != drawn, "who is tied makes a difference"
    Draw.objects.bulk_create(
        Draw(study=study, kind=kind, number=number, result={}, milliseconds=1)
        for kind in KINDS
        for number in range(kind == "draw", parts(kind, study.draws))
    )
    draw_next(study)
    study.refresh_from_db()
    assert study.finished_at and study.pairs == [] and study.own_ties == len(own.pairs)


def test_a_study_taken_away_meanwhile_keeps_no_draw(town: Town) -> None:
    ask(town)
    study = Study.objects.get()
    Study.objects.all().delete()
    draw_next(study)
    assert not Draw.objects.exists()
