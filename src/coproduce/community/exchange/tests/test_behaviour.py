"""How made-up people go round the ring and come together: chosen by chance alone, and kindly."""

from dataclasses import replace
from datetime import date, time, timedelta
from random import Random
from uuid import UUID

from coproduce.community.exchange.behaviour import (
    NEEDED_FOR,
    Asking,
    Comer,
    Custom,
    Gathering,
    Room,
    Running,
    Standing,
    Thing,
    Town,
    Ways,
    busy,
    come_together,
    go_round,
)
from coproduce.community.exchange.occasions.rules import SlotWanted
from coproduce.core.intent import Evening, Intent, Someone, temper

DAY = date(2026, 11, 17)
PEOPLE = tuple(Someone(UUID(int=number), *temper(1, number)) for number in range(1, 401))
SCHOOL = UUID(int=9000)
TOWN = Town(
    "sewing",
    PEOPLE,
    groups=(SCHOOL,),
    needs=tuple(Standing(UUID(int=1000 + number), PEOPLE[number].id, DAY, "Garden") for number in range(40)),
    threads=(Running(UUID(int=2000), "done", PEOPLE[0].id, PEOPLE[1].id, DAY, (PEOPLE[1].id,), 60),),
    asks=(Asking(UUID(int=3000), PEOPLE[2].id, "ready", None),),
)
LUNCH = Custom(
    "Shared lunch", "Food", 6, time(12), timedelta(hours=2), "monthly", (SlotWanted("Cooking", 2),),
    SlotWanted("A place at the table", 6),
)  # fmt: skip
MORNING = Custom(
    "Garden morning", "Garden", 5, time(10), timedelta(hours=2), "monthly", (SlotWanted("Digging", 6),), by_group=True
)
WAYS = Ways((Thing("Garden", "A hedge", "I can prune"),), ("Thank you.",), (LUNCH, MORNING))
RINGS = {one.id for one in PEOPLE if one.rings}
KITCHEN, TABLE = UUID(int=5001), UUID(int=5002)


def lunch(on: date, comers: tuple[Comer, ...] = (), *, is_over: bool = False) -> Gathering:
    rooms = (Room(KITCHEN, "Cooking", 2), Room(TABLE, "A place at the table", None))
    return Gathering(UUID(int=4000 + (on - DAY).days), "Shared lunch", on, is_over, rooms, comers)


def comer(number: int, room: UUID, *, is_held_out: bool = False) -> Comer:
    return Comer(UUID(int=6000 + number), room, PEOPLE[number].id, is_held_out)


def round_of(town: Town, seed: int) -> list[Intent]:
    evening = Evening(town.people, Random(seed))
    go_round(evening, town, WAYS, DAY)
    return evening.intents


def together(*gatherings: Gathering, evenings: int = 60, town: Town = TOWN) -> list[Intent]:
    """What is meant about these, over so many evenings that chance leaves nothing out."""
    meant = []
    for seed in range(evenings):
        evening = Evening(town.people, Random(seed))
        come_together(evening, replace(town, gatherings=gatherings), WAYS, DAY)
        meant += evening.intents
    return meant


def test_the_same_chance_gives_the_same_round() -> None:
    assert round_of(TOWN, 3) == round_of(TOWN, 3)
    assert round_of(TOWN, 3) != round_of(TOWN, 4)


def test_who_rings_is_spoken_for_by_the_desk() -> None:
    meant = [intent for seed in range(20) for intent in round_of(TOWN, seed)]
    assert not RINGS & {intent.by for intent in meant}
    assert {intent.verb for intent in meant} >= {"exchange.propose", "exchange.confirm", "exchange.ask_back"}
    assert {intent.by for intent in meant if intent.verb == "exchange.ask_back"} == {None}
    spoken = [intent for intent in together(lunch(DAY + timedelta(days=3))) if intent.verb == "exchange.sign_up"]
    assert {"for_" in intent.arguments for intent in spoken if intent.by is None} == {True}
    assert {"for_" in intent.arguments for intent in spoken if intent.by} == {False}


def test_nobody_answers_their_own_need_or_one_of_a_kind_unknown_here() -> None:
    whose = {need.id: need.who for need in TOWN.needs}
    elsewhere = replace(TOWN, needs=tuple(replace(need, kind="Sauna") for need in TOWN.needs))
    for seed in range(20):
        for intent in round_of(TOWN, seed):
            if need := intent.arguments.get("need"):
                assert whose[need] not in (intent.by, *intent.arguments.get("givers", ()))
                assert intent.arguments["arena"] == "sewing"
        assert not any(intent.arguments.get("need") for intent in round_of(elsewhere, seed))
    assert round_of(replace(TOWN, people=(), asks=(), threads=()), 1) == []


def test_every_need_is_over_one_day() -> None:
    """Or the desk of a made-up town would show what was said a year ago."""
    said = [
        need
        for seed in range(20)
        for intent in round_of(TOWN, seed)
        if intent.verb == "exchange.need"
        for need in intent.arguments["needs"]
    ]
    assert said
    assert all(need.until_on and DAY < need.until_on <= DAY + timedelta(days=NEEDED_FOR) for need in said)


def test_there_are_always_two_dates_to_come() -> None:
    """On the custom's own day of the week, invited to by the desk or by the group; no group, no morning of its own."""
    opened = together(evenings=1)
    assert [intent.arguments["words"] for intent in opened] == ["Shared lunch", "Garden morning"]
    assert [intent.arguments.get("organiser") for intent in opened] == [None, SCHOOL]
    assert [intent.arguments["starts_at"].weekday() for intent in opened] == [6, 5]
    assert [one.arguments["words"] for one in together(evenings=1, town=replace(TOWN, groups=()))] == ["Shared lunch"]
    far = [lunch(DAY + timedelta(days=days)) for days in (19, 47)]
    again = [one for one in together(far[0]) if one.arguments["words"] == "Shared lunch"]
    assert again and all(one.arguments["starts_at"].date() > far[0].on + timedelta(weeks=3) for one in again)
    assert not [one for one in together(*far) if one.arguments["words"] == "Shared lunch"]


def test_people_come_give_up_hold_out_and_take() -> None:
    comers = (*(comer(number, KITCHEN) for number in range(40)), comer(50, TABLE, is_held_out=True))
    soon = lunch(DAY + timedelta(days=1), comers)
    meant = [one for one in together(soon, lunch(DAY + timedelta(days=60))) if "slots" not in one.arguments]
    assert {one.verb for one in meant} == {
        "exchange.cancel_sign_up", "exchange.swap", "exchange.take_place", "exchange.cancel_occasion"
    }  # fmt: skip
    free = [one for one in together(lunch(DAY + timedelta(days=2))) if one.verb == "exchange.sign_up"]
    givers = {one.id for one in PEOPLE if one.gives}
    who = [(one.arguments.get("for_") or one.by, one.arguments["slot"]) for one in free]
    assert {slot for _, slot in who} == {KITCHEN, TABLE}
    assert all(one in givers for one, slot in who if slot == KITCHEN)


def test_nobody_with_a_place_that_day_takes_another() -> None:
    everybody = tuple(comer(number, TABLE) for number in range(400))
    soon = [lunch(DAY + timedelta(days=2)), replace(lunch(DAY + timedelta(days=2), everybody), id=UUID(int=1))]
    assert not [one for one in together(*soon) if one.verb in ("exchange.sign_up", "exchange.take_place")]


def test_who_cooked_helped_those_who_ate() -> None:
    yesterday = DAY - timedelta(days=1)
    cooks, guests = [comer(n, KITCHEN) for n in range(9)], [comer(n, TABLE) for n in range(10, 19)]
    written = [one for one in together(lunch(yesterday, (*cooks, *guests), is_over=True), evenings=9) if one.by is None
               and one.verb == "exchange.record_came"]  # fmt: skip
    assert len(written) == 9
    for one in written:
        came, helped = {each.who for each in one.arguments["came"]}, set(one.arguments["helped"])
        assert came and helped and came <= {each.who for each in cooks} and helped <= {each.who for each in guests}
        assert {each.minutes for each in one.arguments["came"]} == {120}
    assert any(len(one.arguments["came"]) < 9 for one in written), "not everybody who meant to come did"
    only_guests = together(lunch(yesterday, tuple(guests), is_over=True), evenings=9)
    assert not [one for one in only_guests if one.verb == "exchange.record_came"]


def test_everybody_with_something_going_on_is_known() -> None:
    town = replace(TOWN, gatherings=(lunch(DAY, (comer(7, TABLE),)),))
    intent = Intent("exchange.sign_up", {"for_": PEOPLE[9].id, "givers": (PEOPLE[11].id,)}, UUID(int=1), PEOPLE[10].id)
    assert set(busy(town, [intent])) == {PEOPLE[number].id for number in (0, 1, 7, 9, 10, 11)}
