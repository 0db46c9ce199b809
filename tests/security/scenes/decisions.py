"""Decisions, the rules that change by citing one, and a question on its way to be one."""

from typing import Any
from uuid import UUID

from coproduce.community.base.wire import Untold
from tests.fixtures.towns import TODAY
from tests.security.scenes import Part, done, scene


@scene("decisions.record")
def record(part: Part) -> dict[str, Any]:
    return part.town.decision()


@scene("decisions.choose_rules")
def choose_rules(part: Part) -> dict[str, Any]:
    cited = part.town.decided()
    return {"arena": "timebank", "rule_set": "twelve-hours", "from_on": TODAY, "decision": cited}


def asked(part: Part, who: str | None = None, **more: Any) -> UUID:
    """A question that is open since today; by whom it is about, unless said."""
    said = {"question": f"Which day {part.town.canary}?", "way": "approval", "options": ("Sundays", "Mondays"),
            "opens_on": TODAY, "closes_on": TODAY, **more}  # fmt: skip
    id: UUID = done("decisions.propose", part, who or part.whose, **said).id
    return id


def by_consent(part: Part) -> UUID:
    return asked(part, way="consent", options=(), text=f"We close the path {part.town.canary}.")


@scene("decisions.propose")
def propose(part: Part) -> dict[str, Any]:
    return {"question": f"Which day {part.town.canary}?", "way": "approval", "opens_on": TODAY, "closes_on": TODAY}


@scene("decisions.amend")
def amend(part: Part) -> dict[str, Any]:
    return {"proposal": by_consent(part), "text": f"We drain the path {part.town.canary}.", "closes_on": TODAY}


@scene("decisions.say")
def say(part: Part) -> dict[str, Any]:
    return {"proposal": asked(part), "words": f"Sundays are for rest {part.town.canary}."}


@scene("decisions.withdraw")
def withdraw(part: Part) -> dict[str, Any]:
    return {"proposal": asked(part)}


@scene("decisions.respond")
def respond(part: Part) -> dict[str, Any]:
    return {"proposal": by_consent(part), "answer": "consent"}


@scene("decisions.vote")
def vote(part: Part) -> dict[str, Any]:
    return {"proposal": asked(part), "marks": Untold(("01",))}


@scene("decisions.give_paper")
def give_paper(part: Part) -> dict[str, Any]:
    return {"proposal": asked(part), "member": part.town.agents[part.whose]}


@scene("decisions.type_ballot")
def type_ballot(part: Part) -> dict[str, Any]:
    return {"proposal": asked(part), "sheet": 1, "marks": ("01",)}


@scene("decisions.count")
def count(part: Part) -> dict[str, Any]:
    return {"proposal": asked(part), "minutes": f"In the hall {part.town.canary}."}
