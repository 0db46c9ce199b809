"""Where members said so, whatever sets how a community runs changes by a decision that is cited, and by nothing else.

Which verbs do is found by what they write, so that a new one cannot be forgotten.
"""

import ast
from datetime import date
from types import FunctionType
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from tests.architecture.reach import reached, trees_of
from tests.fixtures.towns import TODAY, Town, do, told
from tests.security.scenes import Part, every_scene

from coproduce.community.base import citing, rooms
from coproduce.community.base.models import AuditRow
from coproduce.community.decisions.rule_sets import choosing
from coproduce.community.decisions.tests.test_pages import signed_in
from coproduce.community.people.models import ChosenRules, Community
from coproduce.community.people.rule_sets.queries import rule_sets_of
from coproduce.community.privacy import registry
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

#: Rows that say how a community runs: written by a verb, it changes a setting, a rule or a key.
SETS = {"ChosenRules", "SharingTerms", "VouchedRole", "BookRules", "OpenFigures"}

#: Rows that are nobody's and set nothing, whichever room keeps them, and what they are.
NOTHING_SET = {
    "the machine's own": {"Schedule", "Installation", "SqlObject"},
    "the books, closed and sealed": {"Closing", "Witness", "Block", "Leaf", "Anchor", "Proof"},
    "what was asked, voted and decided": {"Decision", "Proposal", "Box", "Sheet"},
    "studies, what they ask, and what was forecast": {
        "Plan", "StudyRow", "SiteCount", "SiteMeasure", "ReportPart", "Forecast",
    },
    "lists of words the desk keeps": {"Neighbourhood", "Category", "Topic", "JoinQuestion", "Wording"},
    "what happened, by rules that stood": {
        "StaffHours", "Slot", "CardBatch", "Payroll", "SharedMonth", "OrderCycle", "Year", "Tally", "Again",
    },
}  # fmt: skip

#: Whether it was asked by which decision: always, or where members said so.
ALWAYS, WHERE_SAID = choosing.cited, citing.may_change

#: The verbs that set something, and which of the two they ask.
SETTING = {
    "decisions.choose_rules": ALWAYS,
    "homes.add_index": ALWAYS,
    "energy.agree_key": ALWAYS,
    "people.change_settings": WHERE_SAID,
    "people.set_vouching": WHERE_SAID,
    "evidence.open_figures": WHERE_SAID,
    "ledger.set_undoing": WHERE_SAID,
    "ledger.agree_to_set_undoing": WHERE_SAID,
    "ledger.change_limit": WHERE_SAID,
}

#: The second person says no: it stays as it was. A community that is opened has no members yet to decide.
NOT_SET = {"ledger.decline_to_set_undoing", "people.open_community"}


def sets_something(function: FunctionType) -> bool:
    """Whether this function itself writes how a community runs, or how far hours may go by somebody's word."""
    for node in (node for tree in trees_of(function) for node in ast.walk(tree)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called.startswith("Community.objects") and called.endswith((".update", ".save")):
            return True
        if called.endswith(("create", "update", "save")) and any(f"{one}.objects" in called for one in SETS):
            return True
        if called == "change_limits" and function.__name__ == "change_limit":
            return True
    return False


@pytest.mark.promise("Settings, rules and keys change by a decision that is cited, where members said so")
@pytest.mark.parametrize("verb", sorted(rooms.verbs()))
def test_whatever_sets_how_a_community_runs_asks_by_which_decision(verb: str) -> None:
    """A table over all verbs: those that write it are those that ask, and no others write it."""
    everything = reached(rooms.verbs()[verb])
    writes = any(sets_something(one) for one in everything)
    if verb in SETTING:
        assert writes, "it is in the table, and sets nothing"
        assert SETTING[verb] in everything, "it sets something, and asks by no decision"
    else:
        assert not writes or verb in NOT_SET, "it sets how the community runs: put it into the table, and let it ask"


def nobodys() -> set[str]:
    """Every table of every room whose rows are no member's: among them is whatever sets how a community runs."""
    ours = (model for model in apps.get_models() if model.__module__.startswith("coproduce."))
    return {model.__name__ for model in ours if not registry.of(model).owners}


def test_every_table_of_every_arena_either_sets_something_or_does_not() -> None:
    """A new table of settings cannot be forgotten: it is put into one of the two, and if it sets, its verbs ask."""
    settled = set().union(*NOTHING_SET.values())
    assert nobodys() == settled | SETS | {"Community"} and not settled & SETS


def test_the_rules_of_every_arena_change_by_a_cited_decision_alone(town: Town) -> None:
    """Whatever a community said of its settings: rule sets are chosen by a decision that stands, or not at all."""
    arenas = [one.slug for one in rooms.arenas() if rule_sets_of(one.slug)]
    assert len(arenas) > 5, "there are arenas with rules"
    Community.objects.filter(slug=town.slug).update(arenas=arenas)
    decision = town.decided()
    for arena in arenas:
        said = {"arena": arena, "rule_set": rule_sets_of(arena)[0].slug, "from_on": TODAY}
        unknown = do("decisions.choose_rules", town.actor("Cleo"), decision=uuid4(), **said)
        assert isinstance(unknown, Refusal) and (unknown.code, unknown.field) == ("NOT_FOUND", "decision")
        assert not ChosenRules.objects.filter(arena=arena).exists()
        told("decisions.choose_rules", town.actor("Cleo"), decision=decision, **said)
        assert ChosenRules.objects.get(arena=arena).decision_id == decision


def set_by_nobody(actor: Any) -> None:
    Community.objects.filter(pk=actor.community_id).update(name="mine")


def test_a_planted_verb_that_asks_nobody_is_seen() -> None:
    assert sets_something(set_by_nobody)


def scene(town: Town, verb: str) -> dict[str, Any]:
    """What the verb is asked with, in a town where all is as it should be."""
    return every_scene()[verb](Part(town, "Cleo", "Ana", "Ben"))


def by(verb: str) -> str:
    """Who sets it: the treasurer what is of the books, but for the second person."""
    return "Tom" if verb in ("ledger.set_undoing", "ledger.change_limit") else "Cleo"


@pytest.mark.parametrize("verb", sorted(verb for verb, asks in SETTING.items() if asks is WHERE_SAID))
def test_by_a_decision_alone_once_members_said_so(town: Town, verb: str) -> None:
    said = scene(town, verb)
    said.pop("decision", None)
    Community.objects.filter(slug=town.slug).update(by_decision=True)
    coming = town.decided(decided_on=TODAY, effective_on=date(2027, 1, 1))
    wrong = town.decided()
    right = town.decided(corrects=wrong)

    def code(decision: UUID | None) -> str:
        named = {"decision": decision} if decision else {}
        outcome = do(verb, town.actor(by(verb)), **said, **named)
        return outcome.code if isinstance(outcome, Refusal) else "done"

    assert [code(one) for one in (None, uuid4(), coming, wrong, right)] == [
        "DECISION_NEEDED", "NOT_FOUND", "NOT_IN_EFFECT", "PUT_RIGHT", "done",
    ]  # fmt: skip
    assert AuditRow.objects.get(verb=verb, kind="done").receipt["decision"] == str(right), "it is written down by which"


@pytest.mark.parametrize("verb", sorted(verb for verb, asks in SETTING.items() if asks is WHERE_SAID))
def test_by_nothing_where_members_did_not_say_so(town: Town, verb: str) -> None:
    told(verb, town.actor(by(verb)), **scene(town, verb))


SETTINGS = {
    "name": "Alder",
    "phone": "",
    "welcome_words": "",
    "confirm_days": "14",
    "benefits_safe": "on",
    "checks": "",
}
PAGES: dict[str, dict[str, str]] = {
    "/alder/people/settings/": {**SETTINGS, "by_decision": "on"},
    "/alder/ledger/putting-right/": {"days": "30", "two_from": "", "why": ""},
}


@pytest.mark.parametrize("address", PAGES)
def test_the_page_asks_by_which_decision(town: Town, address: str) -> None:
    cited = town.decided()
    cleo = signed_in(town, "Cleo")
    assert "By which decision?" not in cleo.get(address).content.decode()
    Community.objects.filter(slug=town.slug).update(by_decision=True)
    assert "By which decision?" in cleo.get(address).content.decode()
    given = {**PAGES[address], "request_id": str(uuid4()), "version": str(town.community.version)}
    refused = cleo.post(address, given)
    assert refused.status_code == 422 and "Choose the decision" in refused.content.decode()
    assert cleo.post(address, {**given, "decision": str(cited)}).status_code == 302


def test_turning_it_off_takes_a_decision_too(town: Town) -> None:
    cleo = town.actor("Cleo")
    said = {"name": "Alder", "version": town.community.version}
    told("people.change_settings", cleo, **said, by_decision=True)
    off = {**said, "version": town.community.version, "by_decision": False}
    refused = do("people.change_settings", cleo, **off)
    assert isinstance(refused, Refusal) and refused.code == "DECISION_NEEDED"
    told("people.change_settings", cleo, **off, decision=town.decided())
    assert not town.community.by_decision
