"""Decisions, and the rules that change by citing one."""

from typing import Any

from tests.fixtures.towns import TODAY
from tests.security.scenes import Part, scene


@scene("decisions.record")
def record(part: Part) -> dict[str, Any]:
    return part.town.decision()


@scene("decisions.choose_rules")
def choose_rules(part: Part) -> dict[str, Any]:
    cited = part.town.decided()
    return {"arena": "timebank", "rule_set": "twelve-hours", "from_on": TODAY, "decision": cited}
