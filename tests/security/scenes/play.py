"""A festival on its way, a goal, a thing on the shelf and a kettle, in a town that makes merry."""

import base64
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from coproduce.arenas.play.tests import street
from coproduce.community.exchange.models import Occasion
from coproduce.community.people.models import Agent, Community, Membership
from tests.fixtures.towns import NOON, TODAY
from tests.security.scenes import Part, done, scene


def switched_on(part: Part) -> None:
    Community.objects.filter(slug=part.town.slug).update(arenas=["timebank", "play"])


def idea(part: Part, who: str, *backers: str) -> UUID:
    """Of whoever it is about, and so many have said yes."""
    switched_on(part)
    said = {"name": f"Lanterns {part.town.canary}", "words": f"Light {part.town.canary}"}
    festival: UUID = done("play.propose_festival", part, who, **said).festival
    for one in backers:
        done("play.back_festival", part, one, festival=festival)
    return festival


def agreed(part: Part) -> UUID:
    return idea(part, part.whose, *[who for who in ("Ana", "Ben", "Dee") if who != part.whose][:2])


def planned(part: Part) -> UUID:
    festival = agreed(part)
    said = {name: f"{words} {part.town.canary}" for name, words in street.HOW.items()}
    done("play.keep_festival", part, part.whose, festival=festival, name=f"Lanterns {part.town.canary}", **said)
    done("play.plan_part", part, part.whose, festival=festival, **street.part(part.town))
    return festival


def announced(part: Part) -> UUID:
    festival = planned(part)
    done("play.announce_festival", part, part.whose, festival=festival)
    return festival


def over(part: Part) -> Occasion:
    yesterday = NOON - timedelta(days=1)
    row = Occasion.objects.filter(community=part.town.community, arena="play").latest("pk")
    Occasion.objects.filter(pk=row.pk).update(starts_at=yesterday, ends_at=yesterday + timedelta(hours=2))
    return row


@scene("play.propose_festival")
def propose_festival(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"name": f"Lanterns {part.town.canary}", **part.for_}


@scene("play.back_festival")
def back_festival(part: Part) -> dict[str, Any]:
    return {"festival": idea(part, part.other), **part.for_}


@scene("play.allow_festival")
def allow_festival(part: Part) -> dict[str, Any]:
    festival = idea(part, part.other)
    Membership.objects.filter(agent__public_id=part.town.agents[part.other]).update(
        adult_on=TODAY + timedelta(days=900)
    )
    done(
        "people.name_guardian", part, "Cleo", member=part.town.agents[part.other], guardian=part.town.agents[part.whose]
    )
    return {"festival": festival}


@scene("play.keep_festival")
def keep_festival(part: Part) -> dict[str, Any]:
    return {"festival": agreed(part), "name": f"Lanterns {part.town.canary}", "rain": f"In the hall {part.town.canary}"}


@scene("play.plan_part")
def plan_part(part: Part) -> dict[str, Any]:
    return {"festival": agreed(part), **street.part(part.town)}


@scene("play.announce_festival")
def announce_festival(part: Part) -> dict[str, Any]:
    return {"festival": planned(part)}


@scene("play.cancel_festival")
def cancel_festival(part: Part) -> dict[str, Any]:
    return {"festival": announced(part), "reason": f"Rain {part.town.canary}"}


@scene("play.write_came")
def write_came(part: Part) -> dict[str, Any]:
    announced(part)
    return {"occasion": over(part).public_id, "helped": (part.town.agents[part.other],), "others": 12}


@scene("play.finish_festival")
def finish_festival(part: Part) -> dict[str, Any]:
    festival = announced(part)
    over(part)
    return {"festival": festival}


@scene("play.show_picture")
def show_picture(part: Part) -> dict[str, Any]:
    festival, kept = announced(part), BytesIO()
    over(part)
    Image.new("RGB", (40, 30), "orange").save(kept, "PNG")
    return {"festival": festival, "picture": base64.b64encode(kept.getvalue()).decode()}


@scene("play.set_goal")
def set_goal(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"name": f"Apples {part.town.canary}", "target": "100", "unit": "kg", **part.for_}


@scene("play.give")
def give(part: Part) -> dict[str, Any]:
    switched_on(part)
    goal = done("play.set_goal", part, part.other, name=f"Apples {part.town.canary}", target="100", unit="kg").goal
    return {"goal": goal, "amount": "12.5", **part.for_}


@scene("play.keep_thing")
def keep_thing(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"name": f"Drill {part.town.canary}", "words": f"Mind the cable {part.town.canary}", **part.for_}


@scene("play.borrow_thing")
def borrow_thing(part: Part) -> dict[str, Any]:
    switched_on(part)
    return {"thing": done("play.keep_thing", part, part.other, name=f"Drill {part.town.canary}").thing, **part.for_}


@scene("play.bring_back")
def bring_back(part: Part) -> dict[str, Any]:
    said = borrow_thing(part)
    done("play.borrow_thing", part, part.whose, thing=said["thing"])
    return said


@scene("play.write_repair")
def write_repair(part: Part) -> dict[str, Any]:
    switched_on(part)
    owner = Agent.objects.get(public_id=part.town.agents[part.other]).public_id
    return {"item": "Kettle", "problem": "Does not switch off", "status": "Fixed", "brought_by": owner, **part.for_}
