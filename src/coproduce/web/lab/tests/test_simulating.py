"""Simulated weeks in a ledger: the same totals as in the model, to the minute, by the verbs everybody uses."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Sum
from tests.fixtures.towns import TODAY, Town

from coproduce.cli.tests.running import coproduce
from coproduce.community import ledger
from coproduce.community.base.models import AuditRow, Installation
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.people.models import Community, Membership
from coproduce.core.quantity import HOURS
from coproduce.economy import PRESETS, draw, simulate, ties
from coproduce.web.lab.simulating import simulate_ledger

pytestmark = pytest.mark.django_db

BUSY = replace(PRESETS[2], outreach=0.02, takes_up=0.02, becomes_active=0.62, says_yes=0.6, asked_back=0.6)


def test_the_books_hold_what_the_model_says_to_the_minute() -> None:
    people, weeks, seed = 30, 8, 3
    told = list(simulate_ledger("modelton", people, weeks, TODAY, seed=seed, regime=BUSY))
    town = draw(people, seed=seed)
    run = simulate(town, weeks / 52, BUSY, seed=seed, network=ties(town, seed=seed), kernel="numpy")
    hours = Contribution.objects.filter(community__slug="modelton", unit=HOURS.code)
    assert [one.week for one in told] == list(range(1, weeks + 1))
    assert told[-1].alone_minutes == 0
    total = 15 * int(run.of("gave").sum())
    assert total > 0 and total == told[-1].minutes == hours.aggregate(minutes=Sum("amount"))["minutes"]
    for number, gave in enumerate(run.of("gave").tolist(), 1):
        day = TODAY - timedelta(weeks=weeks - number)
        week = hours.filter(effective_on=day)
        assert (week.aggregate(minutes=Sum("amount"))["minutes"] or 0) == 15 * gave, number
    assert hours.count() == told[-1].exchanges
    last = {f"sim-{row}": minutes for row, minutes in enumerate((15 * run.last.gave).tolist()) if minutes}
    of_last = hours.filter(effective_on=TODAY).values_list("giver__source_ref").annotate(minutes=Sum("amount"))
    assert dict(of_last) == last, "and by each"
    assert ledger.verify()


def test_whom_the_model_asks_back_is_asked_and_answers() -> None:
    people, weeks, seed = 60, 8, 1
    *_, last = simulate_ledger("modelton", people, weeks, TODAY, seed=seed, regime=BUSY)
    town = draw(people, seed=seed)
    run = simulate(town, weeks / 52, BUSY, seed=seed, network=ties(town, seed=seed), kernel="numpy")
    asked = Ask.objects.filter(community__slug="modelton").exclude(asked_on=None)
    assert 0 < asked.count() == last.asked_back == run.of("asked_back").sum()
    assert 0 < asked.filter(state=Ask.YES).count() == last.said_yes == run.of("said_yes").sum() < asked.count()


def test_all_of_it_is_marked_as_made_up_and_done_by_the_simulation() -> None:
    list(simulate_ledger("modelton", 20, 2, TODAY, seed=1, regime=BUSY))
    assert Installation.objects.filter(is_demo=True).exists()
    place = Community.objects.get(slug="modelton")
    assert place.is_demo and "simulated" in place.name
    assert set(AuditRow.objects.values_list("via", flat=True)) == {"sim"}
    assert Membership.objects.filter(agent__source_ref__startswith="sim-").count() == 20
    list(simulate_ledger("secondton", 20, 1, TODAY, seed=1, regime=BUSY))
    with pytest.raises(ValueError, match="There is a community called modelton already"):
        list(simulate_ledger("modelton", 20, 1, TODAY, seed=1))


def test_never_among_real_people(town: Town) -> None:
    with pytest.raises(ValueError, match="These are real communities"):
        list(simulate_ledger("modelton", 20, 1, TODAY, seed=1))
    with pytest.raises(ValueError, match="There is a community called"):
        list(simulate_ledger(town.slug, 20, 1, TODAY, seed=1))
    assert not Installation.objects.filter(is_demo=True).exists()
    assert not Community.objects.filter(slug="modelton").exists()


def test_what_is_cut_short_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    lived = simulate_ledger("modelton", 20, 3, TODAY, seed=1, regime=BUSY)
    next(lived)
    with pytest.raises(RuntimeError, match="cut"):
        lived.throw(RuntimeError("cut"))
    assert not Community.objects.exists() and not Installation.objects.exists()


@pytest.mark.parametrize(("people", "weeks"), [(1, 3), (501, 3), (20, 0), (20, 105)])
def test_what_is_too_much_or_too_little(people: int, weeks: int) -> None:
    with pytest.raises(ValueError, match="Simulate 2 to 500 people"):
        list(simulate_ledger("modelton", people, weeks, TODAY, seed=1))


def said(*words: object) -> dict[str, Any]:
    done = coproduce("economy", "simulate", *words)
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_by_command() -> None:
    small = ("--people", 20, "--weeks", 2, "--json")
    told = said("--ledger", "--community", "modelton", *small)
    assert told["adds_up"] and told["minutes"] > 0
    rows = said(*small)["rows"]
    assert 60 * sum(row["hours given"] for row in rows) == told["minutes"]
    for wrong, sentence in (
        (("--ledger",), "Say both"),
        (("--community", "modelton"), "Say both"),
        (("--contract", "barter"), "no contract “barter”"),
        (("--ledger", "--community", "modelton"), "already"),
    ):
        refused = coproduce("economy", "simulate", *wrong)
        assert refused.exit_code != 0 and sentence in refused.output
