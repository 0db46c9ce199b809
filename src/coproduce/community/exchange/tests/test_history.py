"""Books of another bank come in: many at once is one by one, nothing twice, and nobody is told as if it were new."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.fixtures.towns import TODAY, Town, do

from coproduce.community import ledger
from coproduce.community.base import bringing
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.base.sheets import guess, sort_rows
from coproduce.community.exchange.histories.openings import OPENING_HOURS
from coproduce.community.exchange.histories.rules import Happened, Opening, Taken
from coproduce.community.exchange.imports import LISTINGS
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.ledger.queries import given_and_received
from coproduce.community.people.models import Agent
from coproduce.core.journal import Limit
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal
from coproduce.interop.sheets_reading import read_sheet

pytestmark = pytest.mark.django_db


def pk(town: Town, name: str) -> int:
    return Agent.objects.get(public_id=town.agents[name]).pk


def held(town: Town, name: str) -> int:
    return ledger.balance(ledger.member_account(town.community.pk, pk(town, name), HOURS)).minor


def helped(town: Town, giver: str, receiver: str, number: int, **more: Any) -> Happened:
    """An hour and a half of sewing, last week; a test says what is otherwise."""
    return replace(
        Happened(
            "timebank",
            town.agents[giver],
            town.agents[receiver],
            90,
            TODAY - timedelta(days=7),
            "Sewing",
            f"old bank:{number}",
            "a hem",
        ),
        **more,
    )


def history(town: Town) -> tuple[Happened, ...]:
    pairs = [("Ana", "Ben"), ("Ben", "Cleo"), ("Cleo", "Ana"), ("Ana", "Dee"), ("Tom", "Ben"), ("Dee", "Ana")]
    return tuple(
        helped(town, *pairs[n % 6], n, minutes=15 + n, done_on=TODAY - timedelta(days=n * 7 % 40 + 1))
        for n in range(30)
    )


def facts(town: Town) -> tuple[Any, ...]:
    """What stands in the books and in the lists, by the first names of the town."""
    names = {public_id: name for name, public_id in town.agents.items()}
    contributions = sorted(
        (names[giver], names[receiver], amount, day.isoformat(), category, by_desk)
        for giver, receiver, amount, day, category, by_desk in Contribution.objects.filter(
            community=town.community
        ).values_list(
            "giver__public_id", "receiver__public_id", "amount", "effective_on", "category__name", "is_by_desk"
        )
        if category == "Sewing"
    )
    return {name: held(town, name) for name in town.agents}, contributions


def test_record_history_many_at_once_is_one_by_one(towns: tuple[Town, Town]) -> None:
    """The same rows in one call of `exchange.record_history`, in thirty, and by hand at the desk."""
    at_once, one_by_one = towns
    assert do("exchange.record_history", at_once.actor("Cleo"), rows=history(at_once)).value == Taken(30, 0)
    for row in history(one_by_one):
        assert isinstance(do("exchange.record_history", one_by_one.actor("Cleo"), rows=(row,)), Done)
    assert facts(at_once) == facts(one_by_one)
    asks = [
        set(Ask.objects.filter(community=town.community).values_list("agent__name", "helped_on", "state"))
        for town in towns
    ]
    assert {(name.split()[0], day, state) for name, day, state in asks[0]} == {
        (name.split()[0], day, state) for name, day, state in asks[1]
    }
    assert ledger.verify(at_once.community.pk)


def test_record_history_is_what_the_desk_would_have_recorded(towns: tuple[Town, Town]) -> None:
    at_once, by_hand = towns
    do("exchange.record_history", at_once.actor("Cleo"), rows=history(at_once))
    do("exchange.record_history", by_hand.actor("Cleo"), rows=(helped(by_hand, "Ana", "Ben", 99),))  # the kind is there
    Contribution.objects.filter(community=by_hand.community, category__name="Sewing").delete()
    for row in history(by_hand):
        done = do(
            "timebank.record_for",
            by_hand.actor("Cleo"),
            giver=row.giver,
            receiver=row.receiver,
            time=HOURS(row.minutes),
            done_on=row.done_on,
            category="Sewing",
            words=row.words,
        )
        assert isinstance(done, Done)
    mine, theirs = facts(at_once), facts(by_hand)
    theirs[0]["Ana"] -= 90  # the hem that brought the kind along
    theirs[0]["Ben"] += 90
    assert mine == theirs


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"minutes": 0}, "NOT_POSITIVE", "time"),
        ({"minutes": 25 * 60}, "TOO_LARGE", "time"),
        ({"done_on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE", "done_on"),
        ({"receiver": "Ana"}, "SAME_ACCOUNT", "receiver"),
        ({"giver": UUID(int=7)}, "NOT_FOUND", "giver"),
        ({"receiver": UUID(int=7)}, "NOT_FOUND", "receiver"),
        ({"category": " "}, "MISSING", "category"),
        ({"words": "x" * 301}, "TOO_LONG", "words"),
    ],
)
def test_one_bad_row_and_nothing_is_recorded_with_the_desks_own_answer(
    town: Town, wrong: dict[str, Any], code: str, field: str
) -> None:
    wrong = {name: town.agents.get(value, value) for name, value in wrong.items()}
    bad = replace(helped(town, "Ana", "Ben", 2), **wrong)
    before = facts(town)
    refused = do("exchange.record_history", town.actor("Cleo"), rows=(helped(town, "Ana", "Ben", 1), bad))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.field) == (code, field)
    by_hand = do(
        "timebank.record_for",
        town.actor("Cleo"),
        giver=bad.giver,
        receiver=bad.receiver,
        time=HOURS(bad.minutes),
        done_on=bad.done_on,
        category=bad.category.replace("Sewing", f"company {town.canary}"),
        words=bad.words,
    )
    assert isinstance(by_hand, Refusal)
    assert (by_hand.code, by_hand.field) == (code, field)
    assert facts(town) == before


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"done_on": date(1900, 1, 1)}, "TOO_OLD"), ({"arena": "moon"}, "NO_ARENA"), ({"source_ref": ""}, "MISSING")],
)
def test_what_only_a_history_can_get_wrong(town: Town, wrong: dict[str, Any], code: str) -> None:
    refused = do("exchange.record_history", town.actor("Cleo"), rows=(helped(town, "Ana", "Ben", 1, **wrong),))
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_help_from_before_the_community_began(town: Town) -> None:
    old = helped(town, "Ana", "Ben", 1, done_on=date(1998, 5, 1))
    assert isinstance(do("exchange.record_history", town.actor("Cleo"), rows=(old,)), Done)
    assert Contribution.objects.get(effective_on=date(1998, 5, 1)).amount == 90
    assert Ask.objects.get(agent=pk(town, "Ben")).helped_on == date(1998, 5, 1)


def test_twice_is_once_and_another_word_is_noticed(town: Town) -> None:
    rows = history(town)
    first = do("exchange.record_history", town.actor("Cleo"), rows=rows[:20])
    again = do("exchange.record_history", town.actor("Cleo"), rows=rows)
    assert (first.value, again.value) == (Taken(20, 0), Taken(10, 20))
    assert len(facts(town)[1]) == 30
    other = do("exchange.record_history", town.actor("Cleo"), rows=(replace(rows[3], minutes=1),))
    assert isinstance(other, Refusal)
    assert other.code == "CONFLICTS_WITH_EARLIER"
    within = (helped(town, "Ana", "Ben", 77), helped(town, "Ana", "Ben", 77, minutes=5))
    assert do("exchange.record_history", town.actor("Cleo"), rows=within).code == "CONFLICTS_WITH_EARLIER"


@pytest.mark.parametrize(
    "words", ['a "hem", {two}', "back\\slash\\", "NULL", "null", "", "it's\n%s 50%", "ß – 裁縫 🧵"]
)
def test_words_stand_as_they_were_said(town: Town, words: str) -> None:
    """Many rows are handed over as a few values: no mark in somebody's words ends one of them early."""
    rows = (helped(town, "Ana", "Ben", 1, words=words, category=words or "Sewing"), helped(town, "Ben", "Ana", 2))
    assert isinstance(do("exchange.record_history", town.actor("Cleo"), rows=rows), Done)
    lines = ledger.statement(ledger.member_account(town.community.pk, pk(town, "Ana"), HOURS))
    assert [line.words for line in lines if line.amount == HOURS(90)] == [words]
    one = Contribution.objects.get(community=town.community, giver=pk(town, "Ana"), receiver=pk(town, "Ben"), amount=90)
    assert one.category.name == (words or "Sewing")
    assert ledger.verify(town.community.pk)


def test_nobody_is_told_and_nobody_is_asked(town: Town) -> None:
    told = Outbox.objects.count()
    do("exchange.record_history", town.actor("Cleo"), rows=(helped(town, "Ana", "Tom", 1),))
    assert Outbox.objects.count() == told
    assert Ask.objects.get(agent=pk(town, "Tom")).state == Ask.WAITING


def test_no_limit_stands_in_the_way_of_what_was(town: Town) -> None:
    account = ledger.member_account(town.community.pk, pk(town, "Tom"), HOURS)
    ledger.change_limit(account, Limit(floor=-30, mode="enforce"), actor=None, why="a test")
    do("exchange.record_history", town.actor("Cleo"), rows=(helped(town, "Ana", "Tom", 1),))
    assert held(town, "Tom") == -90


@pytest.mark.parametrize("name", ["Ana", "Dee", "Tom"])
@pytest.mark.parametrize("verb", ["exchange.record_history", "exchange.open_balances"])
def test_only_the_desk_brings_books(town: Town, name: str, verb: str) -> None:
    rows = {
        "exchange.record_history": (helped(town, "Ana", "Ben", 1),),
        "exchange.open_balances": (Opening(town.agents["Ana"], 60, TODAY),),
    }[verb]
    refused = do(verb, town.actor(name), rows=rows)
    assert isinstance(refused, Refusal)
    assert refused.code == "NOT_ALLOWED"
    assert isinstance(do(verb, town.actor("Cleo"), rows=rows), Done)


@pytest.mark.parametrize("verb", ["exchange.record_history", "exchange.open_balances"])
def test_nobody_of_another_town(towns: tuple[Town, Town], verb: str) -> None:
    here, there = towns
    rows = {
        "exchange.record_history": (helped(there, "Ana", "Ben", 1),),
        "exchange.open_balances": (Opening(there.agents["Ana"], 60, TODAY),),
    }[verb]
    assert do(verb, here.actor("Cleo"), rows=rows).code == "NOT_FOUND"
    assert do(verb, here.actor("Cleo"), rows=()).code == "WRONG_LENGTH"


def openings(town: Town, **minutes: int) -> tuple[Opening, ...]:
    return tuple(Opening(town.agents[name], many, date(2020, 1, 1), f"old:{name}") for name, many in minutes.items())


def test_open_balances(town: Town) -> None:
    """`exchange.open_balances` gives each what they bring, once, and counts as nobody's help."""
    before = {name: held(town, name) for name in ("Dee", "Tom", "Kim")}
    cord = given_and_received(town.actor("Dee"), HOURS, pk(town, "Dee"))
    rows = openings(town, Dee=600, Tom=-90, Kim=0)
    assert do("exchange.open_balances", town.actor("Cleo"), rows=rows).value == Taken(2, 0, 1)
    assert {name: held(town, name) - before[name] for name in before} == {"Dee": 600, "Tom": -90, "Kim": 0}
    issuing = ledger.issuing_account(town.community.pk, HOURS, OPENING_HOURS)
    assert ledger.balance(issuing) == HOURS(-510)
    assert given_and_received(town.actor("Dee"), HOURS, pk(town, "Dee")) == cord
    again = tuple(replace(row, source_ref=f"renamed {row.source_ref}") for row in rows)
    assert do("exchange.open_balances", town.actor("Cleo"), rows=again).value == Taken(0, 2, 1)
    other = do("exchange.open_balances", town.actor("Cleo"), rows=openings(town, Kim=30, Dee=601))
    assert other.code == "CONFLICTS_WITH_EARLIER"
    assert held(town, "Kim") == before["Kim"]
    assert ledger.verify(town.community.pk)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE"),
        ({"on": date(1900, 1, 1)}, "TOO_OLD"),
        ({"minutes": -(10**8)}, "TOO_LARGE"),
        ({"member": UUID(int=7)}, "NOT_FOUND"),
    ],
)
def test_openings_that_cannot_be(town: Town, wrong: dict[str, Any], code: str) -> None:
    row = replace(openings(town, Dee=60)[0], **wrong)
    assert do("exchange.open_balances", town.actor("Cleo"), rows=(row,)).code == code


def test_a_row_belongs_to_an_arena_that_is_switched_on(town: Town) -> None:
    ana, ben = (Agent.objects.get(pk=pk(town, name)).name for name in ("Ana", "Ben"))
    said = (f"{ana},{ben},60,2026-01-05,{arena}" for arena in ("", "Timebank", "moon"))
    lines = "giver,receiver,minutes,date,arena", *said
    sheet = read_sheet("\n".join(lines).encode())
    found = sort_rows(sheet, guess(sheet, "old bank", LISTINGS), bringing.setting_in(town.community))
    assert [row.arena for row in found.good] == ["timebank", "timebank"]
    assert [(bad.row, bad.field) for bad in found.bad] == [(4, "arena")] and "timebank" in found.bad[0].reason
