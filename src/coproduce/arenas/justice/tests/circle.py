"""A circle on its way, as far as a test needs it: Ana was harmed by Ben, Cleo leads, and six others could hear."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.fixtures.towns import NOON, TODAY, Town, told

from coproduce.arenas.justice import FACILITATOR
from coproduce.arenas.justice.consents import SERVE
from coproduce.arenas.justice.queries.peers import TRAINING
from coproduce.arenas.justice.rules import Wanted
from coproduce.community.base import clock
from coproduce.community.people.models import Community, Membership
from coproduce.core.quantity import HOURS

PEERS = ("Dee", "Tom", "Kim", "Rae", "Aud", "Sal")


def switched_on(town: Town) -> None:
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "justice"])
    Membership.objects.filter(agent__public_id=town.agents["Cleo"]).update(roles=["member", "broker", FACILITATOR])
    Membership.objects.filter(agent__public_id__in=town.agents.values()).update(settled_on=TODAY)
    for number, agent in enumerate(town.agents.values()):
        Membership.objects.filter(agent__public_id=agent).update(phone=f"01632 960 {100 + number}")
    for who in PEERS:
        learned(town, who)


def learned(town: Town, who: str, until_on: date = TODAY + timedelta(days=365)) -> None:
    """They say yes to being drawn, and the desk writes down that they have learned for it."""
    told("people.consent", town.actor(who), member=town.agents[who], scope=SERVE)
    told(
        "people.attest", town.actor("Cleo"), member=town.agents[who], kind="training", what=TRAINING,
        issuer="The law centre", seen_on=TODAY - timedelta(days=1), until_on=until_on,
    )  # fmt: skip


def harm(town: Town, **more: Any) -> dict[str, Any]:
    """The arguments of reporting it."""
    return {
        "kind": "damage", "words": f"The shed window is broken {town.canary}", "happened_on": TODAY - timedelta(days=3),
        "respondent": town.agents["Ben"], "alternative": "a warning", **more,
    }  # fmt: skip


def reported(town: Town, **more: Any) -> UUID:
    matter: UUID = told("justice.report", town.actor("Ana"), **harm(town, **more)).matter
    return matter


def accepted(town: Town, way: str = "in person", **more: Any) -> UUID:
    matter = reported(town, **more)
    told("justice.choose_part", town.actor("Ana"), matter=matter, way=way)
    told("justice.accept", town.actor("Ben"), matter=matter, accepts=True)
    return matter


def meeting(town: Town) -> dict[str, Any]:
    return {"meets_at": NOON + timedelta(days=2), "place": f"Library {town.canary}", "size": 3}


def drawn(town: Town, **more: Any) -> UUID:
    matter = accepted(town, **more)
    told("justice.draw_panel", town.actor("Cleo"), matter=matter, **meeting(town))
    return matter


def came_to(town: Town) -> dict[str, Any]:
    """What the circle came to, four days after it was reported."""
    ends = TODAY + timedelta(days=20)
    parts = (
        Wanted(f"Put in a new pane {town.canary}", ends, 180, f"Tom {town.canary}"),
        Wanted(f"A letter {town.canary}", ends),
    )
    return {"heard_on": TODAY, "time": HOURS(90), "parts": parts}


def heard(town: Town, **more: Any) -> UUID:
    matter = drawn(town, **more)
    with clock.at(NOON + timedelta(days=2, hours=2)):
        told("justice.write_agreement", town.actor("Cleo"), matter=matter, **came_to(town))
    return matter


def agreed(town: Town, **more: Any) -> UUID:
    matter = heard(town, **more)
    for who in ("Ben", "Ana"):
        told("justice.agree", town.actor(who), matter=matter)
    return matter


def closed(town: Town, **more: Any) -> UUID:
    """Kept in both parts, and Ana says that she was heard."""
    matter = agreed(town, **more)
    for place in (1, 2):
        told("justice.say_part", town.actor("Cleo"), matter=matter, place=place, state="kept")
    told("justice.say_heard", town.actor("Ana"), matter=matter, heard="yes", words=f"They listened {town.canary}")
    told("justice.close", town.actor("Cleo"), matter=matter)
    return matter


def sealed(town: Town, **more: Any) -> UUID:
    matter = closed(town, **more)
    assert told("justice.seal_due", town.actor("Cleo")).number == 1
    return matter
