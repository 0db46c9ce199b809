"""What was written down on a day is judged by the rules of that day, through every way in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.fixtures.towns import NOON, TODAY, Town, do

from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.base.schedule import run_due
from coproduce.community.exchange.histories.rules import Happened
from coproduce.community.exchange.models import Contribution
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

FOUR = HOURS(240)


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def three_hours_at_most(town: Town, after_days: int = 0) -> None:
    chosen = do(
        "decisions.choose_rules", town.actor("Cleo"), arena="timebank", rule_set="participation",
        from_on=TODAY + timedelta(days=after_days), decision=town.decided(), changed={"longest_minutes": 180},
    )  # fmt: skip
    assert isinstance(chosen, Done), chosen


def by_desk(town: Town) -> Any:
    return do("timebank.record_for", town.actor("Cleo"), **town.help(time=FOUR, done_on=clock.today("Europe/London")))


def in_a_thread(town: Town) -> Any:
    return do("exchange.record", town.actor("Ana"), time=FOUR, done_on=clock.today("Europe/London"),
              receivers=(town.agents["Ben"],), words="Sewing", category="company kanari")  # fmt: skip


def in_a_history(town: Town) -> Any:
    day = clock.today("Europe/London")
    row = Happened("timebank", town.agents["Ana"], town.agents["Ben"], 240, day, "Sewing", f"old:{day}")
    return do("exchange.record_history", town.actor("Cleo"), rows=(row,))


@pytest.mark.parametrize("way", [by_desk, in_a_thread, in_a_history])
def test_every_way_in_keeps_the_communitys_own_rules(towns: tuple[Town, Town], way: Callable[[Town], Any]) -> None:
    town, _ = towns
    three_hours_at_most(town, after_days=1)
    assert code(way(town)) == "done"
    with clock.at(NOON + timedelta(days=1)):
        assert code(way(town)) == "TOO_LARGE"


def test_hours_that_waited_are_judged_by_the_day_they_were_said(town: Town) -> None:
    said = in_a_thread(town)
    three_hours_at_most(town, after_days=1)
    with clock.at(NOON + timedelta(days=2)):
        outcome = do("exchange.confirm", town.actor("Ben"), agreement=said.value.agreement)
    assert isinstance(outcome, Done), outcome
    assert outcome.value.state == "recognised"


def test_hours_nobody_answered_stand_under_rules_that_came_later(town: Town) -> None:
    in_a_thread(town)
    three_hours_at_most(town)
    with clock.at(NOON + timedelta(days=15)):
        run_due(clock.now())
    assert Contribution.objects.filter(amount=240).exists()


def test_what_is_put_right_is_judged_as_on_the_day_it_was_done(town: Town) -> None:
    by_desk(town)
    found = Contribution.objects.get(amount=240)
    three_hours_at_most(town, after_days=1)
    with clock.at(NOON + timedelta(days=500)):
        outcome = do("exchange.correct", town.actor("Cleo"), contribution=found.public_id, time=HOURS(235), reason="x")
    assert isinstance(outcome, Done), outcome


def test_a_history_of_before_the_rules_is_taken(town: Town) -> None:
    three_hours_at_most(town)
    row = Happened("timebank", town.agents["Ana"], town.agents["Ben"], 240, TODAY - timedelta(days=900), "Sewing", "1")
    assert code(do("exchange.record_history", town.actor("Cleo"), rows=(row,))) == "done"
