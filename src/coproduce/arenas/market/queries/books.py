"""Members' books: what they have in shares, what is due to them, what is kept for them, and what they gave."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, Sum

from coproduce.arenas.market.models import BookLine, Year
from coproduce.arenas.market.rules import Rules
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Agent, Membership

#: What is owed to a member and not yet paid out is the sum of these.
OWED = ("interest", "cash", "paid")


@dataclass(frozen=True, slots=True)
class Stand:
    """One member's book added up."""

    agent: int
    shares_minor: int = 0
    due_minor: int = 0
    retained_minor: int = 0
    given_minor: int = 0


def stand_of(agent: int) -> Stand:
    """One's own."""
    kinds = dict(BookLine.objects.filter(agent=agent).values_list("kind").annotate(Sum("minor")).order_by("kind"))
    return Stand(
        agent, kinds.get("shares", 0), sum(kinds.get(kind, 0) for kind in OWED), kinds.get("retained", 0),
        kinds.get("given", 0),
    )  # fmt: skip


def lines_of(agent: int) -> list[BookLine]:
    """Every line of one book, the latest first."""
    return list(BookLine.objects.filter(agent=agent).select_related("year").order_by("-pk"))


def capital(community_id: int, until: date) -> dict[int, int]:
    """What each member has in shares on a day."""
    rows = BookLine.objects.filter(community_id=community_id, kind="shares", on__lte=until)
    return _summed(rows.values_list("agent").annotate(Sum("minor")))


def due(community_id: int) -> dict[int, int]:
    """What is due to each member, of all years, less what was paid."""
    rows = BookLine.objects.filter(community_id=community_id, kind__in=OWED)
    return _summed(rows.values_list("agent").annotate(Sum("minor")))


def ripe(community_id: int, rules: Rules, on: date) -> dict[int, int]:
    """What is kept for members and comes round on a day: its years are over, or they have left."""
    kept = BookLine.objects.filter(community_id=community_id, kind="retained")
    whole = _summed(kept.values_list("agent").annotate(Sum("minor")))
    left = set(Membership.objects.filter(agent__in=whole, state=Membership.LEFT).values_list("agent", flat=True))
    over = Q(year=None)
    if rules.retained_years:
        over |= Q(year__in=[one.pk for one in Year.objects.filter(community_id=community_id)
                            if _years_after(one.until_on, rules.retained_years) <= on])  # fmt: skip
    by_year = _summed(kept.filter(over).values_list("agent").annotate(Sum("minor"))) if rules.retained_years else {}
    found = {who: much if who in left else min(much, by_year.get(who, 0)) for who, much in whole.items()}
    return {who: much for who, much in found.items() if much > 0}


def names(community_id: int, agents: Iterable[int]) -> dict[int, str]:
    """What members are called, by their numbers."""
    return dict(Agent.objects.filter(community_id=community_id, pk__in=set(agents)).values_list("pk", "name"))


def ids(community_id: int, agents: Iterable[int]) -> dict[int, UUID]:
    """The ids of members, by their numbers."""
    return dict(Agent.objects.filter(community_id=community_id, pk__in=set(agents)).values_list("pk", "public_id"))


def read_all(actor: Actor, why: str) -> list[Stand]:
    """Everybody's, for whoever handles the money: the reading is written down."""
    if not policy.may(actor, "market.read_books"):
        return []
    rows = BookLine.objects.filter(community_id=actor.community_id)
    whole: dict[int, Counter[str]] = {}
    for agent, kind, minor in rows.values_list("agent", "kind").annotate(Sum("minor")).order_by("agent", "kind"):
        whole.setdefault(agent, Counter())[kind] += minor
    audit.reading(actor, "market.read_books", list(whole), why)
    return [
        Stand(agent, kinds["shares"], sum(kinds[kind] for kind in OWED), kinds["retained"], kinds["given"])
        for agent, kinds in whole.items()
    ]


def _summed(rows: Iterable[tuple[int, int]]) -> dict[int, int]:
    return {who: much for who, much in sorted(rows) if much}


def _years_after(day: date, years: int) -> date:
    """The same day so many years later; the last of February where there is no such day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
