"""The two lists, one's own part of them, saying what you need or would do, and writing down help of one's own."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from coproduce.community.base import clock, policy
from coproduce.community.base.flow import Answers, Flow, Question
from coproduce.community.base.page import (
    Door,
    MemberRequest,
    Place,
    SeeOther,
    as_csv,
    doors,
    for_another,
    page_of,
    refused,
)
from coproduce.community.exchange.actions import need, offer, pause, renew, withdraw
from coproduce.community.exchange.forms import (
    DAYS,
    PARTS_SAID,
    BeginForm,
    DayForm,
    HelpKindForm,
    HowManyForm,
    KeepingForm,
    KindOfForm,
    SideForm,
    TimeForm,
    UntilForm,
    WeekForm,
    WhatForm,
    WithWhom,
    WordsForm,
    where_to_belong,
)
from coproduce.community.exchange.models import Intent, Need, Offer
from coproduce.community.exchange.occasions.pages import my_places
from coproduce.community.exchange.occasions.queries import places_of
from coproduce.community.exchange.queries import categories, open_needs, open_offers, own, with_my_thread
from coproduce.community.exchange.rules import USUAL, Intention
from coproduce.community.exchange.threads.actions import propose
from coproduce.community.exchange.threads.hours import record
from coproduce.community.exchange.threads.taking_part import InThread
from coproduce.community.people.choosing import who
from coproduce.community.people.models import Neighbourhood
from coproduce.community.people.queries import agent, myself
from coproduce.community.people.rules import is_public_id
from coproduce.core.refusal import Refusal
from coproduce.core.week import PARTS, times_of, week_of

PLACES = (
    Place(gettext_lazy("Needs"), "needs", "ask", "exchange.read_lists", begins="exchange/needs", tap=2),
    Place(gettext_lazy("Threads"), "threads", "message", "exchange.read_threads", begins="exchange/threads", tap=3),
)

DOORS = (
    Door(gettext_lazy("What they agreed to"), "ward_threads", "exchange.read_ward", "ward"),
    Door(gettext_lazy("Who is new here"), "newcomers", "exchange.settle_member", "home"),
    Door(
        gettext_lazy("How many times are left"), "settling", "exchange.read_settling", "newcomer",
        own=gettext_lazy("How many times are left"),
    ),
    Door(gettext_lazy("What people do for each other"), "kinds", "exchange.change_category", "settings"),
)  # fmt: skip

#: What may be done to an offer or a need of one's own, by the word on its button.
KEEPING = {"renew": renew, "pause": pause, "withdraw": withdraw}


@for_another
def needs(request: MemberRequest) -> HttpResponse:
    """What would help people, newest first."""
    return _listed(request, "exchange/needs.html", "needs", Need, open_needs)


@for_another
def offers(request: MemberRequest) -> HttpResponse:
    """What people would do, lend or give, newest first."""
    return _listed(request, "exchange/offers.html", "offers", Offer, open_offers)


def _listed(request: MemberRequest, template: str, name: str, kind: type[Intent], listing: Any) -> HttpResponse:
    asked = {key: request.GET.get(key, "") for key in ("q", "kind", "area", "day", "part")}
    today = clock.today(request.community.time_zone)
    found = listing(request.actor, asked["q"], asked["kind"], asked["area"], _times(asked["day"], asked["part"]), today)
    if request.GET.get("as") == "csv":
        return _file(request, name, found)
    page = page_of(with_my_thread(found, request.actor, kind), request)
    show(request, kind, page)
    areas = Neighbourhood.objects.filter(community_id=request.actor.community_id)
    return render(
        request,
        template,
        {
            "page": page,
            "tab": name,
            **asked,
            "is_narrowed": any(asked[key] for key in ("kind", "area", "day", "part")),
            "is_searched": any(asked.values()),
            "kinds": categories(request.actor),
            "areas": areas.order_by("name").values_list("name", flat=True),
            "days": [(str(number), day) for number, day in enumerate(DAYS)],
            "parts": PARTS_SAID.items(),
        },
    )


def show(request: MemberRequest, kind: type[Intent], rows: Any) -> None:
    """Give each row of `with_my_thread` what its line says and leads to: when it suits, doors, or a way to begin."""
    where = where_to_belong(request.community)
    may_begin = request.actor.agent_id is not None and policy.may(request.actor, "exchange.propose", "own")
    for row in rows:
        is_mine = row.agent_id == request.actor.agent_id
        row.suits = week_in_words(row.week)
        row.doors = doors(request, "need", row.public_id) if kind is Need and not row.arena else []
        row.is_mine, row.where = is_mine, [] if row.arena else where
        row.request_id = uuid4() if may_begin and not is_mine and not row.thread else None


def _times(day: str, part: str) -> int:
    """The week asked for by a day, a part of the day, or both; nothing is any time."""
    days = [int(day)] if day in {str(number) for number in range(7)} else list(range(7))
    parts = [part] if part in PARTS else list(PARTS)
    return 0 if len(days) * len(parts) == 7 * len(PARTS) else week_of((d, p) for d in days for p in parts)


def week_in_words(week: int) -> str:
    """When it suits, read out: each day with its parts; nothing for any time."""
    said: dict[int, list[str]] = {}
    for day, part in times_of(week):
        said.setdefault(day, []).append(str(PARTS_SAID[part]).lower())
    return "; ".join(f"{DAYS[day]} {', '.join(parts)}" for day, parts in said.items())


@for_another
@require_POST
def begin_thread(request: MemberRequest, kind: str, intent: UUID) -> HttpResponse:
    """“I could do this”, “I would like this”: a thread begins, or the one there is already opens."""
    is_need = kind == "needs"
    kind_of, listing = (Need, open_needs) if is_need else (Offer, open_offers)
    found = with_my_thread(listing(request.actor), request.actor, kind_of).filter(public_id=intent).first()
    if found is None or not policy.may(request.actor, "exchange.propose", "own"):
        raise Http404
    slug = request.community.slug
    known = found.thread
    form = BeginForm(request.POST)
    if known is None and form.is_valid():
        about = {"need": intent} if is_need else {"offer": intent}
        once, arena = form.cleaned_data["request_id"], form.cleaned_data["arena"]
        outcome = propose(request.actor, request_id=once, arena=arena, **about)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        else:
            known = outcome.value.agreement
    if known is None:
        return SeeOther(reverse(kind, kwargs={"community": slug}))
    return SeeOther(reverse("thread", kwargs={"community": slug, "thread": known}))


@for_another
def mine(request: MemberRequest) -> HttpResponse:
    """One's own offers and needs: let each stand again, rest, or come off the list."""
    if not policy.may(request.actor, "exchange.renew", "own") or request.actor.agent_id is None:
        raise Http404
    today = clock.today(request.community.time_zone)
    until = today + USUAL
    if request.method == "POST":
        verb, form = KEEPING.get(request.POST.get("what", "")), KeepingForm(request.POST)
        if verb is None or not form.is_valid():
            raise Http404
        said = form.cleaned_data | ({"until_on": until} if verb is renew else {})
        outcome = verb(request.actor, **said)
        if isinstance(outcome, Refusal):
            messages.warning(request, refused(outcome))
        return SeeOther(request.path)
    lists = {"needs": list(own(request.actor, Need)), "offers": list(own(request.actor, Offer))}
    for row in (*lists["needs"], *lists["offers"]):
        row.suits, row.request_id = week_in_words(row.week), uuid4()
        row.is_over = row.until_on is not None and row.until_on < today
    places = my_places(places_of(request.actor))
    return render(request, "exchange/mine.html", {**lists, "coming": places, "tab": "mine", "until": until})


def _file(request: MemberRequest, name: str, found: QuerySet[Intent]) -> HttpResponse:
    heads = [_("said on"), _("who"), _("kind"), _("words"), _("how many"), _("note")]
    made_up = _("demo") if request.community.is_demo else ""
    return as_csv(
        f"{request.community.slug}-{name}",
        heads,
        (
            [row.said_on.isoformat(), row.agent.name, row.category.name, row.words, row.quantity or "", made_up]
            for row in found.iterator(chunk_size=2000)
        ),
    )


def _flow(page: str, verb: Any, plural: str, title: Any, asks: Any, template: str) -> Flow:
    def arguments(request: MemberRequest, said: Answers) -> dict[str, Any]:
        said_on = clock.today(request.community.time_zone)
        intention = Intention(
            str(said["who"]),
            said["category"],
            said["words"],
            said_on,
            said["quantity"],
            week=said["week"],
            until_on=said["until_on"],
        )
        return {plural: (intention,)}

    def name(request: MemberRequest, said: Answers) -> str:
        found = agent(request.actor, UUID(str(said["who"])))
        return found.name if found else ""

    return Flow(
        page=page,
        title=title,
        verb=lambda: verb,
        questions=(
            Question(
                "who",
                gettext_lazy("Who is it for?"),
                gettext_lazy("Whose"),
                who("who"),
                name,
                lambda raw: not raw.get("is_mine"),
                "people/who.html",
            ),
            Question("what", asks, gettext_lazy("In words"), WhatForm, lambda request, said: str(said["words"])),
            Question(
                "kind",
                gettext_lazy("What kind of thing is it?"),
                gettext_lazy("Kind"),
                KindOfForm,
                lambda request, said: str(said["category"]),
            ),
            Question(
                "number",
                gettext_lazy("How many?"),
                gettext_lazy("How many"),
                HowManyForm,
                lambda request, said: str(said["quantity"] or ""),
            ),
            Question(
                "when",
                gettext_lazy("When does it suit?"),
                gettext_lazy("When"),
                WeekForm,
                lambda request, said: week_in_words(said["week"]) or _("Any time"),
                template="exchange/week.html",
            ),
            Question(
                "until",
                gettext_lazy("Until which day?"),
                gettext_lazy("Stands"),
                UntilForm,
                lambda request, said: (
                    _("until %(day)s") % {"day": date_format(said["until_on"])} if said["until_on"] else _("for good")
                ),
            ),
        ),
        arguments=arguments,
        do_it=gettext_lazy("Put it on the list"),
        done_template=template,
        after=lambda request, said, receipt: {"said": said},
        fields={"words": "what", "category": "kind", "quantity": "number", "week": "when", "until_on": "until"},
    )


NEED = _flow(
    "new_need",
    need,
    "needs",
    gettext_lazy("Say what would help"),
    gettext_lazy("What would help?"),
    "exchange/need_listed.html",
)
OFFER = _flow(
    "new_offer",
    offer,
    "offers",
    gettext_lazy("Offer something"),
    gettext_lazy("What would you enjoy doing?"),
    "exchange/offer_listed.html",
)


def _recorded(request: MemberRequest, said: Answers) -> dict[str, Any]:
    side = "receivers" if said["side"] == "gave" else "givers"
    return {
        side: (said["other"],),
        "time": said["time"],
        "done_on": said["done_on"],
        "category": said["category"],
        "words": said["words"],
        "arena": said.get("arena", ""),
    }


def _other(request: MemberRequest, said: Answers) -> str:
    found = agent(request.actor, UUID(str(said["other"])))
    return found.name if found else ""


def _after(request: MemberRequest, said: Answers, receipt: InThread) -> dict[str, Any]:
    return {"said": said, "other": _other(request, said), "receipt": receipt}


RECORD = Flow(
    page="record_own",
    title=gettext_lazy("Write down help"),
    verb=lambda: record,
    questions=(
        Question(
            "side",
            gettext_lazy("Did you help, or were you helped?"),
            gettext_lazy("You"),
            SideForm,
            lambda request, said: _("helped someone") if said["side"] == "gave" else _("were helped"),
            template="exchange/side.html",
        ),
        Question(
            "other", gettext_lazy("With whom?"), gettext_lazy("With"), WithWhom, _other, template="people/who.html"
        ),
        Question(
            "time",
            gettext_lazy("How long did it take?"),
            gettext_lazy("Time"),
            TimeForm,
            lambda request, said: str(said["time"]),
        ),
        Question(
            "day",
            gettext_lazy("Which day was it?"),
            gettext_lazy("Day"),
            DayForm,
            lambda request, said: date_format(said["done_on"]),
        ),
        Question(
            "kind",
            gettext_lazy("What kind of help was it?"),
            gettext_lazy("Kind"),
            HelpKindForm,
            lambda request, said: str(said["category"]),
        ),
        Question(
            "words",
            gettext_lazy("In a few words: what was done?"),
            gettext_lazy("In words"),
            WordsForm,
            lambda request, said: str(said["words"]),
        ),
    ),
    arguments=_recorded,
    do_it=gettext_lazy("Write it down"),
    done_template="exchange/recorded.html",
    after=_after,
    fields={"done_on": "day", "category": "kind", "givers": "other", "receivers": "other"},
)


@for_another
def record_own(request: MemberRequest) -> HttpResponse:
    """Begin to write down help one gave or was given."""
    return RECORD.begin(request, {})


@for_another
def record_own_step(request: MemberRequest, draft: UUID, step: str) -> HttpResponse:
    return RECORD.show(request, draft, step)


@for_another
def new_need(request: MemberRequest) -> HttpResponse:
    """Begin to say what would help."""
    return NEED.begin(request, _known(request, "exchange.need"))


@for_another
def need_step(request: MemberRequest, draft: UUID, step: str) -> HttpResponse:
    return NEED.show(request, draft, step)


@for_another
def new_offer(request: MemberRequest) -> HttpResponse:
    """Begin to offer something."""
    return OFFER.begin(request, _known(request, "exchange.offer"))


@for_another
def offer_step(request: MemberRequest, draft: UUID, step: str) -> HttpResponse:
    return OFFER.show(request, draft, step)


def _known(request: MemberRequest, verb: str) -> Answers:
    """A member speaks for themselves; the desk is asked for whom, unless it comes from somebody's page (`?who=`)."""
    if policy.may(request.actor, verb):
        said = request.GET.get("who", "")
        found = agent(request.actor, UUID(said)) if is_public_id(said) else None
        return {"who": str(found.public_id)} if found else {}
    return {"who": str(myself(request.actor).public_id), "is_mine": "1"}
