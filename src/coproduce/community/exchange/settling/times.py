"""How often somebody new has helped in company, or where the desk introduced them, and what follows."""

from collections.abc import Collection, Iterable

from django.db.models import Count, Q

from coproduce.community.base import clock
from coproduce.community.base.done import Notice
from coproduce.community.exchange.models import Contribution, Occasion
from coproduce.community.people.models import Agent, Membership

SETTLED = "Thank you for helping. You are settled here now: agree with whomever you like."


def times(agents: Collection[int]) -> dict[int, int]:
    """How often each of these helped so. What was taken back counts no more.

    It is so where the desk proposed, agreed or wrote it down, at an occasion, and where more than two took part.
    """
    gave = Contribution.objects.filter(giver__in=agents, corrected_by=None)
    met = gave.filter(is_by_desk=True).values_list("giver", "entry")
    beside = gave.filter(is_by_desk=False)
    crowds = (
        Contribution.objects.filter(entry__in=beside.values("entry"), corrected_by=None)
        .order_by().values("community", "entry").annotate(pairs=Count("pk")).filter(pairs__gt=1).values("entry")
    )  # fmt: skip
    came = Occasion.objects.filter(entry__in=beside.values("entry")).values("entry")
    company = beside.filter(Q(entry__in=crowds) | Q(entry__in=came)).values_list("giver", "entry")
    found = {*met, *company}
    number = dict.fromkeys(agents, 0)
    for giver, _ in found:
        number[giver] += 1
    return number


def settle_who_helped_enough(givers: Iterable[Agent]) -> tuple[Notice, ...]:
    """Whoever of these has now helped often enough is new no more, and is told once."""
    new = (
        Membership.objects.select_for_update(of=("self",))
        .filter(agent__in=list(givers), settled_on=None, community__trial_times__gt=0)
        .select_related("community")
    )
    rows = {one.agent_id: one for one in new}
    told = []
    for agent, number in times(rows).items() if rows else ():
        if number >= rows[agent].community.trial_times:
            told.append(settle(rows[agent]))
    return tuple(told)


def settle(membership: Membership, because: str = "") -> Notice:
    """They are new no more; the words they are told."""
    membership.settled_on, membership.settled_because = clock.today(membership.community.time_zone), because
    membership.save(update_fields=["settled_on", "settled_because"])
    return Notice(membership.agent_id, SETTLED, link=f"/{membership.community.slug}/")
