"""A study that was planned, its rows, what another place counted, and a report."""

from dataclasses import asdict
from typing import Any

from coproduce.community.evidence.actions.counts import CountsSaid
from coproduce.community.evidence.actions.rows import RowSaid
from coproduce.community.evidence.outcomes.actions import Answer
from coproduce.community.evidence.outcomes.pages import EXAMPLE
from coproduce.community.evidence.tests.made import people, planned
from tests.fixtures.towns import told
from tests.security.scenes import Part, done, scene


def question(part: Part) -> dict[str, Any]:
    return planned(question=f"Do fewer go back {part.town.canary}?")


def sealed(part: Part) -> Any:
    return told("evidence.plan", part.town.actor("Cleo"), **question(part))


def rows(part: Part, seal: str, n: int) -> tuple[RowSaid, ...]:
    return tuple(RowSaid(plan=seal, **asdict(row)) for row in people(n, effect=-0.2))


@scene("evidence.plan")
def plan(part: Part) -> dict[str, Any]:
    return question(part)


@scene("evidence.bring_rows")
def bring_rows(part: Part) -> dict[str, Any]:
    return {"rows": rows(part, sealed(part).seal, 3)}


@scene("evidence.analyse")
def analyse(part: Part) -> dict[str, Any]:
    plan = sealed(part)
    done("evidence.bring_rows", part, "Cleo", rows=rows(part, plan.seal, 200))
    return {"plan": plan.id}


@scene("evidence.bring_counts")
def bring_counts(part: Part) -> dict[str, Any]:
    return {"counts": (CountsSaid(sealed(part).seal, f"Place {part.town.canary}", 20, 100, 30, 100),)}


@scene("evidence.say_in_report")
def say_in_report(part: Part) -> dict[str, Any]:
    return {"part": "harms", "words": f"Nothing went wrong {part.town.canary}"}


@scene("evidence.answer")
def answer(part: Part) -> dict[str, Any]:
    whose = part.town.agents[part.whose]
    done("people.consent", part, part.whose, member=whose, scope="outcomes")
    channel = "page" if part.me == part.whose else "paper"
    return {"member": whose, "measure": "loneliness", "answers": (Answer("lonely", 2),), "channel": channel}


@scene("evidence.bring_measure")
def bring_measure(part: Part) -> dict[str, Any]:
    return {"text": EXAMPLE.replace("A scale", f"A scale {part.town.canary}")}


@scene("evidence.open_figures")
def open_figures(part: Part) -> dict[str, Any]:
    return {"is_open": True}
