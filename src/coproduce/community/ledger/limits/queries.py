"""Whose hours are past what was agreed on, who would be, and every change of a limit: for the desk and the treasurer.

To ring people, and not to chase them.
"""

from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext as _

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.wire import unit as unit_of
from coproduce.community.ledger.limits.rules import EVERYBODY
from coproduce.community.ledger.models import LedgerAccount, LimitChange
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import agents, name_of, with_role
from coproduce.community.people.rules import is_public_id
from coproduce.core.journal import Limit
from coproduce.core.quantity import Quantity, Unit


def past_limits(actor: Actor) -> QuerySet[LedgerAccount]:
    """The accounts of members that are past a limit which reminds or refuses, by name; none for who may not read it."""
    if not policy.may(actor, "ledger.read_past_limits"):
        return LedgerAccount.objects.none()
    found = _open(actor).filter(_past(F("floor"), F("ceiling"), F("grows_by"))).exclude(limit_mode="off")
    return found.select_related("agent").order_by("agent__name", "pk")


def how_far(account: LedgerAccount) -> tuple[Quantity, Quantity]:
    """How much more they received than gave, or gave than received; and how much was agreed on. Both without a sign."""
    floor = account.limit.floor_after(account.given)
    is_below = floor is not None and account.balance - account.held < floor
    agreed = floor if is_below else account.ceiling
    return unit_of(account.unit)(abs(account.balance)), unit_of(account.unit)(abs(agreed or 0))


def agents_meant(actor: Actor, whose: str) -> QuerySet[Agent]:
    """Whose limit is meant: one member's by their id, those of a role, or everybody's; nobody for any other word."""
    here = agents(actor)
    if whose == EVERYBODY:
        return here
    if is_public_id(whose):
        return here.filter(public_id=whose)
    return here.filter(pk__among=set(with_role(actor, whose)))


def would_be_outside(actor: Actor, whose: str, unit: Unit, limit: Limit) -> QuerySet[LedgerAccount]:
    """The accounts that would be past this limit if they were given it, by name; none where it would only be shown."""
    if limit.mode == "off" or not policy.may(actor, "ledger.change_limit"):
        return LedgerAccount.objects.none()
    return outside_of(_open(actor).filter(unit=unit.code, agent__in=agents_meant(actor, whose).order_by()), limit)


def outside_of(accounts: QuerySet[LedgerAccount], limit: Limit) -> QuerySet[LedgerAccount]:
    """Those of these accounts that a limit which reminds or refuses would find past it, by name."""
    if limit.mode == "off":
        return accounts.none()
    floor, ceiling = (bound if bound is None else Value(bound) for bound in (limit.floor, limit.ceiling))
    past = _past(floor, ceiling, Value(limit.grows_by))
    return accounts.filter(past).select_related("agent").order_by("agent__name", "pk")


def _past(floor: Any, ceiling: Any, grows_by: Any) -> Q:
    """Accounts past these bounds, as `core.journal.crosses` says it: what is held is not there, giving deepens."""
    past = Q(pk=None)
    if floor is not None:
        past |= Q(balance__lt=F("held") + floor - Least(grows_by, Greatest(F("given"), Value(0))))
    return past if ceiling is None else past | Q(balance__gt=ceiling)


def limit_changes(actor: Actor, words: str = "") -> QuerySet[LimitChange]:
    """Every change of a limit, the latest first, of accounts whose names hold these words; none for who may not."""
    if not policy.may(actor, "ledger.read_limit_changes"):
        return LimitChange.objects.none()
    found = LimitChange.objects.filter(account__community_id=actor.community_id)
    for word in words.split():
        found = found.filter(account__agent__name__icontains=word)
    return found.select_related("account__agent").annotate(by=name_of("actor")).order_by("-pk")


def limit_in_words(limit: Limit, code: str) -> str:
    """A limit in a cell of a table."""
    counted = unit_of(code)
    parts = []
    if limit.floor is not None:
        parts.append(_("received: up to %(much)s more") % {"much": counted(-limit.floor)})
    if limit.ceiling is not None:
        parts.append(_("given: up to %(much)s more") % {"much": counted(limit.ceiling)})
    if limit.grows_by:
        parts.append(_("grows by up to %(much)s") % {"much": counted(limit.grows_by)})
    if not parts:
        return _("no limit")
    past = {"enforce": _("past it nothing is written down"), "warn": _("the desk is told"), "off": _("only shown")}
    return "; ".join((*parts, past[limit.mode]))


def _open(actor: Actor) -> QuerySet[LedgerAccount]:
    return LedgerAccount.objects.filter(community_id=actor.community_id, kind=LedgerAccount.MEMBER, closed_on=None)
