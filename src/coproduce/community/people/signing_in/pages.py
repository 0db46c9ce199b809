"""How somebody signs in, for the desk: their word, a card, and what to do when a telephone is lost."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from coproduce.community.base import clock, policy
from coproduce.community.base.forms import Once
from coproduce.community.base.page import MemberRequest, asks_again, refused
from coproduce.community.base.wire import Secret
from coproduce.community.people import cards
from coproduce.community.people.models import Card, Membership
from coproduce.community.people.queries import member_for
from coproduce.community.people.roles.queries import opens_nothing
from coproduce.community.people.rules import is_public_id
from coproduce.community.people.signing_in.actions import choose_word, lost_phone, print_card
from coproduce.community.people.signing_in.forms import WordForm
from coproduce.core.refusal import Refusal


def shown(request: MemberRequest, member: UUID) -> HttpResponse:
    """What the desk can do so that somebody comes in, and when their cards were used."""
    whose = _whose(request, "people.print_card", member)
    account = whose.person.account
    said = {
        "whose": whose,
        "has_email": bool(account and account.email),
        "has_word": bool(account and account.word_hash),
        "has_role": bool(set(whose.roles) - opens_nothing()),
        "cards": Card.objects.filter(account=account).order_by("-made_at")[:5] if account else [],
        "request_id": uuid4(),
    }
    return render(request, "people/signing_in.html", said)


@asks_again
@never_cache
def word(request: MemberRequest, member: UUID) -> HttpResponse:
    """The member types a word twice, on the desk's screen, and the desk looks away."""
    whose = _whose(request, "people.choose_word", member)
    form = WordForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = choose_word(
            request.actor,
            member=member,
            word=Secret(form.cleaned_data["word"]),
            request_id=form.cleaned_data["request_id"],
        )
        if not isinstance(outcome, Refusal):
            messages.success(request, gettext("The word is chosen. Nobody can read it, and a letter says so."))
            return _back(request, whose)
        form.add_error(outcome.field if outcome.field in form.fields else None, refused(outcome))
    said = {"form": form, "whose": whose, "is_me": whose.agent_id == request.actor.agent_id}
    return render(request, "people/word.html", said, status=422 if form.errors else 200)


@asks_again
def lost(request: MemberRequest, member: UUID) -> HttpResponse:
    """Says first what ends, then ends it, and shows the new card."""
    whose = _whose(request, "people.lost_phone", member)
    is_me = whose.agent_id == request.actor.agent_id
    form = Once(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        outcome = lost_phone(request.actor, member=member, **form.cleaned_data)
        if not isinstance(outcome, Refusal):
            messages.success(request, gettext("Done. Whoever has that telephone is shut out."))
            by_desk = outcome.value.page and not is_me
            return HttpResponseRedirect(outcome.value.page) if by_desk else _back(request, whose)
        form.add_error(None, refused(outcome))
    said = {"form": form, "whose": whose, "is_me": is_me}
    return render(request, "people/lost_phone.html", said, status=422 if form.errors else 200)


@require_POST
def make_card(request: MemberRequest, member: UUID) -> HttpResponse:
    """Make a card and go to the page that prints it; without a word, to where one is chosen."""
    said = request.POST.get("request_id", "")
    outcome = print_card(request.actor, member=member, request_id=UUID(said) if is_public_id(said) else uuid4())
    if not isinstance(outcome, Refusal):
        return HttpResponseRedirect(outcome.value.page)
    if outcome.code == "NO_WORD":
        messages.warning(request, refused(outcome))
        return redirect("choose_word", community=request.community.slug, member=member)
    return render(request, "people/no_card.html", {"refusal": refused(outcome), "member": member}, status=422)


@never_cache
def card(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """The card, for whoever made it, until it is used or too old."""
    made = (
        Card.objects.filter(
            request_id=request_id,
            made_by=request.actor.agent_id or 0,
            spent_at=None,
            until__gt=clock.now(),
            account__person__memberships__community_id=request.actor.community_id,
        )
        .select_related("account__person")
        .first()
    )
    if made is None:
        raise Http404
    whose = Membership.objects.select_related("agent").get(
        community_id=request.actor.community_id, person=made.account.person
    )
    return render(
        request,
        "card.html",
        {
            "name": whose.agent.name,
            "code": cards.code_of(request_id),
            "until": made.until,
            "address": request.build_absolute_uri("/sign-in/"),
        },
    )


def _whose(request: MemberRequest, verb: str, member: UUID) -> Membership:
    """The member of the page, if this reader may do this to them; else there is no such page."""
    if (found := member_for(request.actor, verb, member)) is None:
        raise Http404
    return found


def _back(request: MemberRequest, whose: Membership) -> HttpResponse:
    """Where the reader came from: the desk's page of them, or one's own."""
    if policy.may(request.actor, "people.print_card"):
        return redirect("signing_in", community=request.community.slug, member=whose.agent.public_id)
    return redirect("member", community=request.community.slug, member=whose.agent.public_id)
