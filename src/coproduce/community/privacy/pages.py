"""What is kept about somebody, who looked, taking it along, being forgotten; and how long what is kept."""

from uuid import UUID, uuid4

from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.community.base import policy
from coproduce.community.base.forms import Once
from coproduce.community.base.one import the_one
from coproduce.community.base.page import Door, MemberRequest, asks_again_to_send, for_another, page_of, refused
from coproduce.community.people.models import Membership
from coproduce.community.people.queries import myself
from coproduce.community.privacy.actions import erase, is_forgotten
from coproduce.community.privacy.archive import archive_of, as_zip, said
from coproduce.community.privacy.looking import in_words, my_looks
from coproduce.community.privacy.registry import AFTER_LEAVING, by_how_long
from coproduce.community.privacy.retention import due
from coproduce.community.privacy.words import called
from coproduce.core.refusal import Refusal

DOORS = (
    Door(_("What is kept about them"), "privacy_of", "privacy.read_archive", "member", own=_("What is kept about me")),
    Door(_("What is kept, and for how long"), "retention", "privacy.read_retention", "settings"),
)

#: How many of those who looked stand on one's page itself.
NEWEST = 3


def own(request: MemberRequest) -> HttpResponse:
    """To one's own page."""
    return redirect("privacy_of", community=request.community.slug, member=myself(request.actor).public_id)


@never_cache
@require_safe
def kept(request: MemberRequest, member: UUID) -> HttpResponse:
    """What can be asked for: the letter, everything as files, who looked, and to be forgotten."""
    whose = _whose(request, "privacy.read_archive", member)
    may_erase = policy.may(request.actor, "privacy.erase", policy.towards(request.actor, whose.agent_id))
    about = _about(request, whose)
    looks = in_words(my_looks(request.actor)[:NEWEST]) if about["is_me"] else ()
    return render(request, "privacy/kept.html", {**about, "looks": looks, "may_erase": may_erase})


@never_cache
@require_POST
def taken(request: MemberRequest, member: UUID) -> HttpResponse:
    """Everything, as one file; or, asked for `as` a letter, the letter alone to print. That it was read is noted."""
    archive = archive_of(request.actor, member)
    if archive is None:
        raise Http404
    if request.POST.get("as") == "letter":
        return render(request, "privacy/letter_page.html", {"archive": archive, **said(archive)})
    answer = HttpResponse(as_zip(archive), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="everything-about-me.zip"'
    return answer


@never_cache
@require_safe
def looked(request: MemberRequest) -> HttpResponse:
    """Who looked at what is kept about me, when, and for what."""
    page = page_of(my_looks(request.actor), request)
    return render(request, "privacy/looked.html", {"page": page, "looks": in_words(list(page))})


@asks_again_to_send
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: MemberRequest, member: UUID) -> HttpResponse:
    """Two questions: what goes and what stays, then whether it shall be so. Nothing brings it back."""
    whose = _whose(request, "privacy.erase", member)
    about = _about(request, whose)
    form = Once(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = erase(request.actor, member=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            if about["is_me"]:
                logout(request)
            return render(request, "privacy/forgotten.html", {"state": outcome.value.state, **about})
        form.add_error(None, refused(outcome))
    is_sure = "sure" in request.GET or request.method == "POST"
    shown = {"form": form, **about}
    template = "privacy/forget_sure.html" if is_sure else "privacy/forget.html"
    return render(request, template, shown, status=422 if form.errors else 200)


@for_another
@require_safe
def record(request: MemberRequest) -> HttpResponse:
    """What this program keeps about people: whose, what for and for how long, from the models themselves."""
    if not policy.may(request.actor, "privacy.read_record"):
        raise Http404
    times = by_how_long()
    groups = [
        (
            how_long,
            [
                {"name": called(one), "purposes": list(dict.fromkeys(one.fields.values())), "is_logged": one.log_reads}
                for one in kept
            ],
        )
        for how_long, kept in times.items()
    ]
    may_count = policy.may(request.actor, "privacy.read_retention")
    said = {"groups": groups, "number": sum(map(len, times.values())), "may_count": may_count}
    return render(request, "privacy/record.html", said)


@never_cache
@require_http_methods(["GET", "POST"])
def retention(request: MemberRequest) -> HttpResponse:
    """What goes by itself and after how many days; counted, without a look at what it says, when asked for."""
    if not policy.may(request.actor, "privacy.read_retention"):
        raise Http404
    counted = due(request.actor.community_id) if request.method == "POST" else None
    return render(request, "privacy/retention.html", {"counted": counted, "years": AFTER_LEAVING // 365})


def _whose(request: MemberRequest, verb: str, member: UUID) -> Membership:
    """The membership of the page, if this reader may do this to it; else there is no such page."""
    found = the_one(
        Membership.objects.filter(
            community_id=request.actor.community_id, agent__public_id=member, agent__merged_into=None
        ).select_related("agent", "person")
    )
    if (
        found is None
        or is_forgotten(found)
        or not policy.may(request.actor, verb, policy.towards(request.actor, found.agent_id))
    ):
        raise Http404
    return found


def _about(request: MemberRequest, whose: Membership) -> dict[str, object]:
    return {"whose": whose.agent, "is_me": whose.agent_id == request.actor.agent_id}
