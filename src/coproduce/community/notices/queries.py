"""Reading notices, starting from what this actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, Q, QuerySet, Value, When

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.models import Outbox
from coproduce.community.notices.models import Notice
from coproduce.community.notices.rules import EMAIL, MOST_TRIES, NONE, PAPER, PHONE
from coproduce.community.people.models import Membership

#: Things one letter says; what is older is counted.
LINES = 12


@dataclass(frozen=True, slots=True)
class Letter:
    """What one member is told on paper or by telephone; `number` is what they say when they ring."""

    membership: Membership
    number: int
    notices: tuple[Notice, ...]
    older: int


def told(actor: Actor) -> QuerySet[Notice]:
    """All the actor was told here, newest first."""
    if not policy.may(actor, "notices.read_told", "own"):
        return Notice.objects.none()
    return Notice.objects.filter(community_id=actor.community_id, agent_id=actor.agent_id or 0).order_by("-id")


def lately(actor: Actor, most: int) -> list[Notice]:
    """The newest the actor is told, with what the worker has not taken up yet, in one query."""
    if not policy.may(actor, "notices.read_told", "own"):
        return []
    columns = ("template", "values", "link", "written_at", "is_waiting", "place")
    waiting = Outbox.objects.filter(community_id=actor.community_id, to_agent=actor.agent_id or 0)
    both = (
        told(actor)
        .order_by()
        .annotate(is_waiting=Value(0), place=F("pk"))
        .values_list(*columns)
        .union(waiting.annotate(is_waiting=Value(1), place=F("pk")).values_list(*columns), all=True)
        .order_by("-is_waiting", "-place")[:most]
    )
    return [
        Notice(template=template, values=values, link=link, written_at=written_at)
        for template, values, link, written_at, *_ in both
    ]


def chosen_way(membership: Membership | None) -> str:
    """How a member is told now; nothing for households and groups, whose members are told."""
    if membership is None:
        return ""
    return str(Membership.objects.filter(pk=membership.pk).values_list(_way("agent__", ""), flat=True).get())


def on_paper(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Those of these members who are told on paper."""
    return members.annotate(way=_way("agent__", "")).filter(way=PAPER)


def _way(to_agent: str, to_membership: str) -> Case:
    """`rules.way_to` as the database says it; a test holds them together."""
    chosen = f"{to_agent}channel__kind"
    return Case(
        When(Q(**{chosen: NONE}), Value(NONE)),
        When(Q(**{chosen: PAPER}), Value(PAPER)),
        When(Q(**{chosen: PHONE}) & ~Q(**{f"{to_membership}phone": ""}), Value(PHONE)),
        When(~Q(**{f"{to_membership}shared_email": ""}) & ~_lost(to_membership), Value(EMAIL)),
        default=Value(PAPER),
    )


def _lost(to_membership: str = "") -> Q:
    """Whoever shares an address that letters came back from."""
    return Q(**{f"{to_membership}lost_email": F(f"{to_membership}shared_email")})


def not_arriving(actor: Actor) -> QuerySet[Membership]:
    """Members to whom letters by e-mail do not arrive, by name; nobody unless the actor is at the desk."""
    if not policy.may(actor, "notices.read_letters"):
        return Membership.objects.none()
    found = Membership.objects.filter(_lost(), community_id=actor.community_id).exclude(shared_email="")
    found = found.exclude(state=Membership.LEFT).select_related("agent").defer("phone", "shared_email", "lost_email")
    return found.order_by("agent__name", "id")


def waiting(community_id: int) -> QuerySet[Notice]:
    """What members have not been told yet, each with its `way`.

    Those who left are told nothing, those who paused only what cannot wait.
    """
    return (
        Notice.objects.filter(community_id=community_id, sent_at=None, seen_at=None)
        .filter(
            Q(agent__membership__state=Membership.ACTIVE)
            | Q(agent__membership__state=Membership.PAUSED, is_urgent=True)
        )
        .annotate(way=_way("agent__", "agent__membership__"), phone=F("agent__membership__phone"))
    )


def to_mail(community_id: int) -> QuerySet[Notice]:
    """What goes by e-mail, while there are tries left."""
    return waiting(community_id).filter(Q(way=EMAIL, attempts__lt=MOST_TRIES))


def to_print(community_id: int) -> QuerySet[Notice]:
    """What goes by letter: for those told on paper, and those no e-mail and no telephone reaches."""
    return waiting(community_id).filter(Q(way=PAPER) | Q(way=EMAIL, attempts__gte=MOST_TRIES, phone=""))


def to_ring(community_id: int) -> QuerySet[Notice]:
    """What is told by telephone: to those who like it so; what cannot wait for a letter; where e-mail failed."""
    return waiting(community_id).filter(
        Q(way=PHONE) | ~Q(phone="") & (Q(way=PAPER, is_urgent=True) | Q(way=EMAIL, attempts__gte=MOST_TRIES))
    )


def readers(actor: Actor, notices: QuerySet[Notice]) -> QuerySet[Membership]:
    """The members these notices are for, by name; nobody unless the actor is at the desk."""
    if not policy.may(actor, "notices.read_letters"):
        return Membership.objects.none()
    return (
        Membership.objects.filter(community_id=actor.community_id, agent__in=notices.values("agent"))
        .select_related("agent")
        .order_by("agent__name", "id")
    )


def letters(actor: Actor, members: Iterable[Membership], notices: QuerySet[Notice], why: str) -> list[Letter]:
    """One letter for each member, from these notices; the reading is written down."""
    members = list(members)
    audit.reading(actor, "notices.read_letters", (member.agent_id for member in members), why)
    whose: dict[int, list[Notice]] = {member.agent_id: [] for member in members}
    for notice in notices.filter(agent__in=whose.keys()).order_by("-id"):
        whose[notice.agent_id].append(notice)
    return [
        Letter(member, found[0].pk, tuple(found[:LINES]), max(len(found) - LINES, 0))
        for member in members
        if (found := whose[member.agent_id])
    ]


def printed_since(actor: Actor, moment: datetime) -> QuerySet[Notice]:
    """What went by letter since this moment, to print it again."""
    return Notice.objects.filter(community_id=actor.community_id, sent_by=PAPER, sent_at__gte=moment)


def of_number(actor: Actor, number: int) -> QuerySet[Notice]:
    """What stands in the letter of this number: printed together, or waiting together."""
    one = Notice.objects.filter(community_id=actor.community_id, pk=number).first()
    if one is None:
        return Notice.objects.none()
    if one.sent_at is None:
        return to_print(actor.community_id).filter(agent_id=one.agent_id, pk__lte=number)
    return Notice.objects.filter(community_id=actor.community_id, agent_id=one.agent_id, sent_at=one.sent_at)


def in_trouble() -> QuerySet[Notice]:
    """What could not be sent by e-mail after every try, in all communities, for the operator who counts it."""
    return Notice.objects.filter(sent_at=None, seen_at=None, attempts__gte=MOST_TRIES)
