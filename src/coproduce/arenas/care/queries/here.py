"""The rules, the day and the clock of one place, asked for together."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from coproduce.arenas.care import COORDINATOR
from coproduce.arenas.care.models import Case
from coproduce.arenas.care.rules import Rules, Since
from coproduce.community.base import clock
from coproduce.community.people.models import Community, Membership
from coproduce.community.people.queries import brokers
from coproduce.community.people.rule_sets.queries import rules_of


@dataclass(frozen=True, slots=True)
class Here:
    """A community as its clocks run."""

    community: Community
    rules: Rules
    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def moment(self, said: datetime) -> datetime | None:
        """A moment as it was said, by the clock of the place where it names none; None for one no calendar holds."""
        try:
            return (said if said.tzinfo else said.replace(tzinfo=self.zone)).astimezone(UTC)
        except OverflowError:
            return None

    def home_on(self, row: Case) -> date:
        """Since when they are home; where nobody knows, since it was opened."""
        return row.home_on or row.opened_at.astimezone(self.zone).date()

    def begins(self, day: date) -> datetime:
        """The first moment of a day here: clocks of whoever came home on it run from then, so that none runs late."""
        return datetime.combine(day, time(), self.zone)


def here(community: Community) -> Here:
    today = clock.today(community.time_zone)
    return Here(community, rules_of(community.pk, "care", today), ZoneInfo(community.time_zone), clock.now())


def rota(community_id: int) -> tuple[int, ...]:
    """The agents who are rung for what is urgent, in their order: the coordinators, then the rest of the desk."""
    found = Membership.objects.filter(
        community_id=community_id, state=Membership.ACTIVE, roles__icontains=COORDINATOR
    ).order_by("pk")
    first = [agent for agent, roles in found.values_list("agent_id", "roles") if COORDINATOR in roles]
    return tuple(dict.fromkeys((*first, *brokers(community_id))))


def since(row: Case, place: Here) -> Since:
    """What the clocks of a case run from."""
    return Since(row.opened_at, place.begins(row.home_on) if row.home_on else None, row.accepted_at)
