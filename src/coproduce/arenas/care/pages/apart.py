"""Where whoever is visited says, without a reason, who shall not come to them any more; the desk takes it down."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coproduce.arenas.care.forms import NotComeForm
from coproduce.arenas.care.queries.held import read_case
from coproduce.arenas.care.queries.links import to_case, to_own_page
from coproduce.arenas.care.queries.visitors import who_comes
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, refused
from coproduce.community.people.apart.actions import block
from coproduce.core.refusal import Refusal


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: MemberRequest, case: UUID) -> HttpResponse:
    """Says first what happens, then does it."""
    row = read_case(request.actor, case, "page")
    if row is None or not policy.may(request.actor, "people.block", policy.towards(request.actor, row.agent_id)):
        raise Http404
    is_mine = row.agent_id == request.actor.agent_id
    people = who_comes(row)
    choices = [(str(one.public_id), one.name) for one in people]
    form = NotComeForm(choices, request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = block(request.actor, for_=row.agent.public_id, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, _("Noted. They will not come, and nobody is told why."))
            return redirect(to_own_page(request.community.slug) if is_mine else to_case(row))
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "row": row, "is_mine": is_mine, "people": people}
    return render(request, "care/apart.html", said, status=422 if form.errors else 200)
