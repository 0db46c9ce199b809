"""The pages of what people do for each other: the kinds of help, their everyday words, and how much stands in each."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coproduce.community.base import clock, policy
from coproduce.community.base.forms import again, meanwhile
from coproduce.community.base.page import MemberRequest, as_csv, refused
from coproduce.community.exchange.categories.actions import (
    add_category,
    bring_back_category,
    change_category,
    retire_category,
)
from coproduce.community.exchange.categories.forms import BringBackForm, CategoryForm, RetireForm
from coproduce.community.exchange.categories.kinds import ranked
from coproduce.community.exchange.models import Category, Intent, Need, Offer
from coproduce.community.exchange.naming import Kinds
from coproduce.community.exchange.queries import doing, every_category
from coproduce.community.people.safeguarding.checks import ACTIVITIES, check_level, checks_of
from coproduce.core.refusal import Refusal


def listed(request: MemberRequest) -> HttpResponse:
    """The kinds of help as a tree; `?q=` tries which of them a word or a sentence finds."""
    _desk_only(request)
    rows = list(_counted(request))
    if request.GET.get("as") == "csv":
        return _file(request, rows)
    words = request.GET.get("q", "").strip()
    tops = [row for row in rows if row.parent is None and not row.is_retired]
    for top in tops:
        top.under = [row for row in rows if row.parent_id == top.pk and not row.is_retired]
        top.offers_in_all = sum(row.offers_number for row in (top, *top.under))
        top.needs_in_all = sum(row.needs_number for row in (top, *top.under))
    return render(
        request,
        "exchange/kinds.html",
        {
            "tops": tops,
            "retired": [row for row in rows if row.is_retired],
            "number": sum(not row.is_retired for row in rows),
            "q": words,
            "found": _found(request, words, rows) if words else [],
        },
    )


def added(request: MemberRequest) -> HttpResponse:
    """Add a kind of help; `?under=` says what it is to stand under."""
    _desk_only(request)
    rows = list(every_category(request.actor))
    tops = _tops(rows)
    under = next((one.name for one in tops if str(one.public_id) == request.GET.get("under")), "")
    form = CategoryForm(
        request.POST or None, initial={"request_id": uuid4(), "parent": under}, tops=tops, beside=None
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = _said(form, rows)
        del said["version"]
        outcome = add_category(request.actor, **said)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("It is on the list now."))
            return redirect("kinds", community=request.community.slug)
        form = again(form, outcome, 0)
    return render(request, "exchange/kind.html", {"form": form, "kind": None}, status=422 if form.errors else 200)


def changed(request: MemberRequest, kind: UUID) -> HttpResponse:
    """Change a kind of help; beside it what it says now, when another was faster."""
    rows, found = _theirs(request, kind)
    now = {
        "name": found.name,
        "words": "\n".join(found.words),
        "parent": found.parent.name if found.parent else "",
        "activities": found.activities,
        "position": None,
        "version": found.version,
        "request_id": uuid4(),
    }
    form = CategoryForm(request.POST or None, initial=now, tops=_tops(rows, found), beside=_beside(rows, found))
    if request.method == "POST" and form.is_valid():
        outcome = change_category(request.actor, category=kind, **_said(form, rows))
        if not isinstance(outcome, Refusal):
            messages.success(request, _("Changed. Words are found by it from now on."))
            return redirect("kinds", community=request.community.slug)
        form = again(form, outcome, found.version)
    return _shown(request, rows, found, form, meanwhile(form, now))


@require_POST
def retired(request: MemberRequest, kind: UUID) -> HttpResponse:
    """Offer it no more; what stands in it stays, or moves to another kind."""
    rows, found = _theirs(request, kind)
    others = _others(rows, found)
    form = RetireForm(request.POST, others=others)
    if form.is_valid():
        said = dict(form.cleaned_data)
        name = said.pop("into")
        into = next((one.public_id for one in others if one.name == name), None)
        outcome = retire_category(request.actor, category=kind, into=into, **said)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("It is no longer in use. You can bring it back."))
            return redirect("kinds", community=request.community.slug)
        messages.warning(request, refused(outcome))
    return redirect("kind", community=request.community.slug, kind=kind)


@require_POST
def brought_back(request: MemberRequest, kind: UUID) -> HttpResponse:
    """Offer it again."""
    _theirs(request, kind)
    form = BringBackForm(request.POST)
    if form.is_valid():
        outcome = bring_back_category(request.actor, category=kind, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
    return redirect("kind", community=request.community.slug, kind=kind)


def _desk_only(request: MemberRequest) -> None:
    if not policy.may(request.actor, "exchange.change_category"):
        raise Http404


def _theirs(request: MemberRequest, kind: UUID) -> tuple[list[Category], Category]:
    """All kinds of the community, and the one of the page."""
    _desk_only(request)
    rows = list(every_category(request.actor))
    found = next((row for row in rows if row.public_id == kind), None)
    if found is None:
        raise Http404
    return rows, found


def _shown(
    request: MemberRequest, rows: list[Category], found: Category, form: CategoryForm, now: list[dict[str, Any]]
) -> HttpResponse:
    retire = RetireForm(
        initial={"request_id": uuid4(), "version": found.version}, others=_others(rows, found), auto_id="retire_%s"
    )
    said = {
        "form": form,
        "kind": found,
        "now": now,
        "retire": retire,
        "request_id": uuid4(),
        "check": _check(request, found),
        "has_under": any(row.parent_id == found.pk and not row.is_retired for row in rows),
    }
    return render(request, "exchange/kind.html", said, status=422 if form.errors else 200)


def _check(request: MemberRequest, found: Category) -> str:
    """Which check this kind takes by the rules the community chose, and because of what."""
    rules = checks_of(request.community.checks, clock.today(request.community.time_zone))
    needed = check_level(doing(found), rules)
    if needed.is_prohibited:
        return _("This is not done here, whatever somebody has shown: %(what)s") % {
            "what": _(ACTIVITIES[needed.because])
        }
    if not needed.because:
        return _("By the rules chosen here, nobody needs a check for it.") if rules else ""
    return _("Whoever does this needs: %(check)s. Because of this: %(what)s.") % {
        "check": _(needed.called),
        "what": _(ACTIVITIES[needed.because]),
    }


def _tops(rows: Sequence[Category], but: Category | None = None) -> list[Category]:
    """Kinds another may stand under."""
    return [row for row in rows if row.parent is None and row != but and not row.is_retired]


def _beside(rows: Sequence[Category], found: Category) -> list[Category]:
    """Those it stands among: what is no longer in use stands after them all."""
    return [row for row in rows if row.parent_id == found.parent_id and row != found and not row.is_retired]


def _others(rows: Sequence[Category], found: Category) -> list[Category]:
    return [row for row in rows if row != found and not row.is_retired]


def _said(form: CategoryForm, rows: Sequence[Category]) -> dict[str, Any]:
    said = dict(form.cleaned_data)
    above = said.pop("parent")
    return {
        **said,
        "words": tuple(said["words"].splitlines()),
        "activities": tuple(said["activities"]),
        "parent": next((row.public_id for row in rows if row.name == above), None) if above else None,
    }


def _counted(request: MemberRequest) -> Any:
    """Every kind with the offers and the needs that stand in it today."""
    today = clock.today(request.community.time_zone)
    standing = {}
    for name, kind in (("offers_number", Offer), ("needs_number", Need)):
        open_ones = kind._default_manager.filter(category=OuterRef("pk"), state=Intent.OPEN).exclude(until_on__lt=today)
        number = open_ones.order_by().values("category").annotate(number=Count("pk")).values("number")
        standing[name] = Coalesce(Subquery(number, output_field=IntegerField()), 0)
    return every_category(request.actor).annotate(**standing)


def _found(request: MemberRequest, words: str, rows: Sequence[Category]) -> list[Category]:
    """The kinds these words find, the likeliest first, as a list or a message from elsewhere would find them."""
    by_name = {row.name: row for row in rows}
    return [by_name[kind.name] for kind in ranked(words, Kinds.of(request.actor.community_id).kinds)]


def _file(request: MemberRequest, rows: Sequence[Any]) -> HttpResponse:
    heads = [_("kind"), _("stands under"), _("everyday words"), _("offers"), _("needs"), _("in use"), _("note")]
    made_up = _("demo") if request.community.is_demo else ""
    return as_csv(
        f"{request.community.slug}-kinds",
        heads,
        (
            [row.name, row.parent.name if row.parent else "", "; ".join(row.words), row.offers_number,
             row.needs_number, _("no") if row.is_retired else _("yes"), made_up]
            for row in rows
        ),
    )  # fmt: skip
