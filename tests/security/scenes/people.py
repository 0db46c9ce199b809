"""Joining, changing, going; cards, keys, groups and what is counted."""

import base64
import io
from datetime import date
from typing import Any
from uuid import UUID

from PIL import Image

from coproduce.community.base.wire import Secret
from coproduce.community.people.models import Account, Agent, Community, Membership, ScriptKey
from coproduce.community.people.rules import NewMember, Referee
from coproduce.core.quantity import HOURS
from tests.fixtures.towns import WORD
from tests.security.scenes import Part, done, scene

TWO = (Referee("Flo", "01632 960 111"), Referee("Guy", "at the library"))


def member(part: Part) -> dict[str, Any]:
    return {"member": part.town.agents[part.whose]}


def mine(part: Part) -> Membership:
    return Membership.objects.get(agent__public_id=part.town.agents[part.whose])


@scene("people.open_community")
def open_community(part: Part) -> dict[str, Any]:
    return {
        "slug": "newbrook", "name": "Newbrook", "time_zone": "Europe/London", "language": "en-gb", "currency": "GBP",
        "broker_name": "Nia",
    }  # fmt: skip


@scene("people.welcome")
def welcome(part: Part) -> dict[str, Any]:
    return {"members": (NewMember("Zoe", "zoe@newcomers.example"),)}


@scene("people.give_role")
def give_role(part: Part) -> dict[str, Any]:
    return {"member": part.town.agents["Rae"], "role": "link worker"}


@scene("people.take_role")
def take_role(part: Part) -> dict[str, Any]:
    if part.me == "Sal":
        Membership.objects.filter(agent__public_id=part.town.agents["Dee"]).update(roles=["safeguarding lead"])
        return {"member": part.town.agents["Dee"], "role": "safeguarding lead"}
    return {"member": part.town.agents["Tom"], "role": "treasurer"}


@scene("people.apply")
def apply(part: Part) -> dict[str, Any]:
    return {"name": "Zoe", "words": "Walking dogs", "references": TWO, "email": "zoe@newcomers.example"}


def applicant(part: Part) -> Membership:
    done("people.apply", part, "Cleo", **apply(part))
    return Membership.objects.get(community=part.town.community, agent__name="Zoe")


@scene("people.write_question")
def write_question(part: Part) -> dict[str, Any]:
    return {"words": "Have you a car?", "kind": "yes or no", "place": 1}


@scene("people.retire_question")
def retire_question(part: Part) -> dict[str, Any]:
    return {"question": done("people.write_question", part, "Cleo", **write_question(part)).question}


@scene("people.hear_reference")
def hear_reference(part: Part) -> dict[str, Any]:
    return {"reference": applicant(part).references.earliest("pk").public_id, "words": "Kind and careful"}


@scene("people.accept")
def accept(part: Part) -> dict[str, Any]:
    found = applicant(part)
    for reference in found.references.all():
        done("people.hear_reference", part, "Cleo", reference=reference.public_id, words="Kind and careful")
    return {"member": found.agent.public_id}


@scene("people.decline")
def decline(part: Part) -> dict[str, Any]:
    return {"member": applicant(part).agent.public_id, "sentence": "We are full this year"}


@scene("people.choose_word")
def choose_word(part: Part) -> dict[str, Any]:
    return {**member(part), "word": Secret(WORD)}


@scene("people.print_card")
def print_card(part: Part) -> dict[str, Any]:
    Account.objects.filter(person=mine(part).person).update(word_hash="chosen")
    return member(part)


@scene("people.pause", "people.leave", "people.lost_phone")
def somebody(part: Part) -> dict[str, Any]:
    return member(part)


@scene("people.resume")
def resume(part: Part) -> dict[str, Any]:
    Membership.objects.filter(pk=mine(part).pk).update(state=Membership.PAUSED)
    return member(part)


@scene("people.change_details")
def change_details(part: Part) -> dict[str, Any]:
    return {**member(part), "version": mine(part).version, "name": "Another Name", "phone": "01632 960 777"}


@scene("people.change_settings")
def change_settings(part: Part) -> dict[str, Any]:
    return {"version": Community.objects.get(slug=part.town.slug).version, "name": "Another Town"}


@scene("people.set_vouching")
def set_vouching(part: Part) -> dict[str, Any]:
    return {"role": "link worker", "threshold": 1}


@scene("people.vouch")
def vouch(part: Part) -> dict[str, Any]:
    done("people.set_vouching", part, "Cleo", **set_vouching(part))
    whom = part.other if part.whose == part.me else part.whose
    return {"member": part.town.agents[whom], "role": "link worker"}


@scene("people.take_back_vouch")
def take_back_vouch(part: Part) -> dict[str, Any]:
    said = vouch(part)
    done("people.vouch", part, part.me, **said)
    return said


@scene("people.confirm_role")
def confirm_role(part: Part) -> dict[str, Any]:
    said = vouch(part)
    done("people.vouch", part, part.other, **said)
    return said


@scene("people.consent")
def consent(part: Part) -> dict[str, Any]:
    channel = "page" if part.me == part.whose else "spoken"
    return {**member(part), "scope": "telephone", "channel": channel}


@scene("people.withdraw_consent")
def withdraw_consent(part: Part) -> dict[str, Any]:
    done("people.consent", part, part.whose, **member(part), scope="telephone")
    return {**member(part), "scope": "telephone"}


def picture() -> str:
    """A small square, as it is sent."""
    made = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


@scene("people.hand_in")
def hand_in(part: Part) -> dict[str, Any]:
    return {**member(part), "kind": "photo", "picture": picture()}


@scene("people.take_away")
def take_away(part: Part) -> dict[str, Any]:
    return {"upload": done("people.hand_in", part, part.whose, **hand_in(part)).upload}


@scene("people.write_wording")
def write_wording(part: Part) -> dict[str, Any]:
    return {"scope": "terms", "words": "# What this is\n\nNeighbours who help each other."}


@scene("people.form_group")
def form_group(part: Part) -> dict[str, Any]:
    both = (part.town.agents["Ana"], part.town.agents["Ben"])
    return {"kind": "household", "name": "The Lees", "members": both}


@scene("people.merge")
def merge(part: Part) -> dict[str, Any]:
    done("people.welcome", part, "Cleo", members=(NewMember("Ben again"),))
    again: UUID = Agent.objects.get(community=part.town.community, name="Ben again").public_id
    return {"keep": part.town.agents["Ben"], "gone": again}


@scene("people.record_strength")
def record_strength(part: Part) -> dict[str, Any]:
    return {**member(part), "kind": "skill", "words": "Mending bicycles"}


@scene("people.make_key")
def make_key(part: Part) -> dict[str, Any]:
    return {"name": "The scales in the kitchen", "may": ("read",)}


@scene("people.revoke_key")
def revoke_key(part: Part) -> dict[str, Any]:
    done("people.make_key", part, part.whose, **make_key(part))
    return {"key": ScriptKey.objects.latest("pk").public_id}


@scene("people.say_about_me")
def say_about_me(part: Part) -> dict[str, Any]:
    return {**member(part), "sex": "woman"}


@scene("people.record_staff_hours")
def record_staff_hours(part: Part) -> dict[str, Any]:
    return {"month": date(2026, 10, 1), "role": "broker", "women": HOURS(600)}
