"""Are the books right? The last proof, the seal that stands, and where seals went; proving and sealing now."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, refused
from coproduce.community.ledger.proving.actions import verify
from coproduce.community.ledger.proving.forms import AnchorForm, VerifyForm
from coproduce.community.ledger.proving.queries import how_found
from coproduce.community.ledger.seals.actions import anchor, seal
from coproduce.community.ledger.seals.sealing import head_of
from coproduce.core.refusal import Refusal


@require_http_methods(["GET", "POST"])
def proof(request: MemberRequest) -> HttpResponse:
    """How the books were found; adding them up now."""
    form = VerifyForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and how_found(request.actor) and form.is_valid():
        outcome = verify(request.actor, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("proof", community=request.community.slug)
        form.add_error("anchor" if outcome.field else None, refused(outcome))
    return _shown(request, {"verify": form})


@require_POST
def seal_now(request: MemberRequest) -> HttpResponse:
    """Seal what was written down since."""
    form = Once(request.POST)
    if form.is_valid():
        outcome = seal(request.actor, **form.cleaned_data)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        else:
            messages.success(request, _("All that was written down is sealed."))
    return redirect("proof", community=request.community.slug)


@require_POST
def give_out(request: MemberRequest) -> HttpResponse:
    """Write down where the seal is kept."""
    form = AnchorForm(request.POST)
    if how_found(request.actor) and form.is_valid():
        outcome = anchor(request.actor, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            said = _("Copy it there as it stands: %(seal)s") % {"seal": outcome.value.seal}
            messages.success(request, said)
            return redirect("proof", community=request.community.slug)
        form.add_error("place" if outcome.field else None, refused(outcome))
    return _shown(request, {"anchor": form})


def _shown(request: MemberRequest, asked: dict[str, Any]) -> HttpResponse:
    found = how_found(request.actor)
    if found is None:
        raise Http404
    forms = {
        "verify": VerifyForm(initial={"request_id": uuid4()}),
        "anchor": AnchorForm(initial={"request_id": uuid4()}),
        **asked,
    }
    faulty = next((form for form in asked.values() if form.errors), None)
    given = [{"seal": head_of(row.block), "row": row} for row in found.anchors]
    shown = {"found": found, "form": faulty, "forms": forms, "given": given, "seal_id": uuid4()}
    return render(request, "ledger/proof.html", shown, status=422 if faulty else 200)
