"""Somebody near, two who could know each other, and somebody who asked to be rung."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.trust.jobs import ask_circles
from coproduce.community.trust.models import Tie
from tests.fixtures.towns import NOON
from tests.security.scenes import Part, done, scene


def near(part: Part, one: str, other: str, *, answered: bool = True) -> UUID:
    """`one` would ring `other`, who says yes, unless they have not answered yet."""
    town = part.town
    done("trust.look_out_for", part, "Cleo", member=town.agents[other], for_=town.agents[one])
    row = Tie.objects.get(one__public_id=town.agents[one], other__public_id=town.agents[other])
    if answered:
        done("trust.answer_tie", part, "Cleo", tie=row.public_id, says="yes", for_=town.agents[other])
    return row.public_id


def silent(part: Part, whose: str) -> None:
    """They asked for it a month ago, and nobody has heard from them since."""
    with clock.at(NOON - timedelta(days=30)):
        done("trust.keep_rhythm", part, "Cleo", days=3, for_=part.town.agents[whose])
    with clock.at(NOON + timedelta(days=9)):
        ask_circles(clock.now())


@scene("trust.look_out_for")
def look_out_for(part: Part) -> dict[str, Any]:
    return {"member": part.town.agents[part.other], "is_rung": True, **part.for_}


@scene("trust.answer_tie")
def answer_tie(part: Part) -> dict[str, Any]:
    return {"tie": near(part, part.other, part.whose, answered=False), "says": "yes", **part.for_}


@scene("trust.let_go")
def let_go(part: Part) -> dict[str, Any]:
    return {"tie": near(part, part.other, part.whose), **part.for_}


@scene("trust.introduce")
def introduce(part: Part) -> dict[str, Any]:
    return {name: part.town.agents[who] for name, who in (("one", part.whose), ("other", part.other))}


@scene("trust.keep_rhythm")
def keep_rhythm(part: Part) -> dict[str, Any]:
    return {"days": 7, **part.for_}


@scene("trust.end_rhythm")
def end_rhythm(part: Part) -> dict[str, Any]:
    keep(part)
    return part.for_


def keep(part: Part) -> None:
    done("trust.keep_rhythm", part, "Cleo", days=7, for_=part.town.agents[part.whose])


def somebody_near(part: Part) -> str:
    """Of whom Ana may note something: whom she would ring."""
    who = part.whose if part.whose != "Ana" else part.other
    near(part, "Ana", who)
    return who


@scene("trust.note_heard")
def note_heard(part: Part) -> dict[str, Any]:
    who = somebody_near(part)
    done("trust.keep_rhythm", part, "Cleo", days=7, for_=part.town.agents[who])
    return {"member": part.town.agents[who]}


@scene("trust.note_unreached")
def note_unreached(part: Part) -> dict[str, Any]:
    who = somebody_near(part)
    silent(part, who)
    return {"member": part.town.agents[who]}
