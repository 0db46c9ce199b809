"""The people of the demo make merry: the same chance gives the same evenings, and everything goes its way."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from coproduce.arenas.play.behaviour import Fair, Merry, Part, Shelved, evening
from coproduce.community.exchange.behaviour import Asking, Town
from coproduce.core.intent import Someone, temper

SUNDAY = date(2026, 11, 15)
PEOPLE = tuple(Someone(UUID(int=number), *temper(1, number)) for number in range(1, 401))
FIRST = next(one.id for one in PEOPLE if one.gives and not one.rings)
FAIR, ROOM, PART = UUID(int=901), UUID(int=902), UUID(int=903)


def verbs(own: Merry, seed: int = 1, **more: object) -> list[str]:
    town = Town("play", PEOPLE, own=own, **more)  # type: ignore[arg-type]
    return [one.verb for one in evening(town, SUNDAY, Random(seed))]


def fair(state: str, *parts: Part, liked_by: int = 0, who: UUID = FIRST) -> Merry:
    return Merry(Fair(FAIR, who, state, liked_by, parts), 1, None, 1, ROOM)


def test_the_same_chance_gives_the_same_evening() -> None:
    assert all(verbs(Merry(), seed) == verbs(Merry(), seed) for seed in range(20))


def test_too_few_do_nothing() -> None:
    assert evening(Town("play", PEOPLE[:2]), SUNDAY, Random(1)) == []


def test_a_festival_goes_its_way() -> None:
    part = Part(PART, SUNDAY + timedelta(days=7), (("A stall", ROOM), ("Company", ROOM)), (), False)
    over = Part(PART, SUNDAY - timedelta(days=1), (), ((PEOPLE[9].id, "A stall"), (PEOPLE[8].id, "Company")), False)
    assert "play.propose_festival" in verbs(Merry())
    assert "play.propose_festival" not in verbs(Merry(last_on=SUNDAY - timedelta(days=13)))
    assert verbs(fair("idea")).count("play.back_festival") == 2
    assert verbs(fair("idea", liked_by=1)).count("play.back_festival") == 1
    assert "play.announce_festival" in verbs(fair("agreed"))
    assert "play.cancel_festival" in verbs(fair("agreed", who=UUID(int=999)))
    assert "exchange.sign_up" in verbs(fair("announced", part))
    far = Part(PART, SUNDAY + timedelta(days=20), part.rooms, (), False)
    assert "exchange.sign_up" not in verbs(fair("announced", far))
    assert "play.write_came" in verbs(fair("announced", over))
    alone = Part(PART, over.on, (), (), False)
    assert "play.write_came" in verbs(fair("announced", alone))
    written = Part(PART, over.on, (), over.comers, True)
    assert "play.finish_festival" in verbs(fair("announced", written))


def test_goals_the_shelf_and_what_is_mended() -> None:
    assert "play.set_goal" in verbs(Merry())
    assert verbs(fair("announced")).count("play.give") == 2
    shelf = (
        Shelved(UUID(int=801), "Drill", FIRST, PEOPLE[5].id, SUNDAY),
        Shelved(UUID(int=802), "Marble run", FIRST, None, None),
    )
    seen = [verb for seed in range(8) for verb in verbs(Merry(shelf=shelf), seed)]
    assert {"play.keep_thing", "play.bring_back", "play.borrow_thing", "play.write_repair"} <= set(seen)


def test_who_is_ready_is_asked_by_the_desk() -> None:
    asks = (Asking(UUID(int=701), PEOPLE[3].id, "ready", None),)
    assert "exchange.ask_back" in verbs(Merry(), asks=asks)
