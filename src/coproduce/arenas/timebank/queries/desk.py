"""What waits at the desk: six lists, how long each is, and whom to ask first.

Each is for the desk alone. A list is one query whatever its length, and all the lengths together are one.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Replace
from django.utils import timezone

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Agreement, Ask, Commitment, Contribution, Need, Offer
from coproduce.community.people.models import Community, Membership
from coproduce.community.people.queries import applicants

#: Threads that have not ended.
GOING_ON = (Agreement.PROPOSED, Agreement.AGREED, Agreement.DONE, Agreement.DISPUTED)

#: Nothing heard for so long: a call would be nice.
QUIET = timedelta(days=90)

#: An offer or need whose last day is so near ends soon.
SOON = timedelta(days=14)

#: So many figures are looked for as a telephone number.
FEWEST_FIGURES = 4

#: A call card shows no more of one thing than this.
MOST_ON_CARD = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long each list of the desk is."""

    waiting: int
    hours: int
    applicants: int
    ask: int
    quiet: int
    ending: int

    @property
    def today(self) -> int:
        """What wants somebody today. A call to the quiet ones can wait a day."""
        return self.waiting + self.hours + self.applicants + self.ask + self.ending


def waiting(actor: Actor, today: date) -> Waiting:
    """All the lengths in one query."""
    counted = {
        "waiting": _number(needs_waiting(actor, today)),
        "hours": _number(hours_waiting(actor)),
        "applicants": _number(applicants(actor)),
        "ask": _number(to_ask(actor, today)),
        "quiet": _number(quiet(actor, today)),
        "ending": _number(_ending(Need.objects, actor, today)) + _number(_ending(Offer.objects, actor, today)),
    }
    found: dict[str, Any] = Community.objects.filter(pk=actor.community_id).annotate(**counted).values(*counted).get()
    return Waiting(**{one.name: found[one.name] for one in fields(Waiting)})


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many rows, as a part of another query."""
    counted = rows.order_by().values("community").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _here(rows: Any, actor: Actor) -> QuerySet[Any]:
    """Rows of the actor's community, for whoever may see the desk."""
    found: QuerySet[Any] = rows.filter(community_id=actor.community_id)
    return found if policy.may(actor, "timebank.read_desk") else found.none()


def needs_waiting(actor: Actor, today: date) -> QuerySet[Need]:
    """Needs that stand and that no thread is about, the longest waiting first."""
    threads = Agreement.objects.filter(community_id=actor.community_id, state__in=GOING_ON, need__isnull=False)
    return (
        _here(Need.objects, actor)
        .filter(state=Need.OPEN)
        .exclude(pk__in=threads.values("need"))
        .exclude(until_on__lt=today)
        .exclude(agent__membership__state__in=(Membership.PAUSED, Membership.LEFT))
        .select_related("agent__membership__neighbourhood", "category", "area")
        .order_by("said_on", "id")
    )


def hours_waiting(actor: Actor) -> QuerySet[Agreement]:
    """Threads whose hours were said and do not stand yet, with who took part.

    First those where somebody never said a word, neither before nor after (`is_unheard`): they stand by themselves.
    Then what is remembered differently.
    """
    silent = Commitment.objects.filter(agreement=OuterRef("pk"), agreed_at=None, confirmed_at=None)
    parts = Commitment.objects.select_related("agent").order_by("side", "pk")
    waiting: QuerySet[Agreement] = (
        _here(Agreement.objects, actor)
        .filter(state__in=(Agreement.DONE, Agreement.DISPUTED))
        .select_related("category")
        .prefetch_related(Prefetch("commitments", parts))
        .annotate(is_unheard=Exists(silent.filter(agreement__state=Agreement.DONE)))
        .order_by("-is_unheard", "state", "stands_on", "done_on", "id")  # disputed before done
    )
    return waiting


def _asks(actor: Actor) -> QuerySet[Ask]:
    active = Membership.objects.filter(agent=OuterRef("agent"), state=Membership.ACTIVE)
    return _here(Ask.objects, actor).filter(Exists(active))


def to_ask(actor: Actor, today: date) -> QuerySet[Ask]:
    """Who said that they are ready, or whose later has come; `was_mine` where the actor helped them."""
    mine = Contribution.objects.filter(receiver=OuterRef("agent"), giver_id=actor.agent_id or 0, corrected_by=None)
    return (
        _asks(actor)
        .filter(Q(state=Ask.READY) | Q(state=Ask.LATER, due_on__lte=today))
        .annotate(was_mine=Exists(mine))
        .select_related("agent")
        .order_by("ready_on", "id")
    )


def not_ready(actor: Actor) -> int:
    """How many were helped and have not said that they are ready to be asked."""
    return _asks(actor).filter(state=Ask.WAITING).count()


def quiet(actor: Actor, today: date) -> QuerySet[Membership]:
    """Members who gave, received, agreed and answered nothing for ninety days; `gave` and `was_asked` say if ever."""
    since, agent = today - QUIET, OuterRef("agent")
    here = {"community_id": actor.community_id}
    helped = Contribution.objects.filter(effective_on__gte=since, **here)
    midnight = datetime.combine(since, time(), timezone.get_current_timezone())
    asked = Commitment.objects.filter(agreement__proposed_at__gte=midnight, agreement__community_id=actor.community_id)
    signs: tuple[QuerySet[Any, Any], ...] = (
        helped.values("giver"),
        helped.values("receiver"),
        asked.values("agent"),
        Ask.objects.filter(answered_on__gte=since, **here).values("agent"),
        Need.objects.filter(said_on__gte=since, **here).values("agent"),
        Offer.objects.filter(said_on__gte=since, **here).values("agent"),
    )
    found: QuerySet[Membership] = _here(Membership.objects, actor).filter(state=Membership.ACTIVE, joined_on__lt=since)
    for sign in signs:  # each is one set, however many members are looked up in it
        found = found.exclude(agent__in=sign)
    return (
        found.annotate(
            gave=Exists(Contribution.objects.filter(giver=agent, corrected_by=None)),
            was_asked=Exists(Commitment.objects.filter(agent=agent, side=Commitment.GIVES)),
        )
        .select_related("agent", "neighbourhood")
        .order_by("agent__name", "id")
    )


def _ending(rows: Any, actor: Actor, today: date) -> QuerySet[Any]:
    found = _here(rows, actor)
    return found.filter(state=Need.OPEN, until_on__gte=today, until_on__lte=today + SOON).exclude(
        agent__membership__state__in=(Membership.PAUSED, Membership.LEFT)
    )


def ending_soon(actor: Actor, today: date) -> QuerySet[Any]:
    """Offers and needs whose last day is near, as mappings; the nearest first."""
    columns = ("public_id", "words", "until_on", "agent__name", "agent__public_id", "category__name")
    needs, offers = (
        _ending(rows, actor, today).annotate(what=Value(what, CharField())).values(*columns, "what")
        for rows, what in ((Need.objects, "need"), (Offer.objects, "offer"))
    )
    both: QuerySet[Any] = needs.union(offers, all=True).order_by("until_on", "agent__name", "public_id")
    return both


def callers(actor: Actor, said: str) -> QuerySet[Membership]:
    """Members whose name has all these words, or whose telephone number has these figures; without their contacts."""
    found: QuerySet[Membership] = _here(Membership.objects, actor).filter(
        state__in=(Membership.ACTIVE, Membership.PAUSED)
    )
    figures = "".join(letter for letter in said if letter.isdigit())
    if len(figures) >= FEWEST_FIGURES:
        bare = Replace(Replace("phone", Value(" ")), Value("-"))
        found = found.annotate(figures=bare).filter(figures__contains=figures.removeprefix("44").removeprefix("0"))
    else:
        for word in said.split():
            found = found.filter(agent__name__icontains=word)
    return found.select_related("agent", "neighbourhood").defer("phone", "shared_email").order_by("agent__name", "id")


@dataclass(frozen=True, slots=True)
class CallCard:
    """Somebody on the telephone: who they are, what they need and offer, their threads, and whether they may be asked.

    `intents` are mappings of offers and needs; `threads` the parts of the others in threads that go on, each with
    `mine`, the member's own side, and `is_mine_open`, whether the member's word is awaited.
    """

    member: Membership
    intents: tuple[dict[str, Any], ...]
    threads: tuple[Any, ...]


def call_card(actor: Actor, public_id: UUID) -> CallCard | None:
    """A member's card for the desk, their contacts in it; that they were read is written down."""
    ask = Ask.objects.filter(agent=OuterRef("agent")).order_by("-helped_on", "id")
    member = (
        _here(Membership.objects, actor)
        .filter(state__in=(Membership.ACTIVE, Membership.PAUSED), agent__public_id=public_id)
        .annotate(ask_id=Subquery(ask.values("public_id")[:1]), ask_state=Subquery(ask.values("state")[:1]))
        .select_related("agent", "neighbourhood")
        .first()
    )
    if member is None:
        return None
    audit.reading(actor, "people.read_members", [member.agent_id], "call")
    columns = ("public_id", "words", "until_on", "category__name", "state")
    needs, offers = (
        rows.filter(agent=member.agent_id, state__in=(Need.OPEN, Need.PAUSED))
        .annotate(what=Value(what, CharField()))
        .values(*columns, "what")
        for rows, what in ((Need.objects, "need"), (Offer.objects, "offer"))
    )
    mine = Commitment.objects.filter(agreement=OuterRef("agreement"), agent=member.agent_id)
    threads = (
        Commitment.objects.filter(agreement__state__in=GOING_ON, agreement__commitments__agent=member.agent_id)
        .exclude(agent=member.agent_id)
        .annotate(mine=Subquery(mine.values("side")[:1]), my_yes=Subquery(mine.values("agreed_at")[:1]),
                  my_word=Subquery(mine.values("confirmed_at")[:1]), my_minutes=Subquery(mine.values("minutes")[:1]))
        .select_related("agent", "agreement")
        .order_by("agreement__proposed_at", "pk")
    )  # fmt: skip
    intents = needs.union(offers, all=True).order_by("what", "words")[:MOST_ON_CARD]
    return CallCard(member, tuple(intents), tuple(threads[:MOST_ON_CARD]))
