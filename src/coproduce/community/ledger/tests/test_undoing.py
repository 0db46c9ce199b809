"""What was written down wrong is taken back in the open: in time, once, and by two when it is much."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town, build, do
from tests.journeys.mouths import signed_in

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import Contribution
from coproduce.community.ledger.models import BookRules, Closing, Entry as EntryRow, LedgerAccount, Undoing
from coproduce.community.ledger.tests.books import Books, at_once
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    return Books()


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def in_days(days: int) -> Any:
    """The clock so many days after what is written down now."""
    return clock.at(datetime.now(UTC) + timedelta(days=days))


def written(town: Town) -> UUID:
    """The entry of the two hours Ana gave Ben."""
    return Contribution.objects.get(community=town.community).entry


def set_rules(town: Town, **rules: Any) -> None:
    assert code(do("ledger.set_undoing", town.actor("Tom"), **rules)) == "done"


def take_back(town: Town, who: str = "Cleo", **more: Any) -> Done[Any] | Refusal:
    return do("ledger.take_back", town.actor(who), **{"entry": written(town), "reason": "It was twice", **more})


def back(books: Books, of: UUID, **more: Any) -> ledger.Posted | Refusal:
    said = {"community": books.community.pk, "of": of, "effective_on": TODAY, "reason": "wrong day", "actor": 1}
    return ledger.reverse(uuid4(), **{**said, **more})


def held(town: Town, name: str) -> int:
    agent = Agent.objects.get(public_id=town.agents[name])
    return ledger.balance(ledger.member_account(town.community.pk, agent.pk, HOURS)).minor


# In time, and by two


@pytest.mark.promise("What was written down is put right in time, and what is much by two")
def test_after_its_days_nothing_is_taken_back(books: Books) -> None:
    BookRules.objects.create(community=books.community, undo_days=14)
    entry = books.entry()
    ledger.post(entry)
    with in_days(15):
        late = back(books, entry.client_id)
        assert isinstance(late, Refusal)
        assert (late.code, late.values["days"]) == ("TOO_LATE", "14")
        right = books.entry(30, -30)
        assert code(ledger.correct(right, of=entry.client_id, reversal_id=uuid4(), reason="half an hour")) == "TOO_LATE"
        assert code(back(books, entry.client_id, asked_on=clock.today("Europe/London") - timedelta(days=3))) == "done"


def test_where_nothing_is_said_it_is_taken_back_at_any_time(books: Books) -> None:
    entry = books.entry()
    ledger.post(entry)
    with in_days(4000):
        assert code(back(books, entry.client_id)) == "done"


def test_the_same_request_is_answered_after_its_days_too(books: Books) -> None:
    BookRules.objects.create(community=books.community, undo_days=14)
    entry, request_id = books.entry(), uuid4()
    ledger.post(entry)
    said = {"community": books.community.pk, "of": entry.client_id, "effective_on": TODAY, "reason": "wrong day"}
    assert code(ledger.reverse(request_id, **said)) == "done"  # type: ignore[arg-type]
    with in_days(15):
        again = ledger.reverse(request_id, **said)  # type: ignore[arg-type]
    assert isinstance(again, ledger.Posted)
    assert again.is_repeat


@pytest.mark.parametrize(
    ("amounts", "people", "outcome"),
    [
        ((59, -59), {}, "done"),
        ((60, -60), {}, "NEEDS_SECOND"),
        ((30, 30, -60), {}, "NEEDS_SECOND"),
        ((60, -60), {"second": 1}, "NEEDS_SECOND"),
        ((60, -60), {"second": 2}, "done"),
    ],
)
def test_what_is_much_takes_two(books: Books, amounts: tuple[int, ...], people: dict[str, int], outcome: str) -> None:
    BookRules.objects.create(community=books.community, two_from={"hour": 60, "kWh": 1})
    entry = books.entry(*amounts)
    ledger.post(entry)
    assert code(back(books, entry.client_id, **people)) == outcome


def test_a_closed_account_is_opened_for_a_moment(books: Books) -> None:
    entry = books.entry()
    ledger.post(entry)
    LedgerAccount.objects.filter(pk=books.accounts[0]).update(closed_on=TODAY)
    assert code(ledger.post(books.entry())) == "ACCOUNT_CLOSED"
    right = books.entry(45, -45)
    assert code(ledger.correct(right, of=entry.client_id, reversal_id=uuid4(), reason="45 minutes")) == "done"
    assert books.balances() == [0, -45, 0]  # what the closed one holds moved on to the pot
    assert ledger.balance(ledger.pot_account(books.community.pk, HOURS)).minor == 45
    assert LedgerAccount.objects.get(pk=books.accounts[0]).closed_on == TODAY
    assert ledger.verify()


def test_correcting_leaves_nothing_of_a_half(books: Books) -> None:
    entry = books.entry()
    ledger.post(entry)
    LedgerAccount.objects.filter(pk=books.accounts[0]).update(closed_on=TODAY)
    refused = ledger.correct(books.entry(30, -29), of=entry.client_id, reversal_id=uuid4(), reason="half an hour")
    assert code(refused) == "NOT_ZERO_SUM"
    assert EntryRow.objects.count() == 1
    assert books.balances() == [60, -60, 0]


# The verbs


def test_nobody_but_the_desk_and_the_treasurer(town: Town) -> None:
    for verb, said in (
        ("ledger.take_back", {"entry": written(town), "reason": "It was twice"}),
        ("ledger.agree_to_take_back", {"undoing": uuid4()}),
        ("ledger.decline_to_take_back", {"undoing": uuid4()}),
        ("ledger.set_undoing", {"days": 14}),
    ):
        assert code(do(verb, town.actor("Ana"), **said)) == "NOT_ALLOWED"


@pytest.mark.parametrize("who", ["Cleo", "Tom"])
def test_help_is_taken_back_at_once_and_counts_no_more(town: Town, who: str) -> None:
    before = Outbox.objects.count()
    assert code(take_back(town, who, reason=" ")) == "MISSING"
    assert code(take_back(town, who, entry=uuid4())) == "NOT_FOUND"
    done = take_back(town, who)
    assert isinstance(done, Done)
    assert Contribution.objects.get(community=town.community).corrected_by == done.value.reversal
    assert (held(town, "Ana"), held(town, "Ben")) == (0, 0)
    assert Outbox.objects.count() == before + 2
    assert Outbox.objects.latest("pk").values["reason"] == "It was twice"
    assert code(take_back(town, who)) == "ALREADY_REVERSED"
    helped = Contribution.objects.get(community=town.community)
    assert code(do("exchange.correct", town.actor("Cleo"), contribution=helped.public_id, reason="Why")) == (
        "ALREADY_REVERSED"
    )
    assert ledger.verify()


def test_much_waits_for_a_second_person(town: Town) -> None:
    set_rules(town, two_from=HOURS(120))
    asked = take_back(town)
    assert isinstance(asked, Done)
    assert asked.value.reversal is None
    assert held(town, "Ana") == 120
    assert [row.to_agent for row in Outbox.objects.filter(template__startswith="A second person")] == [
        town.actor("Tom").agent_id
    ]
    assert code(take_back(town, "Tom")) == "ALREADY_ASKED"
    undoing = asked.value.undoing
    for verb in ("agree_to_take_back", "decline_to_take_back"):
        assert code(do(f"ledger.{verb}", town.actor("Cleo"), undoing=undoing)) == "NEEDS_SECOND"
        assert code(do(f"ledger.{verb}", town.actor("Tom"), undoing=uuid4())) == "NOT_FOUND"
    before = Outbox.objects.count()
    agreed = do("ledger.agree_to_take_back", town.actor("Tom"), undoing=undoing)
    assert isinstance(agreed, Done)
    assert held(town, "Ana") == 0
    assert Contribution.objects.get(community=town.community).corrected_by == agreed.value.reversal
    told = Outbox.objects.filter(pk__gt=before - 1).order_by("-pk")[:3]
    assert {row.to_agent for row in told} == {town.actor(name).agent_id for name in ("Ana", "Ben", "Cleo")}
    assert EntryRow.objects.get(reverses=written(town)).actor == town.actor("Cleo").agent_id
    assert code(do("ledger.decline_to_take_back", town.actor("Tom"), undoing=undoing)) == "ALREADY_DECIDED"


def test_a_second_person_says_no(town: Town) -> None:
    set_rules(town, two_from=HOURS(60))
    asked = take_back(town, "Tom")
    assert isinstance(asked, Done)
    before = Outbox.objects.count()
    done = do("ledger.decline_to_take_back", town.actor("Cleo"), undoing=asked.value.undoing)
    assert code(done) == "done"
    assert Outbox.objects.count() == before + 3
    assert held(town, "Ana") == 120
    assert Undoing.objects.get().state == Undoing.DECLINED
    assert code(take_back(town)) == "done"  # it may be asked again


def test_asked_in_time_is_in_time(town: Town) -> None:
    set_rules(town, days=14, two_from=HOURS(60))
    with in_days(14):
        asked = take_back(town)
    assert isinstance(asked, Done)
    with in_days(20):
        assert code(take_back(town, "Tom")) == "TOO_LATE"
        assert code(do("ledger.agree_to_take_back", town.actor("Tom"), undoing=asked.value.undoing)) == "done"


def test_putting_right_in_exchange_is_bound_alike(town: Town) -> None:
    helped = Contribution.objects.get(community=town.community).public_id
    said = {"contribution": helped, "time": HOURS(90), "reason": "An hour and a half"}
    set_rules(town, days=14, two_from=HOURS(120))
    assert code(do("exchange.correct", town.actor("Cleo"), **said)) == "NEEDS_SECOND"
    set_rules(town, days=14, two_from=HOURS(120))
    BookRules.objects.filter(community=town.community).update(two_from={})
    with in_days(15):
        assert code(do("exchange.correct", town.actor("Cleo"), **said)) == "TOO_LATE"
    assert code(do("exchange.correct", town.actor("Cleo"), **said)) == "done"
    assert held(town, "Ana") == 90


def test_in_closed_books_it_is_put_right_today(town: Town) -> None:
    Closing.objects.create(community=town.community, through=TODAY - timedelta(days=1), why="The year is over")
    helped = Contribution.objects.get(community=town.community).public_id
    done = do("exchange.correct", town.actor("Cleo"), contribution=helped, time=HOURS(90), reason="An hour and a half")
    assert isinstance(done, Done), done
    assert {row.effective_on for row in EntryRow.objects.exclude(client_id=written_first(town))} == {TODAY}
    assert held(town, "Ana") == 90
    assert Contribution.objects.get(corrected_by=None).amount == 90


def written_first(town: Town) -> UUID:
    return EntryRow.objects.filter(community=town.community).order_by("pk")[0].client_id


def test_two_records_become_one_whatever_the_days(town: Town) -> None:
    set_rules(town, days=14, two_from=HOURS(60))
    with in_days(15):
        done = do("people.merge", town.actor("Cleo"), keep=town.agents["Ana"], gone=town.agents["Ben"])
    assert code(done) == "done"
    assert not Contribution.objects.filter(corrected_by=None).exists()


def test_another_town_is_not_there(towns: tuple[Town, Town]) -> None:
    here, there = towns
    set_rules(there, two_from=HOURS(60))
    asked = take_back(there)
    assert isinstance(asked, Done)
    assert code(take_back(here, entry=written(there))) == "NOT_FOUND"
    assert code(do("ledger.agree_to_take_back", here.actor("Tom"), undoing=asked.value.undoing)) == "NOT_FOUND"
    assert signed_in(here, "Cleo").get(f"/{here.slug}/ledger/entries/{written(there)}/").status_code == 404


# Pages


def test_the_pages_of_taking_back(town: Town) -> None:
    set_rules(town, days=30, two_from=HOURS(120))
    cleo, tom = signed_in(town, "Cleo"), signed_in(town, "Tom")
    page = f"/{town.slug}/ledger/entries/{written(town)}/"
    assert "Take this back" in cleo.get(page).content.decode()
    asked = cleo.get(f"{page}take-back/")
    assert "it takes two here" in asked.content.decode()
    request_id = asked.context["form"]["request_id"].value()
    assert cleo.post(f"{page}take-back/", {"request_id": request_id, "reason": ""}).status_code == 422
    assert cleo.post(f"{page}take-back/", {"request_id": request_id, "reason": "Twice"}).status_code == 302
    assert "until a second person has looked at it" in cleo.get(page).content.decode()
    listed = f"/{town.slug}/ledger/taken-back/"
    assert "You asked for this" in cleo.get(listed).content.decode()
    assert "Twice" in cleo.get(listed, {"as": "csv"}).content.decode()
    row = tom.get(listed).context["rows"][0]
    said = {"do": "agree", "undoing": row["undoing"].public_id, "request_id": row["yes_id"]}
    assert tom.post(listed, said)["Location"] == page
    story = tom.get(page).content.decode()
    assert "and Tom kanari agreed" in story
    assert "Taken back by" in story
    again = tom.post(listed, {**said, "request_id": uuid4()}, follow=True)
    assert "Somebody else was faster" in again.content.decode()


def test_whose_entry_it_is_reads_its_story(town: Town) -> None:
    page = f"/{town.slug}/ledger/entries/{written(town)}/"
    for name in ("Ana", "Ben"):
        shown = signed_in(town, name).get(page)
        assert shown.status_code == 200
        assert "Take this back" not in shown.content.decode()
    assert signed_in(town, "Dee").get(page).status_code == 404
    assert signed_in(town, "Ana").get(f"{page}take-back/").status_code == 404
    assert signed_in(town, "Ana").get(f"/{town.slug}/ledger/taken-back/").status_code == 404
    assert signed_in(town, "Ana").get(f"/{town.slug}/ledger/putting-right/").status_code == 404


# Two at once


@pytest.mark.django_db(databases=[])
@pytest.mark.promise("Of two who put the same right at once, one does")
def test_of_two_reversals_at_once_one_stands(committed: str) -> None:
    books = Books()
    entry = books.entry()
    ledger.post(entry)
    answers = at_once(lambda: back(books, entry.client_id), lambda: back(books, entry.client_id))
    assert sorted(code(answer) for answer in answers) == ["ALREADY_REVERSED", "done"]
    assert books.balances() == [0, 0, 0]
    assert ledger.verify()


@pytest.mark.django_db(databases=[])
def test_of_two_who_decide_at_once_one_does(committed: str) -> None:
    town = build("alder", "kanari", ("timebank",))
    set_rules(town, two_from=HOURS(60))
    asked = do("ledger.take_back", town.actor("Dee"), entry=written(town), reason="Twice")
    assert code(asked) == "NOT_ALLOWED"
    asked = take_back(town)
    assert isinstance(asked, Done)
    tom, said = town.actor("Tom"), {"undoing": asked.value.undoing}
    answers = at_once(
        lambda: do("ledger.agree_to_take_back", tom, **said), lambda: do("ledger.decline_to_take_back", tom, **said)
    )
    assert sorted(code(answer) for answer in answers) == ["ALREADY_DECIDED", "done"]
    was_agreed = Undoing.objects.get().state == Undoing.AGREED
    assert EntryRow.objects.filter(reverses=written(town)).exists() is was_agreed


def test_what_was_put_right_is_listed_for_who_puts_right(town: Town) -> None:
    address = f"/{town.slug}/ledger/put-right/"
    tom = signed_in(town, "Tom")
    assert "Nothing was ever taken back" in tom.get(address).content.decode()
    assert code(take_back(town)) == "done"
    shown = tom.get(address).content.decode()
    for words in ("It was twice", "Ana kanari", "Ben kanari", "2 h 00", "Taken back by Cleo kanari"):
        assert words in shown
    [line] = tom.get(address, {"as": "csv"}).content.decode().splitlines()[1:]
    assert ",Cleo kanari,It was twice," in line
    keys = {who: {"Authorization": f"Bearer {town.key(who)}"} for who in ("Ana", "Tom")}
    [told] = Client().get(f"/api/{town.slug}/ledger/put-right", headers=keys["Tom"]).json()["items"]
    assert (told["kind"], told["words"], told["by"]) == ("reversal", "It was twice", "Cleo kanari")
    assert Client().get(f"/api/{town.slug}/ledger/put-right", headers=keys["Ana"]).json()["items"] == []
    assert signed_in(town, "Ana").get(address).status_code == 404
