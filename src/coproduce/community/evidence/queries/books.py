"""What pages of evidence add up, read once: each table of a community's year is asked for the first time it is needed,
and never again, however many figures come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Sum

from coproduce.community.evidence.consents import OUTCOMES
from coproduce.community.evidence.models import Outcome, ReportPart
from coproduce.community.exchange.figures import followed_here
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.exchange.ring import Followed
from coproduce.community.people.consent.queries import consenting
from coproduce.community.people.counting.rules import NOT_SAID
from coproduce.community.people.models import Agent, Community, Membership, StaffHours
from coproduce.core.quantity import HOURS

#: How far back figures look.
DAYS = 365


class Here(NamedTuple):
    """One member as figures know them; nobody reads a row. `agrees` is to being asked how things are."""

    agent: int
    gave: bool
    got: bool
    agrees: bool
    roles: list[str]
    sex: str
    age: str
    disability: str
    language: str
    area: str


class Deed(NamedTuple):
    """Somebody helped somebody: what stands of it in the books."""

    giver: int
    receiver: int
    arena: str
    kind: int
    entry: UUID
    is_by_desk: bool
    unit: str
    amount: int
    need: int | None
    on: date
    is_thanked: bool


class Asked(NamedTuple):
    """Somebody who is asked back in an arena, and what they said."""

    agent: int
    state: str
    in_the_way: str
    asked_on: date | None
    answered_on: date | None

    @property
    def is_asked(self) -> bool:
        """Whether they were asked, or answered before anybody had to."""
        return self.asked_on is not None or self.answered_on is not None


@dataclass(frozen=True)
class Books:
    """The year of a community up to a day."""

    community: Community
    today: date

    @property
    def from_on(self) -> date:
        """The first day of the year."""
        return self.today - timedelta(days=DAYS)

    @cached_property
    def months(self) -> tuple[date, date, date]:
        """The first days of two half years of whole months, and the day after both."""
        this = self.today.replace(day=1)
        one, other = (_months_before(this, number) for number in (12, 6))
        return one, other, this

    @cached_property
    def members(self) -> tuple[Here, ...]:
        """People who are members now."""
        did = Contribution.objects.filter(
            community_id=self.community.pk, corrected_by=None, effective_on__range=(self.from_on, self.today)
        )
        rows = Membership.objects.filter(
            community_id=self.community.pk, state=Membership.ACTIVE, agent__kind=Agent.PERSON
        ).annotate(
            gave=Exists(did.filter(giver=OuterRef("agent_id"))),
            got=Exists(did.filter(receiver=OuterRef("agent_id"))),
            agrees=Exists(consenting(OUTCOMES, self.today).filter(agent=OuterRef("agent"))),
        )
        told = ("sex", "age_band", "disability", "language")
        said = rows.values_list(
            "agent_id", "gave", "got", "agrees", "roles", *(f"about_me__{name}" for name in told), "neighbourhood__name"
        )
        return tuple(Here(*row[:5], *(one or NOT_SAID for one in row[5:])) for row in said)

    @cached_property
    def people(self) -> frozenset[int]:
        """The same by their numbers."""
        return frozenset(one.agent for one in self.members)

    @cached_property
    def deeds(self) -> tuple[Deed, ...]:
        """What stands from the first of the two half years on; `year` is what of it lies in the year."""
        rows = Contribution.objects.filter(
            community_id=self.community.pk, corrected_by=None,
            effective_on__range=(min(self.from_on, self.months[0]), self.today),
        )  # fmt: skip
        columns = (
            "giver", "receiver", "arena", "category", "entry", "is_by_desk", "unit", "amount", "need", "effective_on",
            "thanked_at",
        )  # fmt: skip
        return tuple(Deed._make((*row[:-1], row[-1] is not None)) for row in rows.values_list(*columns))

    @cached_property
    def year(self) -> tuple[Deed, ...]:
        """What was done in the year."""
        return tuple(one for one in self.deeds if one.on >= self.from_on)

    @cached_property
    def minutes(self) -> Mapping[tuple[int, int], int]:
        """Minutes of the year by who gave them to whom."""
        rows = Contribution.objects.filter(
            community_id=self.community.pk, corrected_by=None, unit=HOURS.code,
            effective_on__range=(self.from_on, self.today),
        )  # fmt: skip
        pairs = rows.order_by().values_list("giver", "receiver")
        return {(giver, receiver): sum_ for giver, receiver, sum_ in pairs.annotate(sum=Sum("amount"))}

    @cached_property
    def began(self) -> Mapping[tuple[int, int], date]:
        """The first day, ever, on which somebody gave a kind of help."""
        rows = Contribution.objects.filter(community_id=self.community.pk, corrected_by=None).order_by()
        firsts = rows.values_list("giver", "category").annotate(first=Min("effective_on"))
        return {(giver, kind): first for giver, kind, first in firsts}

    @cached_property
    def helped_on(self) -> Mapping[int, date]:
        """The first day, ever, on which somebody was helped by another."""
        rows = Contribution.objects.filter(community_id=self.community.pk, corrected_by=None).order_by()
        others = rows.exclude(giver=F("receiver"))
        return dict(others.values_list("receiver").annotate(on=Min("effective_on")))

    @cached_property
    def followed(self) -> tuple[Followed, ...]:
        """Those helped before they had given anything."""
        return followed_here(self.community.pk, self.today)

    @cached_property
    def asks(self) -> tuple[Asked, ...]:
        """Everybody who is asked back, in each arena."""
        rows = Ask.objects.filter(community_id=self.community.pk, agent__kind=Agent.PERSON)
        return tuple(Asked(*row) for row in rows.values_list("agent", "state", "in_the_way", "asked_on", "answered_on"))

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What was answered in the year about how things are, the earlier first."""
        rows = Outcome.objects.filter(community_id=self.community.pk, asked_on__range=(self.from_on, self.today))
        return tuple(rows.order_by("asked_on", "pk").only("measure", "agent_id", "is_refused", "answers", "asked_on"))

    @cached_property
    def paid(self) -> Mapping[date, int]:
        """Paid minutes by month."""
        rows = StaffHours.objects.filter(
            community_id=self.community.pk, replaced_by=None,
            month_on__range=(min(self.from_on, self.months[0]), self.today),
        )  # fmt: skip
        parts = ("women_minutes", "men_minutes", "other_minutes", "not_said_minutes")
        found: dict[date, int] = {}
        for month_on, *minutes in rows.values_list("month_on", *parts):
            found[month_on] = found.get(month_on, 0) + sum(minutes)
        return found

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The latest words of each part of the report, and of each table that is kept beside them."""
        rows = ReportPart.objects.filter(community_id=self.community.pk).order_by("made_at", "pk")
        return dict(rows.values_list("kind", "words"))


def _months_before(first: date, number: int) -> date:
    months = first.year * 12 + first.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)
