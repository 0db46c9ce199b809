"""Who may do things for a member: whoever they trust, until either ends it."""

from typing import Any

from tests.security.scenes import Part, done, scene


@scene("people.name_helper")
def name_helper(part: Part) -> dict[str, Any]:
    whose = {} if part.me == part.whose else {"member": part.town.agents[part.whose], "channel": "spoken"}
    return {"helper": part.town.agents["Rae"], "what": "The telephone", **whose}


@scene("people.end_helper")
def end_helper(part: Part) -> dict[str, Any]:
    named = done("people.name_helper", part, part.whose, helper=part.town.agents["Rae"])
    return {"helping": named.id}
