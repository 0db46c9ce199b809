"""Visits after hospital: a card, somebody who came home, visitors, what a visit turns up."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from coproduce.arenas.care.models import CardBatch, Flag
from coproduce.arenas.care.queries.numbers import number_on
from coproduce.arenas.care.rules.checklist import Answer
from coproduce.arenas.care.tests.town import CHAT, Ward, ward_of
from tests.fixtures.towns import NOON, TODAY
from tests.security.scenes import Part, done, scene


def ward(part: Part) -> Ward:
    """The town visits, with three visitors: whoever is visited can choose between two."""
    found = ward_of(part.town)
    found.visitor("Tom")
    return found


def theirs(part: Part) -> tuple[Ward, UUID]:
    """Visits to whom it is about, taken on."""
    found = ward(part)
    case = found.done("Cleo", "open_case", card=found.card(), member=part.town.agents[part.whose], channel="phone",
                      says=("C1", "C2", "C7"), home_on=TODAY - timedelta(days=1)).case  # fmt: skip
    found.done("Dee", "triage", case=case, takes=True)
    return found, case


def matched(part: Part) -> tuple[Ward, UUID]:
    """Somebody else came home, and Ana visits them."""
    found = ward(part)
    case = found.home()
    found.matched(case)
    return found, case


@scene("care.print_cards")
def print_cards(part: Part) -> dict[str, Any]:
    ward(part)
    return {"size": 8}


@scene("care.record_tally")
def record_tally(part: Part) -> dict[str, Any]:
    return {"batch": ward(part).done("Cleo", "print_cards", size=8).batch, "handed_out": 3}


@scene("care.open_case")
def open_case(part: Part) -> dict[str, Any]:
    ward(part)
    batch = CardBatch.objects.get(public_id=done("care.print_cards", part, "Cleo", size=1).batch)
    said = {"card": number_on(batch, 1), "says": ("C1",), "home_on": TODAY}
    if part.me == part.whose:
        return {**said, "channel": "page"}
    return {**said, "channel": "phone", "name": "Ida", "phone": "01632 960 210"}


@scene("care.triage")
def triage(part: Part) -> dict[str, Any]:
    return {"case": ward(part).home(), "takes": True}


@scene("care.move_case")
def move_case(part: Part) -> dict[str, Any]:
    return {"case": theirs(part)[1], "to": "cancelled", "reason": "They moved away"}


@scene("care.close_case")
def close_case(part: Part) -> dict[str, Any]:
    found, case = matched(part)
    found.visited(case)
    return {"case": case, "needs_met": True, "how": "They ring each other now"}


@scene("care.propose_visitors")
def propose_visitors(part: Part) -> dict[str, Any]:
    return {"case": theirs(part)[1]}


@scene("care.choose_visitor")
def choose_visitor(part: Part) -> dict[str, Any]:
    found, case = theirs(part)
    found.done("Dee", "propose_visitors", case=case)
    return {"case": case}


@scene("care.answer_match")
def answer_match(part: Part) -> dict[str, Any]:
    return {**choose_visitor_first(part), "says_yes": True}


def choose_visitor_first(part: Part) -> dict[str, Any]:
    found, case = theirs(part)
    found.done("Dee", "propose_visitors", case=case)
    found.done("Dee", "choose_visitor", case=case)
    return {"case": case}


@scene("care.plan_visit")
def plan_visit(part: Part) -> dict[str, Any]:
    return {"case": matched(part)[1], "starts_at": NOON, "companion": part.town.agents["Ben"]}


@scene("care.record_call")
def record_call(part: Part) -> dict[str, Any]:
    return {"case": matched(part)[1], "minutes": 10}


@scene("care.check_in")
def check_in(part: Part) -> dict[str, Any]:
    found, case = matched(part)
    return {"visit": found.planned(case)}


@scene("care.check_out")
def check_out(part: Part) -> dict[str, Any]:
    found, case = matched(part)
    return {"visit": found.visited(case)}


@scene("care.write_answers")
def write_answers(part: Part) -> dict[str, Any]:
    return {**check_out(part), "answers": (Answer("HEAT", "fine"),)}


def flag(part: Part) -> UUID:
    found, case = matched(part)
    found.done("Ana", "write_answers", visit=found.visited(case), answers=(Answer("FOOD", "urgent", "None"),))
    return Flag.objects.latest("pk").public_id


@scene("care.acknowledge_flag")
def acknowledge_flag(part: Part) -> dict[str, Any]:
    return {"flag": flag(part)}


@scene("care.close_flag")
def close_flag(part: Part) -> dict[str, Any]:
    return {"flag": flag(part), "done": "Brought a meal", "outcome": "seen to"}


@scene("care.describe_visitor")
def describe_visitor(part: Part) -> dict[str, Any]:
    ward(part)
    return {"member": part.town.agents[part.whose], "activities": CHAT}


@scene("care.take_on_visitor")
def take_on_visitor(part: Part) -> dict[str, Any]:
    found = ward(part)
    found.ready("Aud")
    return {"member": part.town.agents["Aud"]}


@scene("care.take_discharge")
def take_discharge(part: Part) -> dict[str, Any]:
    ward(part)
    return {"external_id": "H1", "name": "Ida", "home_at": NOON - timedelta(days=1), "says": ("C1",)}
