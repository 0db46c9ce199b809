"""Being asked back: once, kindly, by somebody else, when one is ready; and every answer is a good one."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.fixtures.towns import NOON, TODAY, Town, do

from coproduce.community.base import clock, rooms
from coproduce.community.exchange.models import Ask, Offer
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def ask(town: Town) -> Ask:
    """Ben was helped in the set-up."""
    return Ask.objects.get(community=town.community, agent__public_id=town.agents["Ben"])


def said(town: Town, who: str, verb: str, **more: Any) -> str:
    return code(do(f"exchange.{verb}", town.actor(who), ask=ask(town).public_id, **more))


def test_nobody_is_asked_before_they_are_ready(town: Town) -> None:
    assert said(town, "Cleo", "ask_back") == "NOT_NOW"
    assert said(town, "Ana", "say_ready") == "NOT_FOUND"
    assert said(town, "Ben", "say_ready") == "done"
    assert said(town, "Ben", "say_ready") == "NOT_NOW"
    assert said(town, "Ben", "ask_back") == "NOT_ALLOWED"
    assert said(town, "Cleo", "ask_back") == "done"


def test_the_desk_says_it_for_someone_on_the_telephone(town: Town) -> None:
    assert said(town, "Cleo", "say_ready") == "done"
    assert said(town, "Cleo", "answer", answer="another way", words="I bake for the lunch club") == "done"
    assert ask(town).state == "another way"


@pytest.mark.promise("Nobody is asked by the one who helped them, and nobody twice")
def test_never_by_the_one_who_helped_and_once(town: Town) -> None:
    do("timebank.record_for", town.actor("Cleo"), **town.help("Cleo", "Ben"))
    assert said(town, "Ben", "say_ready") == "done"
    assert said(town, "Cleo", "ask_back") == "HELPED_THEM"
    Ask.objects.filter(pk=ask(town).pk).update(state=Ask.ASKED)
    assert said(town, "Cleo", "ask_back") == "NOT_NOW"


@pytest.mark.parametrize("answer", ["yes", "another way", "no", "don't ask"])
def test_every_answer_is_the_last_word(town: Town, answer: str) -> None:
    said(town, "Ben", "say_ready")
    assert said(town, "Ben", "answer", answer=answer) == "done"
    assert said(town, "Ben", "answer", answer="yes") == "NOT_NOW"
    with clock.at(NOON + timedelta(days=400)):
        assert said(town, "Cleo", "ask_back") == "NOT_NOW"


@pytest.mark.parametrize(("on", "days"), [(None, 90), (TODAY + timedelta(days=10), 10)])
def test_later_is_the_same_ask_on_another_day(town: Town, on: Any, days: int) -> None:
    said(town, "Ben", "say_ready")
    assert said(town, "Cleo", "ask_back") == "done"
    assert said(town, "Ben", "answer", answer="later", on=on) == "done"
    with clock.at(NOON + timedelta(days=days - 1)):
        assert said(town, "Cleo", "ask_back") == "NOT_YET"
    with clock.at(NOON + timedelta(days=days)):
        assert said(town, "Cleo", "ask_back") == "done"
    assert Ask.objects.filter(agent=ask(town).agent).count() == 1


def test_what_is_no_answer(town: Town) -> None:
    said(town, "Ben", "say_ready")
    assert said(town, "Ben", "answer", answer="perhaps") == "UNKNOWN_ANSWER"
    assert said(town, "Ben", "answer", answer="later", on=TODAY) == "NOT_LATER"
    assert code(do("exchange.answer", town.actor("Ben"), ask=uuid4(), answer="no")) == "NOT_FOUND"


def test_being_helped_again_asks_nothing_new(town: Town) -> None:
    said(town, "Ben", "say_ready")
    said(town, "Ben", "answer", answer="no")
    do("timebank.record_for", town.actor("Cleo"), **town.help("Dee", "Ben", time=HOURS(600)))
    assert ask(town).state == "no"


def test_don_t_ask_holds_everywhere(town: Town) -> None:
    ben = Agent.objects.get(public_id=town.agents["Ben"])
    Ask.objects.create(community=town.community, arena="care", agent=ben, helped_on=TODAY)
    mine = Ask.objects.get(agent=ben, arena="timebank")
    assert code(do("exchange.say_ready", town.actor("Ben"), ask=mine.public_id)) == "done"
    assert code(do("exchange.answer", town.actor("Ben"), ask=mine.public_id, answer="don't ask")) == "done"
    assert set(Ask.objects.filter(agent=ben).values_list("state", flat=True)) == {"don't ask"}


@pytest.mark.parametrize(
    ("who", "verb", "said_it"),
    [
        ("Ben", "pause", "done"),
        ("Cleo", "withdraw", "done"),
        ("Ben", "renew", "done"),
        ("Ana", "pause", "NOT_FOUND"),
        ("Ana", "withdraw", "NOT_FOUND"),
        ("Ana", "renew", "NOT_FOUND"),
    ],
)
def test_an_offer_rests_and_comes_back(town: Town, who: str, verb: str, said_it: str) -> None:
    """`exchange.pause`, `exchange.withdraw` and `exchange.renew`, by whoever said it or at the desk."""
    offer = Offer.objects.get(community=town.community)
    assert code(do(f"exchange.{verb}", town.actor(who), id=offer.public_id)) == said_it


def test_what_has_run_out_leaves_the_list_and_one_tap_brings_it_back(town: Town) -> None:
    from coproduce.community.exchange.queries import open_offers

    offer = Offer.objects.get(community=town.community)
    ben = town.actor("Ben")
    assert code(do("exchange.renew", ben, id=offer.public_id, until_on=TODAY - timedelta(days=1))) == "IN_THE_PAST"
    assert code(do("exchange.renew", ben, id=offer.public_id, until_on=TODAY + timedelta(days=7))) == "done"
    with clock.at(NOON + timedelta(days=8)):
        assert not open_offers(ben).exists()
        assert code(do("exchange.renew", ben, id=offer.public_id)) == "done"
        assert open_offers(ben).exists()


def test_two_records_of_one_person_keep_the_answer(town: Town) -> None:
    """Whoever said "don't ask" under the one name is not asked under the other."""
    keep, gone = (Agent.objects.get(public_id=town.agents[name]) for name in ("Dee", "Ben"))
    Ask.objects.create(community=town.community, arena="timebank", agent=keep, helped_on=TODAY)
    said(town, "Ben", "say_ready")
    said(town, "Ben", "answer", answer="don't ask")
    rooms.tell("members_merged", town.actor("Cleo"), keep, gone, uuid4())
    assert [ask.state for ask in Ask.objects.filter(community=town.community)] == ["don't ask"]
    assert Ask.objects.get(community=town.community).agent == keep


@pytest.mark.parametrize(
    ("answer", "in_the_way", "outcome"),
    [
        ("no", "", "done"),
        ("no", "getting there", "done"),
        ("don't ask", "health", "done"),
        ("yes", "health", "NOT_A_NO"),
        ("no", "lazy", "UNKNOWN_REASON"),
    ],
)
def test_what_stood_in_the_way_is_said_with_a_no_or_not_at_all(
    town: Town, answer: str, in_the_way: str, outcome: str
) -> None:
    said(town, "Ben", "say_ready")
    assert said(town, "Ben", "answer", answer=answer, in_the_way=in_the_way) == outcome
    assert ask(town).in_the_way == (in_the_way if outcome == "done" else "")
