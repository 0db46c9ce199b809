"""Pasting a chat or an e-mail at the desk: drafts to look at, put right and confirm, and the rest as it was.

Two steps, and nothing between them but the form itself: no session, no table and no file holds the paste. Back and
forth on the second page writes nothing; the one filled button does, and only what is ticked.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from coproduce.community.base import clock, policy
from coproduce.community.base.page import MemberRequest, refused
from coproduce.community.exchange.actions import withdraw
from coproduce.community.exchange.models import Commitment, Intent
from coproduce.community.exchange.pasting import actions as pasting
from coproduce.community.exchange.pasting.actions import Town
from coproduce.community.exchange.pasting.drafts import Draft, Plain
from coproduce.community.exchange.pasting.forms import (
    PasteForm,
    RowForm,
    SealError,
    by_hand,
    plain_of,
    row_of,
    sealed,
    unsealed,
)
from coproduce.community.people.rules import is_public_id
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

TOO_OLD = Refusal(
    "TOO_OLD", "That page was open too long, and nothing of it was kept. Paste the messages again.", "text"
)

_ROW = re.compile(r"(r|p)(\d{1,3})-seal")

#: Which field of a row a verb means when it refuses.
FIELDS = {
    "who": "who",
    "for_": "who",
    "givers": "other",
    "receivers": "other",
    "receiver": "other",
    "category": "category",
    "words": "words",
    "until_on": "until_on",
    "time": "time",
    "done_on": "done_on",
    "week": "suits",
    "on_dates": "suits",
    "other": "other",
}


@csrf_exempt
def paste(request: MemberRequest) -> HttpResponse:
    """The form for a paste, or what was sent from it. A file that is sent along stays in memory, never on a disk."""
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    return _page(request)


@csrf_protect
@never_cache
@sensitive_post_parameters()
def _page(request: MemberRequest) -> HttpResponse:
    if not policy.may(request.actor, "exchange.read_paste"):
        raise Http404
    if request.method != "POST":
        return _first(request, PasteForm())
    if "page" in request.POST:
        try:
            return _second(request)
        except SealError:
            return _first(request, PasteForm({}), TOO_OLD)
    return _read(request)


def _first(request: MemberRequest, form: PasteForm, refusal: Refusal | None = None) -> HttpResponse:
    if refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refused(refusal))
    return render(request, "exchange/paste.html", {"form": form}, status=422 if form.errors else 200)


def _read(request: MemberRequest) -> HttpResponse:
    """The first look at what was pasted."""
    form = PasteForm(request.POST, request.FILES)
    if not form.is_valid():
        return _first(request, form)
    text = _text(request, form)
    town = Town.of(request.actor, clock.today(request.community.time_zone))
    found = text if isinstance(text, Refusal) else pasting.read(
        request.actor, text, town, form.cleaned_data["since"]
    )  # fmt: skip
    if isinstance(found, Refusal):
        if found.code == "TOO_LONG":
            form = PasteForm({"text": ""})
        return _first(request, form, found)
    drafts = [one for one in found if isinstance(one, Draft)]
    listed = pasting.standing(request.actor, drafts)
    rows = []
    for number, draft in enumerate(drafts):
        said, read = row_of(draft, town, is_listed=(draft.kind, draft.member or "", draft.words) in listed)
        seal = sealed(request.actor.community_id, read)
        rows.append(RowForm(said | {"seal": seal}, read, town, f"r{number}", is_confirming=False))
    plain = [plain_of(one, town) for one in found if isinstance(one, Plain) and one.words.strip()]
    return _drafts(request, rows, plain, [])


def _text(request: MemberRequest, form: PasteForm) -> str | Refusal:
    """What was pasted, or the letters of the file that was chosen."""
    file: UploadedFile[Any] | None = form.cleaned_data["file"]
    if file is None:
        if int(request.META.get("CONTENT_LENGTH") or 0) > 2 * len(form.cleaned_data["text"].encode()) + 2_000_000:
            return replace(pasting.TOO_LONG, field="file")  # a file too large to be taken into memory
        return str(form.cleaned_data["text"])
    raw: bytes = file.read()
    for coding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(coding)
        except UnicodeDecodeError:
            continue
    return replace(pasting.NO_TEXT, field="file")


def _second(request: MemberRequest) -> HttpResponse:
    """What was pressed under the drafts: confirm, look again, make a draft by hand, take something back."""
    town = Town.of(request.actor, clock.today(request.community.time_zone))
    is_confirming = request.POST.get("do") == "confirm"
    rows, plain = _rows(request, town, is_confirming=is_confirming)
    done = [ref for one in request.POST.getlist("done") if (ref := _ref(one))]
    notes: list[str] = []
    if "make" in request.POST:
        rows, plain = _made(request, town, rows, plain, notes)
    elif "undo" in request.POST:
        _undo(request, done, notes)
    elif is_confirming:
        rows, done = _confirm(request, rows, done, notes)
    return _drafts(request, rows, plain, done, notes, is_confirming=is_confirming)


def _rows(request: MemberRequest, town: Town, *, is_confirming: bool) -> tuple[list[RowForm], list[dict[str, Any]]]:
    """The drafts and the plain words as they came back. Raises SealError."""
    rows, plain = [], []
    for name in request.POST:
        if found := _ROW.fullmatch(name):
            read = unsealed(request.actor.community_id, request.POST[name])
            if found[1] == "p":
                plain.append(read)
                continue
            prefix = f"r{found[2]}"
            said = {field: request.POST.get(f"{prefix}-{field}", "") for field in RowForm.base_fields}
            rows.append(RowForm(said, read, town, prefix, is_confirming=is_confirming))
    return rows, plain


def _ref(text: str) -> tuple[str, UUID] | None:
    """What was written down before, as the page names it: `need:…`."""
    kind, _colon, id = text.partition(":")
    return (kind, UUID(id)) if kind in pasting.KINDS and is_public_id(id) else None


def _made(
    request: MemberRequest, town: Town, rows: list[RowForm], plain: list[dict[str, Any]], notes: list[str]
) -> tuple[list[RowForm], list[dict[str, Any]]]:
    """Plain words become a row because the broker says what they are."""
    kind, _colon, place = str(request.POST["make"]).partition(":")
    if kind not in ("need", "offer", "gave", "got") or not place.isdecimal() or int(place) >= len(plain):
        return rows, plain
    if len(rows) >= pasting.MOST_DRAFTS:
        notes.append(_("The page is full: confirm some of it first."))
        return rows, plain
    said, read = by_hand(plain[int(place)], kind)
    seal = sealed(request.actor.community_id, read)
    number = 1 + max((int(str(row.prefix)[1:]) for row in rows), default=-1)
    row = RowForm(said | {"seal": seal}, read, town, f"r{number}", is_confirming=False)
    return [*rows, row], [one for number, one in enumerate(plain) if number != int(place)]


def _undo(request: MemberRequest, done: list[tuple[str, UUID]], notes: list[str]) -> None:
    """Take an offer or a need off the list again."""
    ref = _ref(request.POST["undo"])
    if ref is None or ref not in done or ref[0] == "done":
        return
    page = request.POST["page"]
    request_id = uuid5(UUID(page) if is_public_id(page) else uuid4(), str(ref[1]))
    outcome = withdraw(request.actor, id=ref[1], request_id=request_id)
    if isinstance(outcome, Refusal):
        notes.append(refused(outcome))


def _confirm(
    request: MemberRequest, rows: list[RowForm], done: list[tuple[str, UUID]], notes: list[str]
) -> tuple[list[RowForm], list[tuple[str, UUID]]]:
    """Each ticked row through its own verb; what is refused stays, with its sentence."""
    left, written = [], list(done)
    if not any(row["tick"].value() for row in rows):
        notes.append(_("Tick what is right first. Nothing was written down."))
    for row in rows:
        if not row.is_valid() or not row.cleaned_data["tick"]:
            left.append(row)
            continue
        outcome = pasting.confirm(request.actor, row.confirmed(), row.cleaned_data["request_id"])
        if isinstance(outcome, Refusal):
            row.add_error(FIELDS.get(outcome.field), refused(outcome))
            left.append(row)
        else:
            written.append(outcome)
    return left, list(dict.fromkeys(written))


def _drafts(
    request: MemberRequest,
    rows: list[RowForm],
    plain: list[dict[str, Any]],
    done: list[tuple[str, UUID]],
    notes: list[str] | None = None,
    *,
    is_confirming: bool = False,
) -> HttpResponse:
    for number, row in enumerate(rows, start=1):
        row.place = number
        row.is_valid()  # whom a part of a name means is found here
    has_errors = is_confirming and any(row.errors for row in rows)
    return render(
        request,
        "exchange/paste_drafts.html",
        {
            "page_id": uuid4(),
            "rows": rows,
            "has_errors": has_errors,
            "plain": [_shown(request, one) for one in plain],
            "done": [_done(kind, row) for kind, row in pasting.written(request.actor, done)],
            "notes": notes or [],
        },
        status=422 if has_errors else 200,
    )


def _shown(request: MemberRequest, read: dict[str, Any]) -> dict[str, Any]:
    return {**read, "day": date.fromisoformat(read["said_on"]), "seal": sealed(request.actor.community_id, read)}


def _done(kind: str, row: Any) -> dict[str, Any]:
    """What was written down, in the words of the page."""
    shown = {
        "kind": kind,
        "ref": f"{kind}:{row.public_id}",
        "words": row.words,
        "category": row.category.name,
        "row": row,
    }
    if kind != "done":
        return shown | {"name": row.agent.name, "is_off": row.state == Intent.WITHDRAWN}
    parts = list(row.commitments.all())
    sides = {
        side: next(part for part in parts if part.side == side) for side in (Commitment.GIVES, Commitment.RECEIVES)
    }
    minutes = sides[Commitment.GIVES].minutes
    return shown | {
        "name": sides[Commitment.GIVES].agent.name,
        "other": sides[Commitment.RECEIVES].agent.name,
        "time": HOURS(minutes) if minutes else "",
    }
