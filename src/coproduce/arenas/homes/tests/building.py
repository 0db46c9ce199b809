"""A family on its way to a home: what many tests begin with."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from tests.fixtures.towns import Town, do

from coproduce.arenas.homes.models import HomeHour
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

ACCEPTED = date(2026, 3, 2)
DAY = date(2026, 5, 4)
HOME, OTHER_HOME = "no. 14", "no. 9"


def on(day: date, verb: str, town: Town, who: str, **said: Any) -> Done[Any] | Refusal:
    with clock.at(datetime.combine(day, time(22), UTC)):
        return do(verb, town.actor(who), **said)


def done(verb: str, town: Town, who: str, day: date = DAY, **said: Any) -> Any:
    outcome = on(day, verb, town, who, **said)
    assert isinstance(outcome, Done), (verb, outcome)
    return outcome.value


def refused(verb: str, town: Town, who: str, day: date = DAY, **said: Any) -> str:
    outcome = on(day, verb, town, who, **said)
    assert isinstance(outcome, Refusal), (verb, outcome)
    return outcome.code


def family(town: Town, who: str = "Ana", home: str = HOME, **said: Any) -> UUID:
    accepted: UUID = done(
        "homes.accept_family", town, "Cleo", family=town.agents[who], accepted_on=ACCEPTED, home=home, **said
    ).family
    return accepted


def shift(town: Town, who: str = "Ana", **change: Any) -> dict[str, Any]:
    said = {"family": town.agents["Ana"], "on": DAY, "begins": time(8), "ends": time(12), "kind": "construction",
            "site": OTHER_HOME, "worker": town.agents[who]}  # fmt: skip
    return {**said, **change}


def signed(town: Town, who: str = "Ana", **change: Any) -> HomeHour:
    """A shift somebody wrote down and signed, and Cleo signed for as who led."""
    hours = done("homes.write_hours", town, who, **shift(town, who, **change)).hours
    done("homes.sign_hours", town, who, hours=hours)
    done("homes.sign_hours", town, "Cleo", hours=hours)
    return HomeHour.objects.get(public_id=hours)


def has_key(town: Town, who: str = "Ana", home: str = HOME) -> UUID:
    """A family whose repair is done: it went through both gates."""
    whose = family(town, who, home, repair=HOURS(320))
    signed(town, who, family=whose, site=home)
    for gate in ("start build", "close"):
        done("homes.pass_gate", town, "Cleo", family=whose, gate=gate)
    return whose
