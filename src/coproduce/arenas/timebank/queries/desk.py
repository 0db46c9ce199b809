"""What waits at the desk: six lists, how long each is, and whom to ask first.

Each is for the desk alone. A list is one query whatever its length, and all the lengths together are one.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    Expression,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Replace
from django.utils import timezone

from coproduce.community.base import audit, clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Agreement, Ask, Commitment, Contribution, Need, Offer
from coproduce.community.exchange.occasions.queries import unfilled
from coproduce.community.ledger.proving.glance import Glance, glanced
from coproduce.community.notices.queries import not_arriving
from coproduce.community.people.models import Community, Membership
from coproduce.community.people.queries import applicants
from coproduce.community.people.uploads.queries import photo_of

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
    """How long each list of the desk is. `hands` are dates that want some, and stand above what is `ending`.

    And how the `books` are.
    """

    waiting: int
    hours: int
    applicants: int
    ask: int
    quiet: int
    ending: int
    hands: int
    books: Glance
    #: To how many members letters by e-mail do not arrive, and the first of them by name.
    lost: int
    lost_first: str | None

    def shown(self, tab: str) -> int:
        """What stands on the page of a list."""
        return int(getattr(self, tab)) + (self.hands if tab == "ending" else 0)

    @property
    def today(self) -> int:
        """What wants somebody today. A call to the quiet ones can wait a day."""
        return self.waiting + self.hours + self.applicants + self.ask + self.ending + self.hands


def waiting(actor: Actor, today: date) -> Waiting:
    """All the lengths, and how the books are, in one query."""
    counted = {
        "waiting": _Number(_needs_alone(actor, today)),
        "hours": _Number(_said(actor)),
        "applicants": _Number(applicants(actor)),
        "ask": _Number(_ready(actor, today)),
        "quiet": _Number(_unheard(actor, today)),
        "ending": _Number(_ending(Need.objects, actor, today)) + _Number(_ending(Offer.objects, actor, today)),
        "hands": _Number(_here(unfilled(actor.community_id, clock.now() + SOON), actor)),
    }
    lost = not_arriving(actor)
    told: dict[str, Any] = {"lost": _Number(lost), "lost_first": Subquery(lost.values("agent__name")[:1])}
    books = glanced(actor)
    row = Community.objects.filter(pk=actor.community_id).values_list(
        *counted.values(), *told.values(), *books.values()
    )[0]
    named = {**counted, **told}
    return Waiting(
        **dict(zip(named, row[: len(named)], strict=True)),
        books=Glance(**dict(zip(books, row[len(named) :], strict=True))),
    )


class _Number(Expression):
    """How many rows, as a part of another query.

    They ask nothing of the query around them, so each is written as it stands: a `Subquery` would be copied and its
    tables named anew, which took longer than half of these lists take to count.
    """

    template = "(SELECT COUNT(*) FROM (%s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__()
        self.rows = rows.order_by().values("pk").query

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """None at all is 0: Django says so where there is no row to be found."""
        rows, values = self.rows.get_compiler(connection=connection).as_sql()
        return self.template % rows, values


def _here(rows: Any, actor: Actor) -> QuerySet[Any]:
    """Rows of the actor's community, for whoever may see the desk."""
    found: QuerySet[Any] = rows.filter(community_id=actor.community_id)
    return found if policy.may(actor, "timebank.read_desk") else found.none()


def _away(actor: Actor) -> QuerySet[Any, Any]:
    """Who rests or left: few, and looked up as one set, where a join would go through every member."""
    away = Membership.objects.filter(community_id=actor.community_id, state__in=(Membership.PAUSED, Membership.LEFT))
    return away.values("agent")


def _needs_alone(actor: Actor, today: date) -> QuerySet[Need]:
    """Needs that stand and that no thread is about."""
    threads = Agreement.objects.filter(community_id=actor.community_id, state__in=GOING_ON, need__isnull=False)
    return (
        _here(Need.objects, actor)
        .filter(state=Need.OPEN)
        .exclude(pk__in=threads.values("need"))
        .exclude(until_on__lt=today)
        .exclude(agent__in=_away(actor))
    )


def needs_waiting(actor: Actor, today: date) -> QuerySet[Need]:
    """Needs that stand and that no thread is about, the longest waiting first."""
    found = _needs_alone(actor, today).select_related(
        "agent__membership__neighbourhood", "category__parent", "area", "community"
    )  # fmt: skip
    return found.order_by("said_on", "id")


def _said(actor: Actor) -> QuerySet[Agreement]:
    """Threads whose hours were said and do not stand yet."""
    return _here(Agreement.objects, actor).filter(state__in=(Agreement.DONE, Agreement.DISPUTED))


def hours_waiting(actor: Actor) -> QuerySet[Agreement]:
    """Threads whose hours were said and do not stand yet, with who took part.

    First those where somebody never said a word, neither before nor after (`is_unheard`): they stand by themselves.
    Then what is remembered differently.
    """
    silent = Commitment.objects.filter(agreement=OuterRef("pk"), agreed_at=None, confirmed_at=None)
    parts = Commitment.objects.select_related("agent").order_by("side", "pk")
    is_unheard = ExpressionWrapper(Q(Exists(silent), state=Agreement.DONE), BooleanField())
    return (
        _said(actor)
        .select_related("category")
        .prefetch_related(Prefetch("commitments", parts))
        .annotate(is_unheard=is_unheard)
        .order_by("-is_unheard", "state", "stands_on", "done_on", "id")  # disputed before done
    )


def _asks(actor: Actor) -> QuerySet[Ask]:
    active = Membership.objects.filter(agent=OuterRef("agent"), state=Membership.ACTIVE)
    return _here(Ask.objects, actor).filter(Exists(active))


def _ready(actor: Actor, today: date) -> QuerySet[Ask]:
    """Who said that they are ready, or whose later has come."""
    # Both states are named first: SQLite would go through everybody who was ever helped.
    return _asks(actor).filter(Q(state=Ask.READY) | Q(due_on__lte=today), state__in=(Ask.READY, Ask.LATER))


def to_ask(actor: Actor, today: date) -> QuerySet[Ask]:
    """Who said that they are ready, or whose later has come; `was_mine` where the actor helped them."""
    mine = Contribution.objects.filter(receiver=OuterRef("agent"), giver_id=actor.agent_id or 0, corrected_by=None)
    return _ready(actor, today).annotate(was_mine=Exists(mine)).select_related("agent").order_by("ready_on", "id")


def not_ready(actor: Actor) -> int:
    """How many were helped and have not said that they are ready to be asked."""
    return _asks(actor).filter(state=Ask.WAITING).count()


def _unheard(actor: Actor, today: date) -> QuerySet[Membership]:
    """Members who gave, received, agreed and answered nothing for ninety days."""
    since, here = today - QUIET, {"community_id": actor.community_id}
    helped = Contribution.objects.filter(effective_on__gte=since, **here)
    midnight = datetime.combine(since, time(), timezone.get_current_timezone())
    first, *more = (
        helped.values("giver"),
        helped.values("receiver"),
        Commitment.objects.filter(asked_at__gte=midnight, **here).values("agent"),
        Ask.objects.filter(answered_on__gte=since, **here).values("agent"),
        Need.objects.filter(said_on__gte=since, **here).values("agent"),
        Offer.objects.filter(said_on__gte=since, **here).values("agent"),
    )
    heard: Any = first.union(*more, all=True)  # one set, read from indexes alone, however many are looked up in it
    found = _here(Membership.objects, actor).filter(state=Membership.ACTIVE, joined_on__lt=since)
    return found.exclude(agent__in=heard)


def quiet(actor: Actor, today: date) -> QuerySet[Membership]:
    """Members who gave, received, agreed and answered nothing for ninety days, by name."""
    return _by_name(_unheard(actor, today))


def if_ever(actor: Actor, members: Any) -> QuerySet[Any]:
    """These members by name, `gave` and `was_asked` saying if they ever did and were: asked of a page, not of all."""
    agent = OuterRef("agent")
    return _by_name(_here(Membership.objects, actor).filter(pk__in=members)).annotate(
        gave=Exists(Contribution.objects.filter(giver=agent, corrected_by=None)),
        was_asked=Exists(Commitment.objects.filter(agent=agent, side=Commitment.GIVES)),
    )


def _by_name(members: QuerySet[Membership]) -> QuerySet[Membership]:
    return members.select_related("agent", "neighbourhood").order_by("agent__name", "id")


def _ending(rows: Any, actor: Actor, today: date) -> QuerySet[Any]:
    found = _here(rows, actor)
    return found.filter(state=Need.OPEN, until_on__gte=today, until_on__lte=today + SOON).exclude(
        agent__in=_away(actor)
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


def caller(actor: Actor, public_id: UUID) -> Membership | None:
    """A member for the desk, their contacts too; that they were read is written down. With their ask, where it is."""
    ask = Ask.objects.filter(agent=OuterRef("agent")).order_by("-helped_on", "id")
    member: Membership | None = (
        _here(Membership.objects, actor)
        .filter(state__in=(Membership.ACTIVE, Membership.PAUSED), agent__public_id=public_id)
        .annotate(ask_id=Subquery(ask.values("public_id")[:1]), ask_state=Subquery(ask.values("state")[:1]))
        .annotate(photo=photo_of("agent"))
        .select_related("agent", "neighbourhood")
        .first()
    )
    if member is not None:
        audit.reading(actor, "people.read_members", [member.agent_id], "call")
    return member


def call_card(actor: Actor, public_id: UUID) -> CallCard | None:
    """A member's card for the desk."""
    member = caller(actor, public_id)
    if member is None:
        return None
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
