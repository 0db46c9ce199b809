"""A broken pane in a town that answers harm: whose it is was harmed, or did it, or is drawn to hear; Cleo leads."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from coproduce.arenas.justice.models import AgreedPart, Seat
from coproduce.arenas.justice.tests.circle import came_to, harm, meeting, switched_on
from coproduce.community.people.models import Membership
from tests.fixtures.towns import TODAY
from tests.security.scenes import Part, done, scene

LEADS = "Cleo"


def between(part: Part, harmed: str, respondent: str) -> UUID:
    """Something between these two, written down by whoever leads circles."""
    switched_on(part.town)
    agents = part.town.agents
    whole = harm(part.town, harmed=agents[harmed], respondent=agents[respondent])
    matter: UUID = done("justice.report", part, LEADS, **whole).matter
    return matter


def chosen(part: Part, harmed: str, respondent: str) -> UUID:
    matter = between(part, harmed, respondent)
    done("justice.choose_part", part, harmed, matter=matter, way="by letter")
    done("justice.accept", part, respondent, matter=matter, accepts=True)
    return matter


def drawn(part: Part, harmed: str, respondent: str) -> UUID:
    matter = chosen(part, harmed, respondent)
    done("justice.draw_panel", part, LEADS, matter=matter, **meeting(part.town))
    return matter


def heard(part: Part, harmed: str, respondent: str) -> UUID:
    """The circle has met on the day it is, so that both may agree on it the same day."""
    matter = drawn(part, harmed, respondent)
    done("justice.write_agreement", part, LEADS, matter=matter, **came_to(part.town))
    return matter


def agreed(part: Part) -> UUID:
    matter = heard(part, part.other, part.whose)
    for who in (part.whose, part.other):
        done("justice.agree", part, who, matter=matter)
    return matter


@scene("justice.report")
def report(part: Part) -> dict[str, Any]:
    """Whoever says so was harmed; of another nobody says it but whoever leads."""
    between(part, part.whose, part.other)
    agents = part.town.agents
    return harm(part.town, harmed=agents[part.whose], respondent=agents[part.other], kind="noise")


@scene("justice.choose_part")
def choose_part(part: Part) -> dict[str, Any]:
    return {"matter": between(part, part.whose, part.other), "way": "by letter"}


@scene("justice.accept")
def accept(part: Part) -> dict[str, Any]:
    return {"matter": between(part, part.other, part.whose), "accepts": True}


@scene("justice.say_yes_for")
def say_yes_for(part: Part) -> dict[str, Any]:
    """Who did it is not of age, and whose it is says yes for them."""
    matter, ward = between(part, part.other, "Dee"), part.town.agents["Dee"]
    done("people.say_age_band", part, LEADS, member=ward, adult_on=TODAY + timedelta(days=900))
    done("people.name_guardian", part, LEADS, member=ward, guardian=part.town.agents[part.whose])
    return {"matter": matter, "says_yes": True}


@scene("justice.draw_panel")
def draw_panel(part: Part) -> dict[str, Any]:
    return {"matter": chosen(part, part.other, part.whose), **meeting(part.town)}


@scene("justice.ask_out")
def ask_out(part: Part) -> dict[str, Any]:
    """Whose it is was drawn, whatever the lot said."""
    matter = drawn(part, "Dee", "Tom")
    seat = Seat.objects.filter(matter__public_id=matter).first()
    assert seat
    seat.agent = Membership.objects.select_related("agent").get(agent__public_id=part.town.agents[part.whose]).agent
    seat.save()
    return {"matter": matter}


@scene("justice.write_agreement")
def write_agreement(part: Part) -> dict[str, Any]:
    return {"matter": drawn(part, part.other, part.whose), **came_to(part.town)}


@scene("justice.agree")
def agree(part: Part) -> dict[str, Any]:
    return {"matter": heard(part, part.other, part.whose)}


@scene("justice.say_part")
def say_part(part: Part) -> dict[str, Any]:
    return {"matter": agreed(part), "place": 1, "state": "partly", "reason": "It rained"}


@scene("justice.extend")
def extend(part: Part) -> dict[str, Any]:
    return {"matter": agreed(part), "until_on": TODAY + timedelta(days=30)}


@scene("justice.take_step")
def take_step(part: Part) -> dict[str, Any]:
    """Its days are over."""
    matter = agreed(part)
    AgreedPart.objects.filter(matter__public_id=matter).update(until_on=TODAY - timedelta(days=1))
    return {"matter": matter, "why": f"The pane is not in {part.town.canary}"}


@scene("justice.say_heard")
def say_heard(part: Part) -> dict[str, Any]:
    return {"matter": heard(part, part.whose, part.other), "heard": "yes", "words": f"They listened {part.town.canary}"}


@scene("justice.close")
def close(part: Part) -> dict[str, Any]:
    matter = agreed(part)
    for place in (1, 2):
        done("justice.say_part", part, LEADS, matter=matter, place=place, state="kept")
    return {"matter": matter}


@scene("justice.seal_due")
def seal_due(part: Part) -> dict[str, Any]:
    switched_on(part.town)
    return {}


@scene("justice.count_again")
def count_again(part: Part) -> dict[str, Any]:
    switched_on(part.town)
    return {"months": 6, "n": 40, "k": 9, "alternative": "a court", "n_compared": 60, "k_compared": 20,
            "source": "The youth office"}  # fmt: skip
