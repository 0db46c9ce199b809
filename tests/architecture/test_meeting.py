"""Whatever brings people together asks first whether they may meet: found by what the code does, not by what it says.

Every verb, page, operation and job is followed through all the functions it comes to. One that gives somebody a part in
something, agrees it, shows how to reach somebody, or suggests somebody, and comes to no question of `people/meet.py`,
is a hole. How to reach members is shown by the desk's own pages too, which write each reading down.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any
from uuid import UUID

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from coproduce.community.base import rooms, schedule
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Agreement, Commitment
from coproduce.community.people import meet
from coproduce.community.people.actions import Recorded
from coproduce.community.people.models import Membership
from tests.architecture.reach import reached, trees_of

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "coproduce"

#: The questions that are asked before people are brought together.
QUESTIONS = {meet.may_meet, meet.may_all_meet, meet.those_to_meet, meet.may_be_suggested}

#: A row of these is a part in something with others.
PARTS = {"Commitment", "SignUp", "Household", "Organisation", "Visit"}
MAKE = {"create", "bulk_create", "get_or_create", "update_or_create"}
REACH = {"phone", "shared_email"}

#: Rooms whose own business it is how members are reached: the desk's pages, letters, and what is kept of somebody.
#: And where a hospital's list comes in, or telephones are only compared: they are shown to nobody.
KEEP_CONTACTS = (
    "coproduce.community.people.", "coproduce.community.notices.", "coproduce.community.privacy.",
    "coproduce.arenas.care.imports", "coproduce.arenas.care.queries.same", "coproduce.arenas.justice.queries.near",
)  # fmt: skip

#: Templates that print how to reach a member: the desk's, and the thread and the visit, which have asked.
SHOW_CONTACTS = {
    "arenas/care/templates/care/visit.html",
    "arenas/timebank/templates/timebank/call_card.html",
    "community/exchange/templates/exchange/thread.html",
    "community/notices/templates/notices/calls.html",
    "community/people/templates/people/applicants.html",
    "community/people/templates/people/list.html",
    "community/people/templates/people/member.html",
}


def brings_together(function: FunctionType) -> str:
    """How this function itself brings people together, or nothing."""
    for node in (node for tree in trees_of(function) for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and (name := _made(node)) in PARTS:
            return f"makes {name}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "suggest":
            return "suggests"
        if isinstance(node, ast.Assign | ast.keyword) and "Agreement.AGREED" in ast.unparse(node.value):
            return "agrees"
        if not function.__module__.startswith(KEEP_CONTACTS) and _is_contact(node):
            return "shows how to reach somebody"
    return ""


def _made(call: ast.Call) -> str:
    """The noun a call makes a row of: `Commitment(…)`, `SignUp.objects.create(…)`. One with a key is only read."""
    called = call.func
    if isinstance(called, ast.Attribute) and called.attr in MAKE and isinstance(called.value, ast.Attribute):
        called = called.value.value
    elif any(one.arg == "pk" for one in call.keywords):
        return ""
    return called.id if isinstance(called, ast.Name) else ""


def _is_contact(node: ast.AST) -> bool:
    """A member's telephone or address is read: `one.phone`. The desk's own telephone is the community's."""
    if not (isinstance(node, ast.Attribute) and node.attr in REACH and isinstance(node.ctx, ast.Load)):
        return False
    return "community" not in ast.unparse(node.value)


def hole(root: Callable[..., Any]) -> str:
    """What this verb, page, operation or job does without having asked, or nothing."""
    everything = reached(root)
    if everything & QUESTIONS:
        return ""
    return next((f"{one.__qualname__} {how}" for one in everything if (how := brings_together(one))), "")


def views(patterns: Any = None) -> Iterator[Callable[..., Any]]:
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from views(one.url_patterns)
        elif isinstance(one, URLPattern):
            yield one.callback


def operations() -> Iterator[Callable[..., Any]]:
    from coproduce.web.api import api

    for _, router in api._routers:
        for path in router.path_operations.values():
            yield from (operation.view_func for operation in path.operations)


def roots() -> Iterator[tuple[str, Callable[..., Any]]]:
    yield from rooms.verbs().items()
    yield from (
        (f"page {view.__module__}.{view.__qualname__}", view) for view in views() if hasattr(view, "__qualname__")
    )
    yield from ((f"operation {view.__module__}.{view.__qualname__}", view) for view in operations())
    yield from ((f"job {name}", run) for name, (_, run) in schedule._jobs.items())


@pytest.mark.promise("Two who may not meet are never brought together")
def test_whatever_brings_people_together_asks_first() -> None:
    assert {name: found for name, root in roots() if (found := hole(root))} == {}


def test_the_walk_sees_what_brings_people_together() -> None:
    """Those known to do it are followed to it, and to a question."""
    known = {
        "exchange.propose", "exchange.agree", "exchange.record", "exchange.sign_up", "exchange.take_place",
        "exchange.swap", "people.form_group",
    }  # fmt: skip
    for name in known:
        everything = reached(rooms.verbs()[name])
        assert everything & QUESTIONS, name
        assert any(brings_together(one) for one in everything) or name == "exchange.swap", name
    pages = {name: reached(root) for name, root in roots() if name.startswith("page ")}
    showing = {name for name, found in pages.items() if any(brings_together(one).startswith("shows") for one in found)}
    assert "page coproduce.community.exchange.threads.pages.shown" in showing, sorted(showing)
    assert any("suggests" in map(brings_together, found) for found in pages.values())


@action("exchange.join_in", receipt=Recorded)
def join_in(actor: Actor, *, agreement: UUID, request_id: UUID) -> Done[Recorded]:
    """Gives somebody a part and asks nobody."""
    _give_part(Agreement.objects.get(public_id=agreement), actor.agent_id or 0)
    return Done(Recorded(agreement))


def _give_part(row: Agreement, who: int) -> None:
    Commitment.objects.create(agreement=row, agent_id=who, side=Commitment.GIVES, asked_at=row.proposed_at)


def say_yes_for_all(row: Agreement) -> None:
    row.state = Agreement.AGREED
    row.save()


def numbers(of: list[int]) -> list[str]:
    return [one.phone for one in Membership.objects.filter(agent__in=of)]


def whom_to_ask(candidates: list[Any]) -> Any:
    from coproduce.arenas.timebank.rules import suggest

    return suggest(candidates[0], candidates, candidates[0].day)


@pytest.mark.parametrize(
    ("planted", "found"),
    [(join_in, "makes Commitment"), (say_yes_for_all, "agrees"), (numbers, "shows how"), (whom_to_ask, "suggests")],
)
def test_a_planted_verb_that_asks_nobody_is_caught(planted: Any, found: str) -> None:
    assert found in hole(planted)


def test_no_other_page_prints_how_to_reach_a_member() -> None:
    files = SOURCE.rglob("*.html")
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in files
        if any(f".{name}" in path.read_text().replace("community.phone", "") for name in REACH)
    }
    assert found <= SHOW_CONTACTS, found - SHOW_CONTACTS
