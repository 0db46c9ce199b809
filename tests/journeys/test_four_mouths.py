"""One verb, four mouths: the same entry, the same refusals, the same answer when it is asked twice."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from coproduce.community import ledger
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.models import Contribution, Need
from coproduce.core.journal import Limit
from coproduce.core.quantity import HOURS
from tests.fixtures.towns import TODAY, Town
from tests.journeys.mouths import MOUTHS, Said

pytestmark = pytest.mark.django_db
by_every_mouth = pytest.mark.parametrize("mouth", MOUTHS)


def entry_of(town: Town) -> dict[str, Any]:
    """What the ledger holds of the newest entry, without ids and times of its own."""
    account = ledger.member_account(town.community.pk, Contribution.objects.latest("id").giver_id, HOURS)
    line = ledger.statement(account, limit=1)[0]
    return {
        name: getattr(line, name)
        for name in ("effective_on", "kind", "category", "amount", "balance_after", "others", "words")
    }


@by_every_mouth
def test_the_same_help_makes_the_same_entry(town: Town, mouth: str) -> None:
    assert MOUTHS[mouth](town, "Cleo", town.help(words="We talked"), uuid4()) == Said(90)
    assert entry_of(town) == {
        "effective_on": TODAY - timedelta(days=1),
        "kind": "exchange",
        "category": "company kanari",
        "amount": HOURS(90),
        "balance_after": HOURS(210),
        "others": ("Ben kanari",),
        "words": "We talked",
    }
    assert AuditRow.objects.filter(verb="timebank.record_for", kind="done").latest("id").via == mouth


@by_every_mouth
def test_help_against_a_need(town: Town, mouth: str) -> None:
    assert MOUTHS[mouth](town, "Cleo", town.help(need=town.needs[1]), uuid4()) == Said(90)
    assert Need.objects.get(public_id=town.needs[1]).state == Need.MET


@by_every_mouth
def test_asked_twice_it_is_recorded_once(town: Town, mouth: str) -> None:
    request_id = uuid4()
    for _ in range(2):
        assert MOUTHS[mouth](town, "Cleo", town.help(), request_id) == Said(90)
    assert Contribution.objects.count() == 2  # with the one of the set-up


@by_every_mouth
def test_the_same_id_with_other_words_is_refused(town: Town, mouth: str) -> None:
    request_id = uuid4()
    assert MOUTHS[mouth](town, "Cleo", town.help(), request_id) == Said(90)
    said = MOUTHS[mouth](town, "Cleo", town.help(time=HOURS(60)), request_id)
    assert said.minutes is None
    assert "This was sent before with other words." in said.sentence
    assert Contribution.objects.count() == 2


def _limit(town: Town) -> None:
    account = ledger.member_account(town.community.pk, Contribution.objects.latest("id").receiver_id, HOURS)
    ledger.change_limit(account, Limit(floor=-130, mode="enforce"), actor=None, why="they decided")


REFUSALS: dict[str, tuple[dict[str, Any], Any, str]] = {
    "a day to come": (
        {"done_on": TODAY + timedelta(days=1)},
        None,
        "Help is recorded once it is done: this day is still to come.",
    ),
    "long ago": (
        {"done_on": TODAY - timedelta(days=400)},
        None,
        "That is more than 366 days ago: it goes in with the history, or ask the desk.",
    ),
    "no time": ({"time": HOURS(0)}, None, "Say how long it took: one minute or more."),
    "longer than a day": (
        {"time": HOURS(1441)},
        None,
        "Nobody helps longer than 24 h 00 at once here: record each day by itself.",
    ),
    "oneself": ({"receiver": "Ana"}, None, "Help is given to someone else: choose two different people."),
    "a limit": ({}, _limit, "This would take them past the −2 h 10 your community agreed on. Ask the broker."),
}


@by_every_mouth
@pytest.mark.parametrize("why", REFUSALS)
@pytest.mark.promise("Page, API, command and simulation refuse alike")
def test_the_same_refusals(town: Town, mouth: str, why: str) -> None:
    change, prepare, sentence = REFUSALS[why]
    if prepare:
        prepare(town)
    before = Contribution.objects.count()
    said = MOUTHS[mouth](town, "Cleo", town.help(**change), uuid4())
    assert said.minutes is None
    assert sentence in said.sentence
    assert Contribution.objects.count() == before
    assert ledger.verify()


@by_every_mouth
def test_nobody_but_the_desk(town: Town, mouth: str) -> None:
    """The set-up the broker succeeds with in the first test."""
    said = MOUTHS[mouth](town, "Ana", town.help(words="We talked"), uuid4())
    assert said.minutes is None
    expected = "There is no such page here" if mouth == "web" else "You cannot do this here."
    assert expected in said.sentence
    assert Contribution.objects.count() == 1
