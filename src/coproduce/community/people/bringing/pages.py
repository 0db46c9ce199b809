"""Bringing lists and books on the page: choose a file, see how it was understood, say yes once, and look on."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from coproduce.community.base import bringing, policy
from coproduce.community.base.page import MemberRequest, as_csv, in_words, looks_again, page_of, refused
from coproduce.community.base.sheets import Listing, Map, counted_in, lacking, match_columns
from coproduce.community.people.bringing import files as brought
from coproduce.community.people.bringing.forms import BringForm, ColumnsForm, field_name, kind_name, remedy
from coproduce.community.people.models import BroughtFile
from coproduce.community.people.uploads import taking
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal
from coproduce.interop.sheets_reading import Sheet

#: A form with a file of the largest size in it.
MOST_SENT = brought.LARGEST + 1_000_000

#: What the columns of an empty list are called, where the field's own word is not what people write.
HEADINGS = {
    "offers": {"who": "offered by", "said_on": "date"},
    "needs": {"who": "needed by", "said_on": "date"},
    "contributions": {"time": "hours", "done_on": "date"},
    "openings": {"time": "hours", "on": "date"},
}
EVERYWHERE = {"id": "number", "email": "e-mail"}


class InMemory(taking.InMemory):
    most = MOST_SENT


@csrf_exempt
def bring(request: MemberRequest) -> HttpResponse:
    """Choose a file; below it what is being brought, and empty lists to fill in."""
    request.upload_handlers = [InMemory(request)]
    return _bring(request)


@csrf_protect
@never_cache
@require_http_methods(["GET", "POST"])
def _bring(request: MemberRequest) -> HttpResponse:
    _or_not_there(request)
    is_closing = "closing" in request.GET
    form = BringForm(request.POST or None, request.FILES or None, initial={"request_id": uuid4()})
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT:
        form.errors.clear()
        form.add_error("file", refused(brought.TOO_LARGE))
    elif request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        outcome = brought.keep(
            request.actor, file.name, file.read(), is_closing=is_closing, request_id=form.cleaned_data["request_id"]
        )
        if not isinstance(outcome, Refusal) and outcome.state != BroughtFile.UNREADABLE:
            return redirect("brought", community=request.community.slug, file=outcome.public_id)
        form.add_error("file", refused(outcome) if isinstance(outcome, Refusal) else _trouble(outcome))
        form.data = request.POST.copy()
        form.data["request_id"] = str(uuid4())
    said = {
        "form": form,
        "is_closing": is_closing,
        "files": [_line(row) for row in brought.of(request.actor).exclude(state=BroughtFile.UNREADABLE)],
        "kinds": [{"name": one.name, "title": kind_name(one.name)} for one in bringing.listings()],
    }
    return render(request, "people/bring.html", said, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def shown(request: MemberRequest, file: UUID) -> HttpResponse:
    """How far one file is: how it was understood, how much of it is taken, what came of it."""
    row = _found(request, file)
    if request.method == "POST":
        return _pressed(request, row)
    by = brought.map_of(row)
    if row.state == BroughtFile.LOOKED and (by is None or lacking(by)):
        return redirect("brought_columns", community=request.community.slug, file=file)
    answer = render(request, f"people/bring_{TEMPLATES[row.state]}.html", _said(request, row, by))
    return looks_again(answer, request) if row.state in (BroughtFile.WAITING, BroughtFile.TAKING) else answer


#: Which page shows a file that stands so.
TEMPLATES = {
    BroughtFile.WAITING: "going_on",
    BroughtFile.LOOKED: "looked",
    BroughtFile.TAKING: "going_on",
    BroughtFile.TAKEN: "taken",
    BroughtFile.STOPPED: "stopped",
    BroughtFile.UNREADABLE: "stopped",
}


def _pressed(request: MemberRequest, row: BroughtFile) -> HttpResponse:
    """Take it, or throw it away."""
    if request.POST.get("do") == "away":
        row.delete()
        return redirect("bring", community=request.community.slug)
    brought.begin(row)
    return redirect("brought", community=request.community.slug, file=row.public_id)


@never_cache
@require_http_methods(["GET", "POST"])
def columns(request: MemberRequest, file: UUID) -> HttpResponse:
    """Say what kind of list it is, and which of its headings is which."""
    row = _found(request, file)
    if row.state != BroughtFile.LOOKED or row.line:
        return redirect("brought", community=request.community.slug, file=file)
    listing = _listing(request.GET.get("kind", "") or row.kind)
    headings = tuple(row.found["headings"])
    kinds = [{"name": one.name, "title": kind_name(one.name)} for one in bringing.listings()]
    said: dict[str, Any] = {"file": row, "headings": headings, "kinds": kinds, "listing": listing}
    if listing is None:
        return render(request, "people/bring_kind.html", said)
    by = brought.map_of(row) if listing.name == row.kind else None
    form = ColumnsForm(
        listing, headings, by or match_columns(Sheet(headings, ()), row.source, listing), request.POST or None
    )
    if request.method == "POST" and form.is_valid():
        brought.say(row, _counted(form.as_map()))
        return redirect("brought", community=request.community.slug, file=file)
    said |= {
        "form": form,
        "title": _title(row) if row.is_closing else kind_name(listing.name),
        "is_closing": row.is_closing,
    }
    return render(request, "people/bring_columns.html", said, status=422 if form.errors else 200)


def _counted(by: Map) -> Map:
    """A heading says what its numbers count, unless somebody said it."""
    return by if by.time else Map(by.listing, by.source, by.columns, by.dates, counted_in(by.columns.get("time", "")))


@never_cache
@require_GET
def set_aside(request: MemberRequest, file: UUID) -> HttpResponse:
    """The rows that were not taken, as they came, with what to mend: a file to mend and bring again."""
    row = _found(request, file)
    named = row.columns
    heads = [_("row"), _("field"), _("reason"), _("remedy"), *row.found.get("headings", ())]
    rows = (
        [line, named.get(field, field), _(reason), remedy(field, what_to_do), *cells]
        for line, field, reason, what_to_do, *cells in row.bad
    )
    return as_csv(f"{row.source}-set-aside", heads, rows)


@never_cache
@require_GET
def differences(request: MemberRequest, file: UUID) -> HttpResponse:
    """Whose hours in the books are others than the list said."""
    row = _found(request, file)
    heads = [_("member"), _("in the list"), _("in the books"), _("difference in minutes"), _("note")]
    note = _("demo") if request.community.is_demo else ""
    different = row.found.get("different", ())
    return as_csv(
        f"{row.source}-differences",
        heads,
        ([name, str(HOURS(listed)), str(HOURS(held)), held - listed, note] for name, listed, held in different),
    )


@require_GET
def empty(request: MemberRequest, kind: str) -> HttpResponse:
    """An empty list to fill in: its headings, as they are understood here."""
    _or_not_there(request)
    listing = _listing(kind)
    if listing is None:
        raise Http404
    return as_csv(f"{request.community.slug}-{kind}", headings_of(listing), ())


def headings_of(listing: Listing) -> list[str]:
    """What to write above the columns of a list, so that it is understood."""
    own = EVERYWHERE | HEADINGS.get(listing.name, {})
    return [own.get(column.field, column.field.replace("_", " ")) for column in listing.columns]


def _listing(kind: str) -> Listing | None:
    return next(iter(bringing.listings(kind)), None) if kind else None


def _said(request: HttpRequest, row: BroughtFile, by: Map | None) -> dict[str, Any]:
    """What the page of a file says of it."""
    found = row.found
    bad = page_of(row.bad, request, 10)
    return {
        "file": row,
        "title": _title(row),
        "is_book": bool(by and by.listing.is_history),
        "is_moving": row.state == BroughtFile.TAKING,
        "found": found,
        "good": found.get("good", 0),
        "here_already": row.known,
        "without_hours": max(0, found.get("good", 0) - row.added - row.known),
        "columns": _columns(found.get("headings", ()), by),
        "first": _first(found, by),
        "bad": bad,
        "bad_rows": [_bad(line, row.columns) for line in bad],
        "different": [
            {"name": name, "said": HOURS(listed), "held": HOURS(held)}
            for name, listed, held in found.get("different", ())[:100]
        ],
        "different_number": len(found.get("different", ())),
        "trouble": _trouble(row),
        "set_aside_url": reverse("brought_set_aside", args=[request.community.slug, row.public_id]),  # type: ignore[attr-defined]
    }


def _columns(headings: Any, by: Map | None) -> list[dict[str, str]]:
    """Each heading of the file, and what it was understood as; nothing for one that is left out."""
    understood = {heading: name for name, heading in (by.columns if by else {}).items()}
    return [
        {"heading": heading, "field": field_name(understood[heading]) if heading in understood else ""}
        for heading in headings
    ]


def _first(found: Mapping[str, Any], by: Map | None) -> dict[str, Any]:
    """The first rows, under the names of our fields."""
    headings = list(found.get("headings", ()))
    places = [(name, headings.index(heading)) for name, heading in (by.columns if by else {}).items()]
    return {
        "heads": [field_name(name) for name, _place in places],
        "rows": [
            [{"head": field_name(name), "cell": cells[place] if place < len(cells) else ""} for name, place in places]
            for cells in found.get("first", ())
        ],
    }


def _bad(line: list[Any], named: Mapping[str, str]) -> dict[str, Any]:
    number, field, reason, what_to_do, *_cells = line
    return {"row": number, "field": named.get(field, field), "reason": _(reason), "remedy": remedy(field, what_to_do)}


def _trouble(row: BroughtFile) -> str:
    said, values = row.trouble.get("said", ""), row.trouble.get("values", {})
    return said and (in_words(said, values) if values else _(said))


def _line(row: BroughtFile) -> dict[str, Any]:
    """A file among those that are being brought."""
    return {"file": row, "title": _title(row)}


def _title(row: BroughtFile) -> str:
    """What kind of list it is, once that is known."""
    if row.is_closing:
        return _("Everybody’s hours at the end")
    return kind_name(row.kind) if row.kind else ""


def _found(request: MemberRequest, file: UUID) -> BroughtFile:
    """A file of this broker's; to anybody else there is no such page."""
    _or_not_there(request)
    row = brought.of(request.actor).select_related("community", "brought_by").filter(public_id=file).first()
    if row is None:
        raise Http404
    return row


def _or_not_there(request: MemberRequest) -> None:
    if not policy.may(request.actor, "people.read_brought"):
        raise Http404
