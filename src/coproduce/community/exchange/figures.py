"""Does the ring close in one arena? As its pages and claims show it: who came round, and who was asked.

Everything is counted from contributions that stand. `rule` says which numbers are too small to be shown.
"""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.exchange.ring import (
    Followed,
    Helped,
    Rate,
    ReturnRate,
    asked_rate,
    followed_since,
    rate_of,
    without_staff,
)
from coproduce.community.people.models import Agent, Membership
from coproduce.core.quantity import HOURS
from coproduce.core.stats import Suppression


def standing(community_id: int, arena: str) -> Any:
    """Help in hours that stands: what was taken back does not count."""
    return Contribution.objects.filter(community_id=community_id, arena=arena, unit=HOURS.code, corrected_by=None)


def shown(rate: Rate, rule: Suppression) -> Rate | None:
    """The share where neither those counted nor the others are few."""
    return None if None in (rule.hide(rate.k), rule.hide(rate.n - rate.k)) else rate


def unaided(actor: Actor, arena: str, rule: Suppression) -> Rate | None:
    """Of all exchanges, how many people agreed without an act of the desk."""
    said = Contribution.objects.filter(community_id=actor.community_id, arena=arena, corrected_by=None).aggregate(
        n=Count("entry", distinct=True), k=Count("entry", distinct=True, filter=Q(is_by_desk=False))
    )
    return shown(without_staff(said["k"], said["n"]), rule)


def came_round(actor: Actor, arena: str | None, today: date, rule: Suppression) -> ReturnRate | None:
    """R, from each one's first day of being helped and first day of helping: no later row changes it.

    None is all arenas together.
    """
    return _unless_few(rate_of(followed_here(actor.community_id, today), arena), rule)


def came_round_of_asked(actor: Actor, arena: str, today: date, rule: Suppression) -> ReturnRate | None:
    """R where an arena's own verbs open asks: of those asked about a first day before they had helped anybody, who
    helped someone in turn, in whatever arena."""
    asks = Ask.objects.filter(community_id=actor.community_id, arena=arena, helped_on__lte=today)
    stands = Contribution.objects.filter(corrected_by=None, effective_on__lte=today).exclude(giver=F("receiver"))
    gave_on = stands.filter(giver=OuterRef("agent")).order_by("effective_on").values("effective_on")[:1]
    said = asks.annotate(gave_on=Subquery(gave_on)).order_by("helped_on", "pk")
    names = ("agent", "helped_on", "gave_on", "agent__membership__state", "agent__membership__left_on")
    first: dict[int, list[Helped]] = {}
    gave: dict[int, date] = {}
    left: dict[int, date] = {}
    for who, on, gave_first, state, left_on in said.values_list(*names):
        first[who] = [Helped(0, who, arena, on)]
        if gave_first:
            gave[who] = gave_first
        if left_on and state == Membership.LEFT:
            left[who] = left_on
    rate = rate_of(followed_since(first, gave, left, today), arena)
    return _unless_few(rate, rule)


def _unless_few(rate: ReturnRate, rule: Suppression) -> ReturnRate | None:
    few = (rate.n - rate.returned, rate.returned, rate.known - rate.returned, rate.n - rate.known)
    return None if any(rule.hide(number) is None for number in few) else rate


def followed_here(community_id: int, today: date) -> tuple[Followed, ...]:
    """Those helped before they had given: a few looks into an index for each member, not a look at every row.

    Each day is looked for once. To name it twice in a query would be to look twice.
    """
    stands = Contribution.objects.filter(corrected_by=None, effective_on__lte=today).exclude(giver=F("receiver"))
    day = stands.order_by("effective_on").values("effective_on")
    began_by_giving = stands.filter(giver=OuterRef("pk"), effective_on__lte=OuterRef("received__effective_on"))
    rows = (
        Agent.objects.filter(community_id=community_id, kind=Agent.PERSON)
        .filter(  # in one breath: a second filter would mean another time of being helped
            ~Exists(began_by_giving),
            received__effective_on=Subquery(day.filter(receiver=OuterRef("pk"))[:1]),
            received__corrected_by=None,
        )
        .annotate(gave_on=Subquery(day.filter(giver=OuterRef("pk"))[:1]))
        .values_list("received__giver", "pk", "received__arena", "received__effective_on", "gave_on",
                     "membership__state", "membership__left_on")
    )  # fmt: skip
    first: dict[int, list[Helped]] = {}
    gave: dict[int, date] = {}
    left: dict[int, date] = {}
    for giver, receiver, arena, got, gave_on, state, left_on in sorted(rows, key=lambda row: row[3]):
        if giver != receiver:
            first.setdefault(receiver, []).append(Helped(giver, receiver, arena, got))
        if gave_on:
            gave[receiver] = gave_on
        if left_on and state == Membership.LEFT:
            left[receiver] = left_on
    return followed_since(first, gave, left, today)


def asked(actor: Actor, arena: str | None, rule: Suppression) -> Rate | None:
    """Of those who said that they are ready, how many were asked, or answered before anybody had to ask.

    None is all arenas together.
    """
    ready = Q(ready_on__isnull=False)
    where = {} if arena is None else {"arena": arena}
    found = Ask.objects.filter(community_id=actor.community_id, agent__kind=Agent.PERSON, **where).aggregate(
        ready=Count("pk", filter=ready),
        asked=Count("pk", filter=ready & Q(asked_on__isnull=False)),
        excused=Count("pk", filter=ready & Q(asked_on=None, answered_on__isnull=False)),
    )
    return shown(asked_rate(found["ready"], found["asked"], found["excused"]), rule)


def in_per_cent(rate: Rate | ReturnRate | None) -> dict[str, Any] | None:
    """A share in whole per cents, with the interval; None where there is nobody, or few."""
    if rate is None or rate.share is None or rate.low is None or rate.high is None:
        return None
    share, low, high = (f"{round(100 * number)}\u00a0%" for number in (rate.share, rate.low, rate.high))
    k = rate.returned if isinstance(rate, ReturnRate) else rate.k
    return {"k": k, "n": rate.n, "share": share, "low": low, "high": high}
