"""A community, its rules of energy and its day; and what members agreed for a month."""

from dataclasses import dataclass
from datetime import date

from coproduce.arenas.energy import ARENA
from coproduce.arenas.energy.models import SharingTerms
from coproduce.arenas.energy.rules import Gaps, Prices, Rules, Sharing
from coproduce.community.base import clock
from coproduce.community.people.models import Community
from coproduce.community.people.rule_sets.queries import rules_of
from coproduce.core.quantity import Unit, unit_of_money

#: Nothing is shared of days before.
OLDEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Here:
    """A community, its rules and its day."""

    community: Community
    rules: Rules
    today: date

    @property
    def money(self) -> Unit:
        return unit_of_money(self.community.currency)

    @property
    def gaps(self) -> Gaps:
        """How missing readings are filled here."""
        return Gaps(self.rules.gaps, self.rules.longest_gap_minutes // self.rules.step_minutes)


def here(community_id: int) -> Here:
    return here_in(Community.objects.get(pk=community_id))


def here_in(community: Community) -> Here:
    """The same, where the community was read already."""
    today = clock.today(community.time_zone)
    return Here(community, rules_of(community.pk, ARENA.slug, today), today)


def terms_of(community_id: int, month_on: date) -> SharingTerms | None:
    """What was agreed for that month: of two agreements from one day on the later one counts."""
    rows = SharingTerms.objects.filter(community=community_id, from_on__lte=month_on)
    return rows.select_related("decision").order_by("-from_on", "-pk").first()


def sharing(terms: SharingTerms) -> Sharing:
    """The key, as the rules take it."""
    return Sharing(terms.key, **terms.goes_by)  # type: ignore[arg-type]


def prices(terms: SharingTerms) -> Prices:
    """The prices, as the rules take them."""
    return Prices(terms.neighbours, terms.retail, terms.feed_in)
