"""One thing somebody builds or built: how it went, its picture, and what broke."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.arenas.making.actions.builds import finish_build, report_defect
from coproduce.arenas.making.consents import PICTURES
from coproduce.arenas.making.forms import DefectForm, FinishForm
from coproduce.arenas.making.models import Build
from coproduce.arenas.making.pages.designs import build_line, speaks
from coproduce.arenas.making.queries import designs as known
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest
from coproduce.community.people.consent.queries import consents_to
from coproduce.community.people.doing import Button, shown
from coproduce.community.people.queries import apart_from, myself
from coproduce.community.people.uploads import files
from coproduce.community.people.uploads.pages import InMemory, as_picture


@csrf_exempt
def page(request: MemberRequest, build: UUID) -> HttpResponse:
    """One build; a picture that is sent with it stays in memory until it is made anew."""
    request.upload_handlers = [InMemory(request)]
    return _page(request, build)


@csrf_protect
@never_cache
@require_http_methods(["GET", "POST"])
def _page(request: MemberRequest, build: UUID) -> HttpResponse:
    actor, row = request.actor, _build_of(request, build)
    is_mine = row.agent_id == actor.agent_id
    buttons = {}
    if speaks(request):
        buttons["defect"] = Button(DefectForm, report_defect, {"build": build}, {})
        if is_mine:
            buttons["finish"] = Button(FinishForm, finish_build, {"build": build}, {"words": row.words})
    said = {
        **build_line(row, known.shows_pictures(actor)),
        "design": row.design,
        "is_mine": is_mine,
        "says_yes": is_mine and consents_to(row.agent_id, PICTURES),
        "scope": PICTURES,
        "myself": myself(actor).public_id if is_mine else None,
        "defects": row.defects.select_related("agent", "mended_by").order_by("-said_at", "-pk"),
    }
    return shown(request, "making/build.html", buttons, said, {})


@require_safe
def picture(request: MemberRequest, build: UUID) -> HttpResponse:
    """The picture of something built, while whoever built it says yes to that."""
    row = known.picture(request.actor, _build_of(request, build))
    if row is None or not files.place_of(row.name).is_file():
        raise Http404
    return as_picture(row)


def _build_of(request: MemberRequest, build: UUID) -> Build:
    if not policy.may(request.actor, "making.read_page"):
        raise Http404
    here = Build.objects.select_related("design", "agent", "picture").exclude(agent__in=apart_from(request.actor))
    row = here.filter(design__community_id=request.actor.community_id, public_id=build).first()
    if row is None:
        raise Http404
    return row
