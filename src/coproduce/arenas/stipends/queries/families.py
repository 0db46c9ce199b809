"""Every family of the programme, by who is paid for it."""

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from coproduce.arenas.stipends.models import Attendance, Family
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.one import the_one


def families(actor: Actor) -> QuerySet[Any] | None:
    """Whose they are and how many children each has (`many`); nothing else of them."""
    if not policy.may(actor, "stipends.enrol_child"):
        return None
    rows = (
        Family.objects.filter(community_id=actor.community_id)
        .select_related("agent")
        .defer("income_month_minor", "pay_to")
    )
    return rows.annotate(many=Count("children")).order_by("agent__name", "pk")


def family_of(actor: Actor, family: UUID) -> Family | None:
    """One of them, to write down a child of."""
    rows = families(actor)
    return None if rows is None else the_one(rows.filter(agent__public_id=family))


def period_to_answer(actor: Actor, attendance: UUID) -> Attendance | None:
    """A period that was told to a family, for who may answer to it; nothing for anybody else."""
    rows = Attendance.objects.select_related("child__family__agent", "supporter", "told_by")
    row = the_one(rows.filter(child__community_id=actor.community_id, public_id=attendance, outcome="breach"))
    if row is None or not policy.may(actor, "stipends.appeal", policy.towards(actor, row.child.family.agent_id)):
        return None
    return row
