"""Files of others: a manifest brought and handed out, a history brought, and the names in it."""

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from coproduce.arenas.making.actions.histories import bring_history, claim_changes, take_name_off
from coproduce.arenas.making.actions.manifests import ManifestBrought, bring_manifest
from coproduce.arenas.making.forms import BeginForm, HistoryForm, ManifestForm, NameOffForm
from coproduce.arenas.making.pages.designs import design_of, speaks
from coproduce.arenas.making.queries import designs as known
from coproduce.arenas.making.queries.manifests import FORMS, written
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, refused
from coproduce.community.people.doing import Button, shown
from coproduce.core.refusal import Refusal


@never_cache
def bring(request: MemberRequest) -> HttpResponse:
    """Bring a design as Open Know-How has it: what was taken, and what in its file is to be mended."""
    if not policy.may(request.actor, "making.read_page") or not speaks(request):
        raise Http404
    form = ManifestForm(request.POST or None, request.FILES or None, initial={"request_id": uuid4()})
    found: ManifestBrought | None = None
    if request.method == "POST" and form.is_valid():
        outcome = bring_manifest(request.actor, **form.arguments())
        if isinstance(outcome, Refusal):
            form.add_error("file" if outcome.field == "text" else None, refused(outcome))
        else:
            found = outcome.value
            form = ManifestForm(initial={"request_id": uuid4()})
    row = known.designs(request.actor).filter(public_id=found.design).first() if found else None
    said = {"form": form, "found": found, "row": row}
    return render(request, "making/bring.html", said, status=422 if form.errors else 200)


def out(request: MemberRequest, design: UUID) -> HttpResponse:
    """The manifest of a design as a file: as it came, or `?form=toml` or `yaml`."""
    row = design_of(request, design)
    form = request.GET.get("form", "")
    name, text = written(row, FORMS.get(form, ""))
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@never_cache
def history(request: MemberRequest, design: UUID) -> HttpResponse:
    """Who worked on a design elsewhere: the history brought, one's own part in it claimed, a name taken off."""
    actor, row = request.actor, design_of(request, design)
    names = known.named_elsewhere(row)
    buttons = {}
    if speaks(request):
        buttons["mine"] = Button(BeginForm, claim_changes, {}, {})
        if policy.may(actor, "making.bring_history", policy.towards(actor, row.keeper_id)):
            buttons["history"] = Button(HistoryForm, bring_history, {"design": design}, {})
            if names:
                buttons["off"] = Button(NameOffForm, take_name_off, {"design": design}, {})
    came = known.changes(row).exclude(commit="")
    said = {"row": row, "names": names, "changes": came[:50], "number": came.count()}
    return shown(request, "making/history.html", buttons, said, {"name": [(one, one) for one in names]})
