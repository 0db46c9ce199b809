"""Lists of offers and needs, and threads, starting from what this actor may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from coproduce.community.base import audit, clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.exchange.categories.kinds import found_in
from coproduce.community.exchange.models import Agreement, Ask, Category, Commitment, Intent, Need, Offer
from coproduce.community.exchange.naming import Kinds
from coproduce.community.people.consent.queries import consenting
from coproduce.community.people.consents import TELEPHONE
from coproduce.community.people.meet import may_meet, those_to_meet
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.community.people.queries import apart_from
from coproduce.community.people.rules import is_public_id

#: Threads that have not ended, and the states in which people who agreed may see how to reach each other.
OPEN = (Agreement.PROPOSED, Agreement.AGREED, Agreement.DONE, Agreement.DISPUTED)
REACHABLE = (Agreement.AGREED, Agreement.DONE)


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody one has agreed something with."""

    name: str
    phone: str
    email: str


def open_needs(
    actor: Actor, words: str = "", category: str = "", area: str = "", times: int = 0, today: date | None = None
) -> QuerySet[Need]:
    """Needs nobody has met yet, newest first, with whose they are; `times` is a week they suit (`core.week`)."""
    return _narrowed(_searched(Need.objects.all(), actor, words, category, today), area, times)


def open_offers(
    actor: Actor, words: str = "", category: str = "", area: str = "", times: int = 0, today: date | None = None
) -> QuerySet[Offer]:
    """Offers that stand, newest first, with whose they are; `times` is a week they suit (`core.week`)."""
    return _narrowed(_searched(Offer.objects.all(), actor, words, category, today), area, times)


def fitting(actor: Actor, kind: type[Intent], today: date) -> QuerySet[Any]:
    """What others need or offer, beginning with kinds the actor offered or needs themselves, then newest first."""
    listed, mine = (open_needs, Offer) if kind is Need else (open_offers, Need)
    same_kind = mine._default_manager.filter(
        agent_id=actor.agent_id or 0, state=Intent.OPEN, category=OuterRef("category")
    )
    others = listed(actor, today=today).exclude(agent_id=actor.agent_id or 0)
    found = others.annotate(fits=Exists(same_kind)).order_by("-fits", "-said_on", "-id")
    return with_my_thread(found, actor, kind)


def own(actor: Actor, kind: type[Intent]) -> QuerySet[Any]:
    """The actor's own offers or needs that have not been met, those on the list first."""
    found = kind._default_manager.filter(community_id=actor.community_id, agent_id=actor.agent_id or 0)
    return found.exclude(state=Intent.MET).select_related("category").order_by("state", "-said_on", "-id")


def categories(actor: Actor) -> QuerySet[Category]:
    """The community's kinds of help that are offered, in its own order: each top kind, then those under it."""
    return every_category(actor).filter(is_retired=False)


def every_category(actor: Actor) -> QuerySet[Category]:
    """The community's kinds of help, those retired too, in its own order."""
    found = Category.objects.filter(community_id=actor.community_id).select_related("parent")
    return found.order_by(
        Coalesce("parent__position", "position"),
        Coalesce("parent__name", "name"),
        F("parent").asc(nulls_first=True),
        "position",
        "name",
    )


def doing(kind: Category | None) -> tuple[str, ...]:
    """What is done in a kind of help, and in the one above it: which check it takes follows from these."""
    if kind is None:
        return ()
    above = kind.parent.activities if kind.parent else ()
    return tuple(sorted({*kind.activities, *above}))


def need_to_meet(actor: Actor, public_id: str, today: date | None = None) -> Need | None:
    """One open need of the actor's community; what is met, withdrawn or elsewhere is not there."""
    if not is_public_id(public_id):
        return None
    return the_one(_standing(Need.objects.filter(public_id=public_id), actor, today))


def need_to_ask_about(actor: Actor, public_id: str, helper: int, today: date) -> Need | None:
    """One open need of somebody else, whom this helper may meet."""
    if not is_public_id(public_id):
        return None
    found = open_needs(actor, today=today).filter(public_id=public_id).exclude(agent=helper)
    need = the_one(
        found.order_by().select_related("agent__membership__neighbourhood", "category__parent", "area")
    )  # fmt: skip
    if need is None or may_meet(helper, need.agent_id, "suggest", doing(need.category), introduced=True):
        return None
    return need


def offer_to_take(actor: Actor, public_id: str, today: date | None = None) -> Offer | None:
    """One offer of the actor's community that stands."""
    if not is_public_id(public_id):
        return None
    return the_one(_standing(Offer.objects.filter(public_id=public_id), actor, today))


def threads(actor: Actor, words: str = "", state: str = "") -> QuerySet[Agreement]:
    """The threads the actor takes part in; for the desk, all of the community's. Open ones first, then newest."""
    found = Agreement.objects.filter(community_id=actor.community_id)
    if not policy.may(actor, "exchange.read_threads"):
        found = found.filter(commitments__agent_id=actor.agent_id or 0)
    if actor.helped_by is not None:
        found = found.exclude(pk__in=Commitment.objects.filter(agent__in=apart_from(actor)).values("agreement"))
    for word in words.split():
        named = Commitment.objects.filter(agreement=OuterRef("pk"), agent__name__icontains=word)
        found = found.filter(Q(words__icontains=word) | Q(category__name__icontains=word) | Exists(named))
    if state:
        found = found.filter(state=state)
    ended = Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return _with_parts(found).order_by(ended, "-proposed_at", "-id")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a word of somebody: threads with all their parts, and the ask they have not answered yet."""

    threads: tuple[tuple[Agreement, tuple[Commitment, ...]], ...]
    asked: UUID | None


def waiting_for(actor: Actor, most: int) -> Waiting:
    """What the others wait for from the actor, the longest waiting first; one query."""
    mine = {"community_id": actor.community_id, "commitments__agent_id": actor.agent_id or 0}
    to_agree = Q(state=Agreement.PROPOSED, commitments__agreed_at=None)
    to_confirm = Q(state=Agreement.DONE, commitments__confirmed_at=None)
    threads = Agreement.objects.filter(to_agree | to_confirm, **mine).order_by("proposed_at", "id").values("pk")[:most]
    when = DateTimeField(null=True)
    asked = Ask.objects.filter(community_id=actor.community_id, agent_id=actor.agent_id or 0, state=Ask.ASKED)
    rows = (
        Commitment.objects.filter(agreement__in=threads)
        .annotate(is_ask=Value(0))
        .values_list(
            "agreement__public_id", "agreement__words", "agreement__state", "agreement__stands_on",
            "agreement__proposed_at", "agreement__pk", "pk", "agent_id", "agent__name", "agreed_at", "confirmed_at",
            "is_ask",
        )
        .union(
            asked.annotate(
                is_ask=Value(1), at=Value(None, when), yes=Value(None, when), right=Value(None, when),
                part=Value(0, BigIntegerField()),
            ).values_list("public_id", "words", "state", "due_on", "at", "part", "pk", "agent_id", "agent__name", "yes",
                          "right", "is_ask"),
            all=True,
        )
    )  # fmt: skip
    parts: dict[UUID, list[tuple[Any, ...]]] = {}
    for row in sorted((row for row in rows if not row[-1]), key=lambda row: row[4:7]):
        parts.setdefault(row[0], []).append(row)
    return Waiting(
        tuple(
            (
                Agreement(public_id=public_id, words=some[0][1], state=some[0][2], stands_on=some[0][3]),
                tuple(
                    Commitment(pk=pk, agent=Agent(pk=who, name=name), agreed_at=agreed, confirmed_at=confirmed)
                    for *_, pk, who, name, agreed, confirmed, _ask in some
                ),
            )
            for public_id, some in parts.items()
        ),
        next((row[0] for row in rows if row[-1]), None),
    )


def with_my_thread(found: QuerySet[Any], actor: Actor, kind: type[Intent]) -> QuerySet[Any]:
    """Needs or offers, each with the public id of the actor's own open thread about it, where there is one."""
    about = "need" if kind is Need else "offer"
    mine = Agreement.objects.filter(
        state__in=OPEN, commitments__agent_id=actor.agent_id or 0, **{about: OuterRef("pk")}
    ).order_by("pk")
    annotated: QuerySet[Any] = found.annotate(thread=Subquery(mine.values("public_id")[:1]))
    return annotated


def thread(actor: Actor, public_id: UUID) -> Agreement | None:
    """One thread the actor may read: their own, or for the desk any here. The desk's reading is written down."""
    found = threads(actor).select_related("need__area", "offer__area", "community", "category").filter(
        public_id=public_id
    ).order_by().first()  # fmt: skip
    if found:
        agents = [part.agent_id for part in found.commitments.all()]
        if actor.agent_id not in agents:
            audit.reading(actor, "exchange.read_threads", agents, "thread")
    return found


def contacts(actor: Actor, agreement: Agreement) -> tuple[list[Contact], bool | None]:
    """How to reach those others of one's own thread who say yes to it, once it is agreed and until it is done; nobody
    else reads it. And whether the reader says yes to it too: None where there is nothing to see."""
    agents = {part.agent_id for part in agreement.commitments.all()}
    if actor.agent_id not in agents or agreement.state not in REACHABLE:
        return [], None
    yes = set(consenting(TELEPHONE, clock.today(agreement.community.time_zone)).filter(agent__in=agents))
    others = yes - {actor.agent_id}
    met = those_to_meet(actor.agent_id, others, "contact") if others else []
    found = [membership for membership in met if membership.phone or membership.shared_email]
    audit.reading(actor, "exchange.read_threads", [membership.agent_id for membership in found], "contact")
    return [Contact(one.agent.name, one.phone, one.shared_email) for one in found], actor.agent_id in yes


def asks(actor: Actor) -> QuerySet[Ask]:
    """Those who may be asked back: one's own, for the desk everybody's here who has not left."""
    found = Ask.objects.filter(community_id=actor.community_id).select_related("agent")
    found = found.exclude(agent__membership__state=Membership.LEFT)
    return found if policy.may(actor, "exchange.ask_back") else found.filter(agent_id=actor.agent_id or 0)


def own_ask(actor: Actor, arena: str) -> Ask | None:
    """How it stands with asking somebody back in an arena."""
    return Ask.objects.filter(community_id=actor.community_id, arena=arena, agent_id=actor.agent_id or 0).first()


def _with_parts(found: QuerySet[Agreement]) -> QuerySet[Agreement]:
    parts = Commitment.objects.select_related("agent").order_by("pk")
    return found.select_related("category").prefetch_related(Prefetch("commitments", parts))


def _narrowed(found: QuerySet[Any], area: str, times: int) -> QuerySet[Any]:
    """Only of this area, and only what suits one of these times; a week with nothing said suits any."""
    if area:
        found = found.filter(area__name=area)
    if times:
        found = found.annotate(shared=F("week").bitand(times)).filter(Q(week=0) | Q(shared__gt=0))
    return found


def _standing(intents: QuerySet[Any], actor: Actor, today: date | None) -> QuerySet[Any]:
    """Those of the actor's community that are open, of members who do not rest."""
    if not policy.may(actor, "exchange.read_lists"):
        return intents.none()
    today = today or clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id))
    found = intents.filter(community_id=actor.community_id, state="open").exclude(until_on__lt=today)
    # Few rest: looked up as one set, where a join would go through every member for each list and its length.
    resting = Membership.objects.filter(community_id=actor.community_id, state=Membership.PAUSED)
    found = found.exclude(agent__in=resting.values("agent")).select_related("agent", "category")
    return found if policy.may(actor, "exchange.read_threads") else found.exclude(agent__in=apart_from(actor))


def _searched(intents: QuerySet[Any], actor: Actor, words: str, category: str, today: date | None) -> QuerySet[Any]:
    found = _standing(intents, actor, today)
    if words:
        found = found.filter(_said_or_meant(words, actor))
    if category:
        found = found.filter(Q(category__name=category) | Q(category__parent__name=category))
    return found.select_related("area").order_by("-said_on", "-id")


def _said_or_meant(words: str, actor: Actor) -> Q:
    """Every word stands in what was said, in the name or in the kind; or is an everyday word for the kind."""
    found, rest = Q(), words
    for phrase in reversed(found_in(words, Kinds.of(actor.community_id).kinds)):
        said = words[phrase.start : phrase.end]
        meant = Q(category__name=phrase.kind.name) | Q(category__parent__name=phrase.kind.name)
        found &= meant | _said(said)
        rest = f"{rest[: phrase.start]} {rest[phrase.end :]}"
    return found & _said(rest)


def _said(words: str) -> Q:
    found = Q()
    for word in words.split():
        found &= Q(words__icontains=word) | Q(agent__name__icontains=word) | Q(category__name__icontains=word)
    return found
