"""Reading matters: one's own, or those one leads. There is no list of people, and nobody looks for anybody by name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from coproduce.arenas.justice import FACILITATOR
from coproduce.arenas.justice.models import Matter, Seat
from coproduce.arenas.justice.rules import Kept, Part, Rules, Said, agreement_kept
from coproduce.arenas.justice.rules.matters import TAKES_PART
from coproduce.community.base import audit, clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent, Community, Guardian, Membership
from coproduce.community.people.rule_sets import queries as rule_sets
from coproduce.core.refusal import Refusal

READ = "justice.read_matter"
WITH = ("community", "harmed__membership", "respondent__membership", "facilitator", "reported_by")

#: Who somebody is in one matter.
HARMED, RESPONDENT, GUARDIAN, PEER, LEADS = "harmed", "respondent", "guardian", "peer", "leads"


@dataclass(frozen=True, slots=True)
class Here:
    """A community's day and rules."""

    today: date
    rules: Rules


def here(community_id: int) -> Here:
    book = rule_sets.book_of(community_id)
    today = clock.today(book.time_zone)
    rules: Rules = book.rules("justice", today)
    return Here(today, rules)


def of(actor: Actor) -> QuerySet[Matter]:
    """Matters the actor has a part in, or leads; one nobody leads yet is for everybody who leads circles."""
    me = actor.agent_id or 0
    part = Q(harmed=me) | Q(respondent=me)
    for side in ("harmed", "respondent"):
        wards = Guardian.objects.filter(guardian=me, ended_on=None, ward__membership__adult_on__gt=clock.now().date())
        part |= Q(**{f"{side}__in": wards.values("ward")})
    part |= Q(pk__in=Seat.objects.filter(agent=me, state__in=(Seat.DRAWN, Seat.SAT)).values("matter"))
    if FACILITATOR in actor.roles:
        part |= (Q(facilitator=me) | Q(facilitator=None)) & ~Q(harmed=me) & ~Q(respondent=me)
    return Matter.objects.filter(part, community_id=actor.community_id).select_related(*WITH)


def listed(actor: Actor) -> list[Matter]:
    """Those of the actor, the newest first, once it is written down that they are read."""
    if not policy.may(actor, "justice.read_page", "own") or actor.helped_by:
        return []
    found = list(of(actor).order_by("-reported_on", "-pk"))
    for row in found:
        audit.reading(actor, READ, _about(row), "list", about=row.public_id)
    return found


def to_read(actor: Actor, matter: UUID, why: str) -> Matter | None:
    """One matter for who has a part in it, once it is written down that it is read."""
    if not policy.may(actor, READ, "own") or actor.helped_by:
        return None
    row = the_one(of(actor).filter(public_id=matter))
    if row is not None:
        audit.reading(actor, READ, _about(row), why, about=row.public_id)
    return row


def held(actor: Actor, matter: UUID) -> Matter | None:
    """The row a verb changes, locked, for who has a part in it and while it is not closed."""
    rows = Matter.objects.select_for_update(of=("self",)).filter(pk__in=of(actor).values("pk"), public_id=matter)
    return the_one(rows.exclude(state=Matter.CLOSED).select_related(*WITH))


def parts_of(actor: Actor, row: Matter) -> frozenset[str]:
    """Who the actor is in this matter: one of the two, a guardian, a peer, or who leads it."""
    me = actor.agent_id or 0
    wards = set(Guardian.objects.filter(guardian=me, ended_on=None).values_list("ward", flat=True))
    is_near = me in (row.harmed_id, row.respondent_id)
    found = {
        HARMED: row.harmed_id == me,
        RESPONDENT: row.respondent_id == me,
        GUARDIAN: any(one.pk in wards and is_minor(one, row) for one in (row.harmed, row.respondent) if one),
        PEER: row.seats.filter(agent=me, state__in=(Seat.DRAWN, Seat.SAT)).exists(),
        LEADS: FACILITATOR in actor.roles and not is_near and row.facilitator_id in (None, me),
    }
    return frozenset(name for name, is_so in found.items() if is_so)


def is_minor(one: Agent | None, row: Matter) -> bool:
    """Whether somebody of a matter is not of age today."""
    membership: Membership | None = getattr(one, "membership", None)
    return membership is not None and membership.is_minor(clock.today(row.community.time_zone))


def said(row: Matter, leader: Agent | None) -> Said:
    """What everybody has said so far, as the rules take it."""
    return Said(
        row.harmed_way, row.accepted, is_minor(row.respondent, row), row.respondent_guardian_yes,
        is_minor(row.harmed, row), row.harmed_guardian_yes, leader is None or not is_minor(leader, row),
    )  # fmt: skip


def agreed_parts(row: Matter) -> list[Part]:
    """What was agreed, as the rules take it."""
    return [
        Part(one.words, one.until_on, one.minutes, one.helper, one.paid_to, state=one.state, reason=one.reason)
        for one in row.parts.all()
    ]


def kept(row: Matter, on: date) -> Kept | Refusal:
    return agreement_kept(agreed_parts(row), on)


def takes_part(row: Matter) -> bool:
    """Whether whoever was harmed takes part in any way."""
    return row.harmed_way in TAKES_PART


def circle_of(community: Community) -> Agent:
    """The group peers give their hours to: nobody who was heard."""
    found, _ = Agent.objects.get_or_create(
        community=community, source_ref="circle", defaults={"kind": Agent.ORGANISATION, "name": "The circle"}
    )
    return found


def _about(row: Matter) -> list[int]:
    return [one for one in (row.harmed_id, row.respondent_id) if one]
