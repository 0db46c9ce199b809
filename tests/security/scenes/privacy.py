"""Being forgotten: by oneself, or by the desk in somebody's name."""

from typing import Any

from tests.security.scenes import Part, scene


@scene("privacy.erase")
def erase(part: Part) -> dict[str, Any]:
    return {"member": part.town.agents[part.whose]}
