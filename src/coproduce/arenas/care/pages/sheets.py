"""What is printed: a sheet of cards for the ward, and the list on one A4 sheet."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coproduce.arenas.care.actions.cards import print_cards, record_tally
from coproduce.arenas.care.forms import ANSWER_WORDS, BatchForm, TallyForm
from coproduce.arenas.care.models import CardBatch
from coproduce.arenas.care.queries.cards import batches
from coproduce.arenas.care.queries.here import here
from coproduce.arenas.care.queries.mine import visit_to
from coproduce.arenas.care.queries.numbers import number_on
from coproduce.arenas.care.rules.cards import as_printed
from coproduce.arenas.care.rules.checklist import QUESTIONS
from coproduce.community.base import policy
from coproduce.community.base.one import the_one
from coproduce.community.base.page import MemberRequest, refused
from coproduce.core.refusal import Refusal


@never_cache
def cards(request: MemberRequest) -> HttpResponse:
    """Make cards, and write down how many the ward handed out."""
    if not policy.may(request.actor, "care.print_cards"):
        raise Http404
    is_tally = "tally-batch" in request.POST
    rows = batches(request.actor)
    start = {"request_id": uuid4()}
    form = BatchForm(None if is_tally else request.POST or None, initial=start)
    tally = TallyForm([_batch(one) for one in rows], request.POST if is_tally else None, initial=start)
    if tally.is_bound and tally.is_valid():
        told = record_tally(request.actor, **tally.cleaned_data)
        if not isinstance(told, Refusal):
            messages.success(request, _("Noted."))
            return redirect("care_cards", community=request.community.slug)
        tally.add_error(told.field if told.field in tally.fields else None, refused(told))
    if form.is_bound and form.is_valid():
        outcome = print_cards(request.actor, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            return redirect("care_sheet", community=request.community.slug, batch=outcome.value.batch)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "tally": tally, "rows": rows}
    return render(request, "care/cards.html", said, status=422 if form.errors or tally.errors else 200)


def _batch(one: dict[str, Any]) -> tuple[str, str]:
    """A batch by when it was made and how many are in it, the latest first; two of one day by how many were opened."""
    row = one["row"]
    said = {"day": date_format(row.printed_on), "size": row.size, "opened": one["opened"]}
    return str(row.public_id), _("%(day)s: %(size)s cards, %(opened)s opened") % said


@never_cache
@require_safe
def sheet(request: MemberRequest, batch: UUID) -> HttpResponse:
    """The cards of a batch, to be cut apart."""
    found = the_one(CardBatch.objects.filter(community_id=request.actor.community_id, public_id=batch))
    if found is None or not policy.may(request.actor, "care.print_cards"):
        raise Http404
    numbers = [as_printed(number_on(found, place)) for place in range(1, found.size + 1)]
    return render(request, "care/sheet.html", {"numbers": numbers, "batch": found, "day": found.printed_on})


@never_cache
@require_safe
def checklist(request: MemberRequest, visit: UUID) -> HttpResponse:
    """The list on paper, to be typed in later; no address stands on it."""
    found = visit_to(request.actor, visit)
    if found is None:
        raise Http404
    said = {
        "visit": found,
        "questions": QUESTIONS,
        "answers": list(ANSWER_WORDS.values()),
        "rules": here(request.community).rules,
        "day": here(request.community).today,
        "code": str(found.public_id)[:8].upper(),
    }
    return render(request, "care/checklist.html", said)
