"""Members, welcoming them, what they can do, and a card for those who are not online."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from coproduce.community.base import policy
from coproduce.community.base.flow import Answers, Flow, Question
from coproduce.community.base.page import Door, MemberRequest, Place, doors, for_another, page_of, refused
from coproduce.community.people.actions import Welcomed, record_strength, welcome
from coproduce.community.people.forms import AreaForm, ContactForm, NameForm, StrengthForm
from coproduce.community.people.guarding.queries import wards
from coproduce.community.people.models import Membership
from coproduce.community.people.queries import agent, agents, members, myself, read_contacts, resting, shows_contacts
from coproduce.community.people.rules import NewMember
from coproduce.community.people.uploads.queries import with_photo
from coproduce.core.refusal import Refusal

PLACES = (
    Place(_("People"), "people", "people", "people.read_members", tap=6),
    Place(_("Safety"), "safety", "shield", "people.read_concerns", tap=1),
)

DOORS = (
    Door(_("Bring your lists"), "bring", "people.read_brought", "settings"),
    Door(_("What we ask whoever would like to join"), "questions", "people.write_question", "settings"),
    Door(_("Roles that members vouch for"), "vouching", "people.set_vouching", "settings"),
    Door(_("Paid hours"), "staff_hours", "people.record_staff_hours", "settings"),
    Door(_("Keys for scripts"), "keys", "people.read_keys", "settings"),
    Door(_("What we say: notices and our agreement"), "wordings", "people.write_wording", "settings"),
    Door(_("Who has not agreed yet"), "not_agreed", "people.write_wording", "settings"),
    Door(_("What they said yes to"), "consents", "people.read_consents", "member", own=_("What I said yes to")),
    Door(_("Pictures"), "pictures", "people.hand_in", "member", own=_("My pictures")),
    Door(_("Checks that run out"), "attestations_due", "people.attest", "home"),
    Door(_("What they do here"), "roles", "people.take_role", "member"),
    Door(_("Who vouches for them"), "vouches", "people.read_vouches", "member", own=_("Who vouches for me")),
    Door(_("Who says yes for them"), "guardians", "people.name_guardian", "member"),
    Door(
        _("Who may do things for them"), "helpers", "people.read_helpers", "member", own=_("Who may do things for me")
    ),
    Door(_("Whom the desk keeps them apart from"), "kept_apart", "people.keep_apart", "member"),
    Door(_("Write down what worries them"), "take_down_concern", "people.raise_concern", "member"),
    Door(_("May they meet?"), "why_not", "people.read_why_not", "member"),
    Door(
        _("Checks and trainings"),
        "attestations",
        "people.read_attestations",
        "member",
        own=_("My checks and trainings"),
    ),
)


@for_another
def listed(request: MemberRequest) -> HttpResponse:
    """Who is here, by name."""
    page = page_of(members(request.actor, request.GET.get("q", "")), request)
    read_contacts(request.actor, page, "list")
    return render(
        request,
        "people/list.html",
        {
            "page": page,
            "q": request.GET.get("q", ""),
            "shows_contacts": shows_contacts(request.actor),
            "may_welcome": policy.may(request.actor, "people.welcome"),
            "may_bring": policy.may(request.actor, "people.read_brought"),
            "resting": resting(request.actor)[:50],
        },
    )


@for_another
def member_page(request: MemberRequest, member: UUID) -> HttpResponse:
    """One member: what they can do, and for the desk how to reach them."""
    found = with_photo(agents(request.actor)).filter(public_id=member).first()
    if found is None:
        raise Http404
    membership = Membership.objects.filter(agent=found).select_related("neighbourhood").first()
    if membership:
        read_contacts(request.actor, [membership], "page")
    is_me = found.pk == request.actor.agent_id
    return render(
        request,
        "people/member.html",
        {
            "agent": found,
            "membership": membership,
            "strengths": found.strengths.order_by("kind", "words"),
            "shows_contacts": shows_contacts(request.actor) or is_me,
            "doors": doors(request, "member", found.public_id, is_me),
            "may_print_card": policy.may(request.actor, "people.print_card") and membership is not None,
            "request_id": uuid4(),
            "is_me": is_me,
            "wards": wards(request.actor) if is_me and request.actor.helped_by is None else [],
            "is_new": membership is not None and membership.settled_on is None and request.community.trial_times > 0,
            "new_doors": doors(request, "newcomer", found.public_id, is_me),
            "may_change": membership is not None and (is_me or policy.may(request.actor, "people.change_details")),
            "may_say_about": membership is not None
            and policy.may(request.actor, "people.say_about_me", policy.towards(request.actor, found.pk)),
            "may_merge": membership is not None and policy.may(request.actor, "people.merge"),
        },
    )


@for_another
def strengths(request: MemberRequest) -> HttpResponse:
    """What I can do, lend, host, or have been through."""
    me = myself(request.actor)
    form = StrengthForm(request.POST or None, initial={"request_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        outcome = record_strength(request.actor, member=me.public_id, **said)
        if not isinstance(outcome, Refusal):
            return redirect("strengths", community=request.community.slug)
        form.add_error(outcome.field or None, refused(outcome))
    mine = me.strengths.order_by("kind", "words")
    status = 422 if form.errors else 200
    return render(request, "people/strengths.html", {"form": form, "strengths": mine}, status=status)


def _after(request: MemberRequest, answers: Answers, receipt: Welcomed) -> dict[str, Any]:
    return {
        "agent": agent(request.actor, receipt.ids[0]) if receipt.ids else None,
        "name": answers["name"],
        "is_known": not receipt.added,
        "has_email": bool(answers["email"]),
        "request_id": uuid4(),
        "doors": doors(request, "member", receipt.ids[0]) if receipt.ids else [],
    }


def _said_contact(request: MemberRequest, answers: Answers) -> str:
    return " · ".join(filter(None, (answers["email"], answers["phone"])))


WELCOME = Flow(
    page="welcome_member",
    title=_("Welcome someone"),
    verb=lambda: welcome,
    questions=(
        Question("name", _("What is their name?"), _("Name"), NameForm, lambda request, said: str(said["name"])),
        Question("contact", _("How can they be reached?"), _("Reached by"), ContactForm, _said_contact),
        Question(
            "area",
            _("Which part do they live in?"),
            _("Lives in"),
            AreaForm,
            lambda request, said: str(said["neighbourhood"]),
        ),
    ),
    arguments=lambda request, said: {
        "members": (NewMember(said["name"], said["email"], said["phone"], said["neighbourhood"]),)
    },
    do_it=_("Welcome them"),
    done_template="people/welcomed.html",
    after=_after,
    fields={"email": "contact", "phone": "contact", "neighbourhood": "area"},
)


def welcome_page(request: MemberRequest) -> HttpResponse:
    """Begin to welcome someone."""
    return WELCOME.begin(request, {})


def welcome_step(request: MemberRequest, draft: UUID, step: str) -> HttpResponse:
    return WELCOME.show(request, draft, step)
