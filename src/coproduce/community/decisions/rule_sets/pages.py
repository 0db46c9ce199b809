"""How we count: the rules of a community for its members to read, and for the desk to write down what they decided."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, as_csv, doors, for_another
from coproduce.community.decisions.models import Decision
from coproduce.community.decisions.queries import that_stand
from coproduce.community.decisions.rule_sets.choosing import choose_rules, may_choose
from coproduce.community.decisions.rule_sets.forms import RulesForm
from coproduce.community.decisions.rule_sets.words import changed_in_words, changes, lines
from coproduce.community.decisions.rules import MOST_TO_CITE
from coproduce.community.people.rule_sets.queries import Book, Choice, book_of, counted, rule_sets_of
from coproduce.community.people.rules import is_public_id
from coproduce.core.arena import Arena
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import RuleSet, in_force


@for_another
def shown(request: MemberRequest) -> HttpResponse:
    """By which rules help is counted here, since when, by which decision; what was chosen before and may be next."""
    if not policy.may(request.actor, "people.read_rules"):
        raise Http404
    book = book_of(request.actor.community_id)
    arenas = counted(book)
    if request.GET.get("as") == "csv":
        return _file(request, book, arenas)
    said = {
        "arenas": [_arena(book, arena, clock.today(book.time_zone)) for arena in arenas],
        "may_choose": policy.may(request.actor, "decisions.choose_rules"),
        "doors": doors(request, "rules"),
    }
    return render(request, "decisions/rules.html", said)


def choose(request: MemberRequest, arena: str, rule_set: str) -> HttpResponse:
    """Look at what another set would change, change a copy of it if members decided so, and count by it from a day.

    The set that counts now begins as it counts, the community's changes in it; with `?fresh=1` as it was shipped.
    """
    if not policy.may(request.actor, "decisions.choose_rules"):
        raise Http404
    book = book_of(request.actor.community_id)
    today = clock.today(book.time_zone)
    now, place = book.on(arena, today), next((one for one in counted(book) if one.slug == arena), None)
    found = in_force(rule_sets_of(arena), rule_set, today)
    if now is None or place is None or found is None:
        raise Http404
    is_own = now.rule_set.slug == rule_set and "fresh" not in request.GET
    start = now.rule_set if is_own else found
    named = request.GET.get("decision", "")
    first = {"request_id": uuid4(), "from_on": today, "decision": named}
    form = RulesForm(found, start, _to_cite(request, named), request.POST or None, initial=first)
    is_looking = "look" in request.POST
    form.fields["decision"].required = not is_looking
    then: RuleSet[Any] | Refusal = start
    if request.method == "POST" and form.is_valid():
        said = {
            "arena": arena,
            "rule_set": rule_set,
            "from_on": form.cleaned_data["from_on"],
            "changed": form.changed(),
        }
        then = may_choose(request.community, arena, rule_set, said["from_on"], said["changed"])
        if not isinstance(then, Refusal) and not is_looking:
            own = {name: form.cleaned_data[name] for name in ("decision", "request_id")}
            outcome = choose_rules(request.actor, **said, **own)
            if not isinstance(outcome, Refusal):
                return redirect("how_we_count", community=request.community.slug)
            then = outcome
        if isinstance(then, Refusal):
            form.mend(then)
    context = {
        "form": form,
        "arena": place,
        "name": _(place.name),
        "set": found,
        "is_own": is_own,
        "is_looking": is_looking,
        "changes": [] if isinstance(then, Refusal) or form.errors else changes(now.rule_set, then),
    }
    return render(request, "decisions/choose_rules.html", context, status=422 if form.errors else 200)


def _to_cite(request: MemberRequest, named: str) -> list[Decision]:
    """The latest decisions that stand, and the one this page was opened with."""
    found = that_stand(request.actor)
    latest = list(found[:MOST_TO_CITE])
    is_missing = is_public_id(named) and named not in {str(one.public_id) for one in latest}
    return [*latest, *(found.filter(public_id=named) if is_missing else ())]


def _arena(book: Book, arena: Arena, today: date) -> dict[str, Any]:
    """What the page says of one arena."""
    now = book.on(arena.slug, today)
    assert now is not None, "it has rule sets"
    every = book.all(arena.slug)
    sets = [in_force(rule_sets_of(arena.slug), slug, today) for slug in _slugs(arena)]
    newest = next((one for one in sets if one and one.slug == now.rule_set.slug), None)
    return {
        "slug": arena.slug,
        "name": _(arena.name),
        "now": _choice(now),
        "lines": lines(now.rule_set),
        "coming": [_choice(one) for one in every if one.from_on > today],
        "earlier": [_choice(one) for one in every if one.id != now.id and one.from_on <= today],
        "is_over": now.rule_set.valid_until is not None and now.rule_set.valid_until < today,
        "newer": newest if newest and newest.version > now.rule_set.version else None,
        "sets": [
            {"set": one, "changes": changes(now.rule_set, one)}
            for one in sets
            if one and one.slug != now.rule_set.slug
        ],
    }  # fmt: skip


def _slugs(arena: Arena) -> list[str]:
    return list(dict.fromkeys(one.slug for one in rule_sets_of(arena.slug)))


def _choice(choice: Choice) -> dict[str, Any]:
    return {
        "choice": choice,
        "set": choice.rule_set,
        "changed": changed_in_words(choice.rule_set, choice.changed or ()),
        "is_chosen": choice.id is not None,
    }


def _file(request: MemberRequest, book: Book, arenas: tuple[Arena, ...]) -> HttpResponse:
    """Every choice with every rule it held, one line for each rule."""
    heads = [
        _("arena"), _("from"), _("rule set"), _("version"), _("rule"), _("says"), _("changed here"), _("decision"),
        _("written down by"), _("source"), _("note"),
    ]  # fmt: skip
    made_up = _("demo") if request.community.is_demo else ""
    rows = (
        [
            _(arena.name), choice.from_on.isoformat(), _(choice.rule_set.name), choice.rule_set.version, line.label,
            line.says, _("yes") if line in changed_in_words(choice.rule_set, choice.changed or ()) else "",
            choice.decision, choice.by, _(choice.rule_set.source) if choice.rule_set.source else "", made_up,
        ]
        for arena in arenas
        for choice in book.all(arena.slug)
        for line in lines(choice.rule_set)
    )  # fmt: skip
    return as_csv(f"{request.community.slug}-how-we-count", heads, rows)
