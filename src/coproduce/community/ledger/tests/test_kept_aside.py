"""Where a community chose it, the hours for what two agreed on are kept aside until it is done, or is off."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.fixtures.towns import NOON, TODAY, Town, build, do
from tests.journeys.mouths import signed_in

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import Agreement
from coproduce.community.exchange.threads.keeping import would_keep
from coproduce.community.ledger.holds.expiring import expire
from coproduce.community.ledger.models import Hold, LedgerAccount
from coproduce.community.people.models import Community
from coproduce.core.journal import Limit
from coproduce.core.quantity import HOURS, KWH
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

DAYS = 7


@pytest.fixture
def town() -> Any:
    """Hours are kept aside here for a week after the day that is planned."""
    with clock.at(NOON):
        made = build("hazel", "kanari", ("timebank",))
        Community.objects.filter(slug=made.slug).update(kept_days=DAYS)
        yield made


def act(town: Town, name: str, verb: str, /, **more: Any) -> Any:
    outcome = do(f"exchange.{verb}", town.actor(name), **more)
    assert isinstance(outcome, Done), outcome
    return outcome.value


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def proposed(town: Town, **more: Any) -> UUID:
    """Ana would meet the first of Ben's needs, in about an hour."""
    thread: UUID = act(town, "Ana", "propose", **{"need": town.needs[0], "time": HOURS(60), **more}).agreement
    return thread


def agreed(town: Town, **more: Any) -> UUID:
    thread = proposed(town, **more)
    act(town, "Ben", "agree", agreement=thread)
    return thread


def account(town: Town, name: str = "Ben") -> LedgerAccount:
    return LedgerAccount.objects.get(agent__public_id=town.agents[name], unit=HOURS.code)


def how(thread: UUID) -> list[str]:
    """How each hold of a thread stands, in the order they were kept."""
    return list(Hold.objects.filter(source_ref=str(thread)).order_by("pk").values_list("state", flat=True))


@pytest.mark.promise("Where a community chose it, hours are kept aside from the yes of two until it is done or is off")
def test_from_the_last_yes_until_it_is_confirmed(town: Town) -> None:
    thread = proposed(town)
    assert (account(town).held, how(thread)) == (0, [])
    act(town, "Ben", "agree", agreement=thread)
    assert (account(town).held, how(thread)) == (60, ["held"])
    assert Outbox.objects.filter(template__contains="kept aside", values__time="1 h 00").count() == 1
    act(town, "Ana", "do", agreement=thread, time=HOURS(45))
    assert account(town).held == 60
    stands = act(town, "Ben", "confirm", agreement=thread)
    assert (account(town).held, how(thread)) == (0, ["settled"])
    assert Hold.objects.get(source_ref=str(thread)).entry == stands.entry
    assert ledger.verify()


def test_nothing_is_kept_unless_the_community_chose_it(town: Town) -> None:
    Community.objects.filter(slug=town.slug).update(kept_days=0)
    assert how(agreed(town)) == []


def test_nothing_is_kept_until_it_is_said_how_long(town: Town) -> None:
    thread = agreed(town, time=None)
    assert how(thread) == []
    act(town, "Ben", "change_plan", agreement=thread, time=HOURS(30))
    act(town, "Ana", "agree", agreement=thread)
    assert account(town).held == 30


def test_care_keeps_nothing_and_neither_does_a_circle_of_many(town: Town) -> None:
    row = Agreement(community=town.community, arena="timebank")
    assert would_keep(row, 2)
    assert not would_keep(row, 3)
    assert not would_keep(Agreement(community=town.community, arena="care"), 2)
    many = tuple(town.agents[name] for name in ("Dee", "Tom"))
    thread = act(town, "Ana", "propose", receivers=many, category="company kanari", time=HOURS(60)).agreement
    for name in ("Dee", "Tom"):
        act(town, name, "agree", agreement=thread)
    assert (Agreement.objects.get(public_id=thread).state, how(thread)) == ("agreed", [])


@pytest.mark.parametrize(
    ("who", "verb", "more"),
    [
        ("Ben", "exchange.call_off", {}),
        ("Ana", "exchange.miss", {}),
        ("Ana", "exchange.change_plan", {"time": HOURS(30)}),
        ("Cleo", "people.leave", {"member": "Ana"}),
    ],
)
def test_what_is_off_is_free_again(town: Town, who: str, verb: str, more: dict[str, Any]) -> None:
    thread = agreed(town)
    said = {"member": town.agents["Ana"]} if "member" in more else {"agreement": thread, **more}
    assert code(do(verb, town.actor(who), **said)) == "done"
    assert (account(town).held, how(thread)) == (0, ["released"])
    assert ledger.verify()


def test_another_yes_keeps_it_anew(town: Town) -> None:
    thread = agreed(town)
    with clock.at(NOON + timedelta(minutes=5)):
        act(town, "Ben", "change_plan", agreement=thread, time=HOURS(90), place="The library")
        act(town, "Ana", "agree", agreement=thread)
    assert (account(town).held, how(thread)) == (90, ["released", "held"])


def test_who_remembers_differently_keeps_it_until_its_day(town: Town) -> None:
    thread = agreed(town, starts_at=datetime(2026, 11, 20, 14, tzinfo=UTC))
    act(town, "Ana", "do", agreement=thread, time=HOURS(60))
    act(town, "Ben", "dispute", agreement=thread, words="It was half an hour")
    assert how(thread) == ["held"]
    assert Hold.objects.get(source_ref=str(thread)).expires_at == datetime(2026, 11, 28, tzinfo=UTC)
    with clock.at(datetime(2026, 11, 28, 1, tzinfo=UTC)):
        assert expire(clock.now()) == 1
        act(town, "Cleo", "do", agreement=thread, time=HOURS(30), for_=town.agents["Ben"])
        act(town, "Ana", "confirm", agreement=thread)
    assert (account(town).held, how(thread)) == (0, ["expired"])
    assert ledger.verify()


@pytest.mark.parametrize(("mode", "answer"), [("enforce", "LIMIT_FLOOR"), ("warn", "done"), ("off", "done")])
def test_a_limit_refuses_it_in_the_words_of_a_posting(town: Town, mode: Any, answer: str) -> None:
    ben = account(town)
    ledger.change_limit(ben.pk, Limit(floor=ben.balance - 45, mode=mode), actor=None, why="a test")
    thread = proposed(town)
    outcome = do("exchange.agree", town.actor("Ben"), agreement=thread)
    assert code(outcome) == answer
    assert Agreement.objects.get(public_id=thread).state == ("agreed" if answer == "done" else "proposed")
    recorded = do("timebank.record_for", town.actor("Cleo"), **town.help("Ana", "Ben", time=HOURS(60)))
    assert code(recorded) == answer
    if isinstance(outcome, Refusal) and isinstance(recorded, Refusal):
        assert outcome.sentence == recorded.sentence
        page = signed_in(town, "Ben")
        address = f"/{town.slug}/exchange/threads/{thread}/"
        form = page.get(address).context["forms"]["agree"]
        shown = page.post(address, {"what": "agree", "request_id": form["request_id"].value()})
        assert (shown.status_code, outcome.sentence in shown.content.decode()) == (422, True)


def test_it_is_there_on_the_day_for_just_this(town: Town) -> None:
    ben = account(town)
    ledger.change_limit(ben.pk, Limit(floor=ben.balance - 60, mode="enforce"), actor=None, why="a test")
    thread = agreed(town)
    for giver in ("Dee", "Ana"):  # neither another's help, nor other help of hers, uses what is kept for this
        recorded = do("timebank.record_for", town.actor("Cleo"), **town.help(giver, "Ben", time=HOURS(15)))
        assert code(recorded) == "LIMIT_FLOOR"
    act(town, "Ana", "do", agreement=thread, time=HOURS(60))
    act(town, "Ben", "confirm", agreement=thread)
    assert how(thread) == ["settled"]


def test_what_the_desk_kept_back_beside_it_stays(town: Town) -> None:
    thread = agreed(town)
    desk = do("ledger.keep_back", town.actor("Cleo"), receiver=town.agents["Ben"], giver=town.agents["Ana"],
              time=HOURS(15), what="the tap", until=TODAY + timedelta(days=1))  # fmt: skip
    assert isinstance(desk, Done)
    act(town, "Ana", "do", agreement=thread, time=HOURS(60))
    act(town, "Ben", "confirm", agreement=thread)
    assert (how(thread), account(town).held) == (["settled"], 15)


@pytest.mark.parametrize(
    ("time", "answer"), [(HOURS(0), "NOT_POSITIVE"), (KWH(60), "UNIT_MISMATCH"), (None, "done"), (HOURS(1), "done")]
)
def test_how_long_it_is_planned_for(town: Town, time: Any, answer: str) -> None:
    assert code(do("exchange.propose", town.actor("Ana"), need=town.needs[0], time=time)) == answer
    thread = proposed(town)
    assert code(do("exchange.change_plan", town.actor("Ana"), agreement=thread, time=time)) == answer


def test_the_thread_says_so_on_the_page_and_to_scripts(town: Town) -> None:
    thread = proposed(town, time=None)
    ana, address = signed_in(town, "Ana"), f"/{town.slug}/exchange/threads/{thread}/"
    page = ana.get(address)
    assert "Say about how long it will take" in page.content.decode()
    once = page.context["forms"]["change"]["request_id"].value()
    ana.post(address, {"what": "change", "request_id": once, "time": "1 h 30"})
    assert "Once both have said yes, 1 h 30 of the hours of Ben kanari" in ana.get(address).content.decode()
    act(town, "Ben", "agree", agreement=thread)
    assert "1 h 30 of the hours of Ben kanari, until" in ana.get(address).content.decode()
    key = {"Authorization": f"Bearer {town.key('Ana')}"}
    told = Client(headers=key).get(f"/api/{town.slug}/exchange/threads/{thread}").json()
    assert [(one["amount"], one["unit"], one["until"]) for one in told["kept"]] == [(90, "hour", "2026-11-24")]
    assert told["planned_minutes"] == 90


def test_a_community_chooses_it_in_its_settings(town: Town) -> None:
    here = town.community
    said = {"version": here.version, "name": here.name}
    assert code(do("people.change_settings", town.actor("Cleo"), **said, kept_days=91)) == "OUT_OF_RANGE"
    assert code(do("people.change_settings", town.actor("Cleo"), **said, kept_days=0)) == "done"
    assert town.community.kept_days == 0
    assert "Keep the hours aside when people agree" in signed_in(town, "Cleo").get(
        f"/{town.slug}/people/settings/"
    ).content.decode()  # fmt: skip
