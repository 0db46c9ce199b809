"""What was done in a year, counted: who took part, who was asked, whether giving and receiving come out even.

Every figure is live, and so its interval holds at every look. Nothing small is shown, to anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Exists, F, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.people.counting.rules import AGE_BANDS, SEXES
from coproduce.community.people.models import Agent, Membership
from coproduce.core.quantity import HOURS
from coproduce.core.stats import Rounding, Suppression, gini
from coproduce.core.stats.figure import NOT_SAID, Figure, by_group, share_of

#: How far back figures look.
DAYS = 365


@dataclass(frozen=True, slots=True)
class Year:
    """What a community's books say of one year, few hidden."""

    from_on: date
    until_on: date
    took_part: Figure
    by_sex: tuple[tuple[tuple[str, ...], Figure], ...]
    by_age: tuple[tuple[tuple[str, ...], Figure], ...]
    both_ways: Figure
    funnel: tuple[tuple[str, int | None], ...]
    has_fault: bool
    minutes: int | None
    unevenness: float | None


def year_to(community_id: int, today: date) -> Year:
    """The figures of the year up to a day. Only members who are here now are counted, so that each is in one group."""
    from_on, rule = today - timedelta(days=DAYS), Suppression()
    gave, got = _did(community_id, from_on, today, "giver"), _did(community_id, from_on, today, "receiver")
    here = _members(community_id).annotate(gave=Exists(gave), got=Exists(got))
    rows = list(here.values_list("agent_id", "gave", "got", "sex", "age_band"))
    part = [row for row in rows if row[1] or row[2]]
    both = sum(1 for row in part if row[1] and row[2])
    minutes = _minutes(community_id, from_on, today, [row[0] for row in rows])
    steps = _funnel(community_id, rows)
    return Year(
        from_on,
        today,
        share_of(len(part), len(rows), of="members", rule=rule, is_live=True, from_on=from_on, until_on=today),
        _split(rows, 3, SEXES, from_on, today),
        _split(rows, 4, AGE_BANDS, from_on, today),
        share_of(both, len(part), of="members who took part", rule=rule, is_live=True, from_on=from_on, until_on=today),
        tuple((name, Rounding(rule).of(count)) for name, count in steps),
        any(later > before for (_, before), (_, later) in pairwise(steps)),
        sum(minutes) if rule.hide(sum(1 for one in minutes if one)) else None,
        gini(minutes) if minutes and rule.hide(sum(1 for one in minutes if one)) else None,
    )


def _members(community_id: int) -> QuerySet[Membership]:
    """People who are members now, with what they said of themselves."""
    return Membership.objects.filter(
        community_id=community_id, state=Membership.ACTIVE, agent__kind=Agent.PERSON
    ).annotate(
        sex=Coalesce(F("about_me__sex"), Value(NOT_SAID)), age_band=Coalesce(F("about_me__age_band"), Value(NOT_SAID))
    )


def _did(community_id: int, from_on: date, until_on: date, side: str) -> QuerySet[Contribution]:
    return Contribution.objects.filter(
        community_id=community_id, corrected_by=None, effective_on__range=(from_on, until_on),
        **{side: OuterRef("agent_id")},
    )  # fmt: skip


def _split(
    rows: Sequence[tuple[int, bool, bool, str, str]], place: int, groups: Sequence[str], from_on: date, until_on: date
) -> tuple[tuple[tuple[str, ...], Figure], ...]:  # fmt: skip
    """Who took part, by a group of theirs; who did not say is one."""
    counts = {group: [0, 0] for group in groups}
    for row in rows:
        count = counts.setdefault(str(row[place]), [0, 0])
        count[0] += row[1] or row[2]
        count[1] += 1
    named = [(group, k, n) for group, (k, n) in counts.items() if n or group == NOT_SAID]
    return by_group(named, of="members", is_live=True, from_on=from_on, until_on=until_on)


def _minutes(community_id: int, from_on: date, until_on: date, here: Sequence[int]) -> list[int]:
    """Minutes each member gave, nought for who gave none."""
    gave = Contribution.objects.filter(
        community_id=community_id, corrected_by=None, unit=HOURS.code, effective_on__range=(from_on, until_on)
    )
    found = dict(gave.values("giver").annotate(sum=Sum("amount")).values_list("giver", "sum"))
    return [max(0, found.get(agent, 0)) for agent in here]


def _funnel(community_id: int, rows: Sequence[tuple[int, bool, bool, str, str]]) -> list[tuple[str, int]]:
    """Steps, each of those in the step before."""
    asked = Ask.objects.filter(community_id=community_id, agent__kind=Agent.PERSON)
    was_asked = set(asked.exclude(asked_on=None, answered_on=None).values_list("agent", flat=True))
    got = {row[0] for row in rows if row[2]}
    gave = {row[0] for row in rows if row[1]}
    return [
        ("members", len(rows)),
        ("took part", sum(1 for row in rows if row[1] or row[2])),
        ("were helped", len(got)),
        ("were asked, or answered first", len(got & was_asked)),
        ("have helped somebody", len(got & was_asked & gave)),
    ]
