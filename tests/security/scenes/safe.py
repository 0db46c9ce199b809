"""What keeps people safe: checks, guardians, and whom somebody does not want to meet."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from coproduce.community.people.models import Attestation
from tests.fixtures.towns import TODAY
from tests.security.scenes import Part, done, scene


@scene("people.attest")
def attest(part: Part) -> dict[str, Any]:
    return {
        "member": part.town.agents[part.whose], "kind": "check", "what": "basic", "issuer": "DBS", "seen_on": TODAY,
        "until_on": TODAY + timedelta(days=700),
    }  # fmt: skip


def attested(part: Part) -> UUID:
    done("people.attest", part, "Cleo", **attest(part))
    return Attestation.objects.latest("pk").public_id


@scene("people.renew_attestation")
def renew_attestation(part: Part) -> dict[str, Any]:
    return {"attestation": attested(part), "seen_on": TODAY, "until_on": TODAY + timedelta(days=900)}


@scene("people.withdraw_attestation")
def withdraw_attestation(part: Part) -> dict[str, Any]:
    return {"attestation": attested(part), "why": "Written down for somebody else"}


@scene("people.say_age_band")
def say_age_band(part: Part) -> dict[str, Any]:
    return {"member": part.town.agents[part.whose], "adult_on": TODAY + timedelta(days=400)}


@scene("people.name_guardian")
def name_guardian(part: Part) -> dict[str, Any]:
    done("people.say_age_band", part, "Cleo", member=part.town.agents["Rae"], adult_on=TODAY + timedelta(days=400))
    return {"member": part.town.agents["Rae"], "guardian": part.town.agents[part.whose], "words": "mother"}


@scene("people.end_guardian")
def end_guardian(part: Part) -> dict[str, Any]:
    return {"guardian": done("people.name_guardian", part, "Cleo", **name_guardian(part)).id}


@scene("people.say_yes_for")
def say_yes_for(part: Part) -> dict[str, Any]:
    channel = "page" if part.me == part.whose else "spoken"
    return {**end_guardian(part), "what": "meet", "channel": channel}


@scene("people.take_back_yes")
def take_back_yes(part: Part) -> dict[str, Any]:
    said = end_guardian(part)
    done("people.say_yes_for", part, part.whose, **said, what="meet", channel="page")
    return {**said, "what": "meet"}


@scene("people.block")
def block(part: Part) -> dict[str, Any]:
    return {"member": part.town.agents[part.other]}


@scene("people.unblock")
def unblock(part: Part) -> dict[str, Any]:
    done("people.block", part, part.whose, **block(part))
    return block(part)
