"""Build days: who may take a place, the weather, who came, and what a day's hours count for."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.fixtures.towns import Town, do

from coproduce.arenas.homes import told
from coproduce.arenas.homes.models import HomeHour
from coproduce.arenas.homes.rules import CameToBuild
from coproduce.arenas.homes.tests.building import DAY, HOME, OTHER_HOME, done, family, refused
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Contribution, Occasion, SignUp, Slot
from coproduce.community.exchange.occasions.rules import Came, SlotWanted
from coproduce.community.people.models import Membership
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

SATURDAY = DAY + timedelta(days=5)
TASKS = (SlotWanted("Safety talk", 9), SlotWanted("Painting", 4), SlotWanted("Power tools", 2))


def said(**change: Any) -> dict[str, Any]:
    begins = datetime.combine(SATURDAY, time(9))
    plan = {"words": "Walls of no. 9", "starts_at": begins, "ends_at": begins + timedelta(hours=4), "tasks": TASKS}
    return {**plan, **change}


def planned(town: Town, who: str = "Cleo") -> UUID:
    occasion: UUID = done("homes.plan_day", town, who, **said()).occasion
    return occasion


def comes(town: Town, who: str, task: str, at: datetime | None = None) -> str:
    """What somebody is told who takes a place for this task."""
    with clock.at(at or datetime.combine(DAY, time(12), UTC)):
        slot = Slot.objects.get(needs=task).public_id
        outcome = do("exchange.sign_up", town.actor(who), slot=slot)
    return "done" if isinstance(outcome, Done) else outcome.code


def talked(town: Town, who: str) -> None:
    with clock.at(datetime.combine(DAY, time(12), UTC)):
        outcome = do(
            "people.attest", town.actor("Cleo"), member=town.agents[who], kind="training", what="Safety talk",
            issuer="Sid, who led the day", seen_on=DAY,
        )  # fmt: skip
    assert isinstance(outcome, Done), outcome


def test_who_plans_a_build_day(town: Town) -> None:
    assert refused("homes.plan_day", town, "Ana", **said()) == "NOT_ALLOWED"
    assert refused("homes.plan_day", town, "Cleo", **said(tasks=())) == "WRONG_LENGTH"
    Membership.objects.filter(agent__public_id=town.agents["Ben"]).update(roles=["member", "crew lead"])
    planned(town, "Ben")
    row = Occasion.objects.get()
    assert (row.arena, row.organiser.public_id) == ("homes", town.agents["Ben"])


def test_a_place_takes_the_safety_talk_and_the_age_for_it(town: Town) -> None:
    planned(town)
    assert comes(town, "Ana", "Painting") == "NO_TALK"
    talked(town, "Ana")
    assert comes(town, "Ana", "Painting") == "done"
    young = Membership.objects.filter(agent__public_id=town.agents["Ben"])
    young.update(adult_on=SATURDAY + timedelta(days=1))
    talked(town, "Ben")
    slot = Slot.objects.select_related("occasion__community").get(needs="Power tools")
    refused_place = told.would_come(slot.occasion, slot, young.get().agent)
    assert refused_place and refused_place.code == "TOO_YOUNG"
    young.update(adult_on=SATURDAY)
    assert told.would_come(slot.occasion, slot, young.get().agent) is None
    assert comes(town, "Ben", "Power tools") == "MAY_NOT_MEET", "until then somebody of theirs has to say yes first"
    young.update(adult_on=DAY)
    assert comes(town, "Ben", "Power tools") == "done"


def test_whoever_came_to_the_talk_has_had_it(town: Town) -> None:
    family(town, "Ana", HOME)
    occasion = planned(town)
    assert comes(town, "Ana", "Safety talk") == "done"
    came = (CameToBuild(town.agents["Ana"], time(9), time(10)),)
    done("homes.record_day", town, "Cleo", SATURDAY, occasion=occasion, site=HOME, came=came)
    assert HomeHour.objects.get().kind == "class"
    Occasion.objects.all().update(cancelled_at=None)
    later = SATURDAY + timedelta(days=7)
    begins = datetime.combine(later, time(9))
    tasks = (SlotWanted("Carrying", 4),)
    done(
        "homes.plan_day",
        town,
        "Cleo",
        SATURDAY,
        **said(starts_at=begins, ends_at=begins + timedelta(hours=2), tasks=tasks),
    )
    assert comes(town, "Ana", "Carrying", datetime.combine(SATURDAY, time(22), UTC)) == "done"


def test_a_place_held_out_is_taken_only_by_who_may(town: Town) -> None:
    planned(town)
    talked(town, "Ana")
    comes(town, "Ana", "Painting")
    mine = SignUp.objects.get().public_id
    with clock.at(datetime.combine(DAY, time(12), UTC)):
        do("exchange.swap", town.actor("Ana"), sign_up=mine)
        outcome = do("exchange.take_place", town.actor("Ben"), sign_up=mine)
        assert isinstance(outcome, Refusal)
        assert outcome.code == "NO_TALK"


def test_weather_calls_a_day_off_by_the_rules_alone(town: Town) -> None:
    occasion = planned(town)
    talked(town, "Ana")
    comes(town, "Ana", "Painting")
    fair = {"occasion": occasion, "wind_kmh": 50, "rain_mm": 0, "celsius": 9}
    assert refused("homes.call_off_for_weather", town, "Ana", **fair) == "NOT_ALLOWED"
    assert refused("homes.call_off_for_weather", town, "Cleo", **{**fair, "occasion": uuid4()}) == "NOT_FOUND"
    assert refused("homes.call_off_for_weather", town, "Cleo", **fair) == "FAIR"
    done("homes.call_off_for_weather", town, "Cleo", **{**fair, "wind_kmh": 70})
    assert Occasion.objects.get().cancelled_because == "70 km/h of wind are forecast."
    assert refused("homes.call_off_for_weather", town, "Cleo", **{**fair, "wind_kmh": 70}) == "CANCELLED"


def test_who_came_is_written_down_and_signed_as_who_led(town: Town) -> None:
    family(town, "Ana", HOME)
    family(town, "Ben", OTHER_HOME)
    occasion = planned(town)
    came = tuple(CameToBuild(town.agents[who], time(9), time(12)) for who in ("Ana", "Dee"))
    day = {"occasion": occasion, "site": OTHER_HOME, "came": came}
    assert refused("homes.record_day", town, "Cleo", **day) == "NOT_YET"
    assert refused("homes.record_day", town, "Ana", SATURDAY, **day) == "NOT_ALLOWED"
    assert refused("homes.record_day", town, "Cleo", SATURDAY, **{**day, "occasion": uuid4()}) == "NOT_FOUND"
    assert refused("homes.record_day", town, "Cleo", SATURDAY, **{**day, "came": ()}) == "MISSING"
    assert refused("homes.record_day", town, "Cleo", SATURDAY, **{**day, "site": ""}) == "NO_FAMILY"
    receipt = done("homes.record_day", town, "Cleo", SATURDAY, **day)
    assert (len(receipt.hours), receipt.minutes) == (2, 360)
    whose = {(row.agent and row.agent.public_id, row.family.agent.public_id) for row in HomeHour.objects.all()}
    expected = {(town.agents["Ana"], town.agents["Ana"]), (town.agents["Dee"], town.agents["Ben"])}
    assert whose == expected, "who is of no family gives it to the family of that home"
    assert not Contribution.objects.filter(arena="homes").exists()
    done(
        "homes.sign_hours",
        town,
        "Ana",
        SATURDAY,
        hours=HomeHour.objects.get(agent__public_id=town.agents["Ana"]).public_id,
    )
    made = Contribution.objects.get(arena="homes")
    assert (made.giver.public_id, made.receiver.public_id, made.amount) == (town.agents["Ana"], town.agents["Ben"], 180)
    assert refused("homes.record_day", town, "Cleo", SATURDAY, **day) == "OVERLAPS", "twice counts once"


def test_who_came_to_a_build_day_is_not_written_down_elsewhere(town: Town) -> None:
    occasion = planned(town)
    with clock.at(datetime.combine(SATURDAY, time(22), UTC)):
        came = (Came(town.agents["Ana"], 60),)
        outcome = do("exchange.record_came", town.actor("Cleo"), occasion=occasion, came=came)
    assert isinstance(outcome, Refusal)
    assert outcome.code == "SAID_ELSEWHERE"


def test_who_showed_whom_how_it_is_done(town: Town) -> None:
    shown = {"taught": town.agents["Ben"], "task": "To hang a door", "time": HOURS(60), "done_on": DAY}
    assert refused("homes.show_how", town, "Ana", **{**shown, "for_": town.agents["Dee"]}) == "NOT_ALLOWED"
    assert refused("homes.show_how", town, "Ana", **{**shown, "taught": uuid4()}) == "NOT_FOUND"
    assert refused("homes.show_how", town, "Ana", **{**shown, "taught": town.agents["Ana"]}) == "SAME_ACCOUNT"
    assert done("homes.show_how", town, "Ana", **shown).minutes == 60
    assert done("homes.show_how", town, "Cleo", **shown, for_=town.agents["Dee"]).minutes == 60
    rows = Contribution.objects.filter(arena="homes", category__name="Showing how it is done").order_by("pk")
    assert [row.is_by_desk for row in rows] == [False, True]


def test_nothing_is_lent_that_is_not_there(town: Town) -> None:
    saw = {"thing": "Circular saw", "pieces": 2}
    for verb, more in (("homes.stock_things", {}), ("homes.lend_things", {"to": town.agents["Ana"]}),
                       ("homes.bring_back_things", {"from_": town.agents["Ana"]})):  # fmt: skip
        assert refused(verb, town, "Ana", **saw, **more) == "NOT_ALLOWED"
        assert refused(verb, town, "Cleo", **{**saw, "pieces": 0}, **more) == "NOT_POSITIVE"
    lend = {**saw, "to": town.agents["Ana"]}
    assert refused("homes.lend_things", town, "Cleo", **lend) == "NOT_THERE"
    assert done("homes.stock_things", town, "Cleo", **saw).in_store == 2
    assert refused("homes.lend_things", town, "Cleo", **{**lend, "to": uuid4()}) == "NOT_FOUND"
    receipt = done("homes.lend_things", town, "Cleo", **{**lend, "pieces": 1})
    assert (receipt.in_store, receipt.until_on) == (1, DAY + timedelta(days=14))
    assert refused("homes.lend_things", town, "Cleo", **lend) == "NOT_THERE"
    back = {**saw, "from_": town.agents["Ana"]}
    assert refused("homes.bring_back_things", town, "Cleo", **back) == "NOT_THERE"
    assert done("homes.bring_back_things", town, "Cleo", **{**back, "pieces": 1}).in_store == 2
