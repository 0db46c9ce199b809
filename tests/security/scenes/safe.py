"""What keeps people safe: checks, guardians, worries, and who must not meet."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from coproduce.community.people.models import Attestation, Membership
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


@scene("people.keep_apart")
def keep_apart(part: Part) -> dict[str, Any]:
    return {"member": part.town.agents["Rae"], "other": part.town.agents["Aud"], "why": "A court said so"}


@scene("people.end_keeping_apart")
def end_keeping_apart(part: Part) -> dict[str, Any]:
    done("people.keep_apart", part, "Cleo" if part.me != "Cleo" else "Sal", **keep_apart(part))
    return keep_apart(part)


@scene("people.raise_concern")
def raise_concern(part: Part) -> dict[str, Any]:
    return {"words": "He looked hurt", "about": part.town.agents["Rae"], **part.for_}


def worry(part: Part) -> dict[str, Any]:
    """A worry about Rae, and a second safeguarding lead."""
    Membership.objects.filter(agent__public_id=part.town.agents["Dee"]).update(roles=["member", "safeguarding lead"])
    said = {"words": "He looked hurt", "about": part.town.agents["Rae"]}
    return {"concern": done("people.raise_concern", part, "Ana", **said).concern}


@scene("people.note_concern", "people.propose_closing")
def note_concern(part: Part) -> dict[str, Any]:
    return {**worry(part), "words": "I rang him"}


@scene("people.close_concern")
def close_concern(part: Part) -> dict[str, Any]:
    here = worry(part)
    done("people.propose_closing", part, "Dee", **here, words="All is well")
    return here


@scene("people.keep_concern_open")
def keep_concern_open(part: Part) -> dict[str, Any]:
    return {**close_concern(part), "words": "I saw him again"}


@scene("people.block")
def block(part: Part) -> dict[str, Any]:
    return {"member": part.town.agents[part.other]}


@scene("people.unblock")
def unblock(part: Part) -> dict[str, Any]:
    done("people.block", part, part.whose, **block(part))
    return block(part)
