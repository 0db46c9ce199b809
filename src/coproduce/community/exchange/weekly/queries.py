"""Reading a community's own weeks: ties, figures, and what was foretold. Places and counts, never a name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round
from coproduce.community.exchange.models import Agreement, Contribution, Forecast
from coproduce.community.exchange.ring import Rate, ReturnRate
from coproduce.community.exchange.weekly.rules import (
    WEEK,
    Chance,
    Deed,
    Score,
    Weeks,
    chance,
    score,
    taking_part_on,
    weeks_of,
)
from coproduce.community.people.models import Agent, Membership
from coproduce.core.stats import Suppression

READ = "exchange.read_weeks"

#: So many forecasts are shown.
NEWEST = 12


@dataclass(frozen=True, slots=True)
class OwnTies:
    """Members as places from 0, and each pair who helped by a thread of their own that was recognised, once.

    Which place is whose is said nowhere; `mine` is the reader's own, None where they are not among them. `today` are
    the places of those who take part.
    """

    members: int
    pairs: tuple[tuple[int, int], ...]
    mine: int | None
    today: tuple[int, ...]
    is_whole: bool

    @property
    def tied(self) -> int:
        """How many members have any tie."""
        return len({one for pair in self.pairs for one in pair})


@dataclass(frozen=True, slots=True)
class TownFigures:
    """A community as the model reads it; None is too small to be shown. `weeks` only for who sees the books whole."""

    members: int | None
    active: Chance | None
    stopping: Chance | None
    by_word_of_mouth: Chance | None
    by_the_desk: Chance | None
    asked: Rate | None
    came_round: ReturnRate | None
    weeks: Weeks | None


@dataclass(frozen=True, slots=True)
class Foretold:
    """A forecast that was kept, how many took part in the weeks that have come since, and how it did in them."""

    made_on: date
    how: str
    low: tuple[int, ...]
    middle: tuple[int, ...]
    high: tuple[int, ...]
    real: tuple[int, ...]
    scored: Score


def _rule(actor: Actor) -> Suppression | None:
    """What is too small for this actor to read; None for who may read nothing of it."""
    seen = policy.rule_on(actor, READ)
    return None if seen == "deny" else Suppression(0) if seen == "allow" else Suppression()


def own_ties(actor: Actor, today: date) -> OwnTies | None:
    """The members there are now and their ties; None for who may not read them, or where few are
    tied, or few are not, and the reader sees sums alone.

    A tie is a recognised thread that was not taken back, between two people who are members still.
    """
    rule = _rule(actor)
    if rule is None:
        return None
    here = Membership.objects.filter(community_id=actor.community_id, state__in=(Membership.ACTIVE, Membership.PAUSED))
    places = {agent: place for place, agent in enumerate(here.order_by("agent_id").values_list("agent_id", flat=True))}
    stands = Contribution.objects.filter(
        community_id=actor.community_id, agreement__state=Agreement.RECOGNISED, corrected_by=None,
        giver__kind=Agent.PERSON, receiver__kind=Agent.PERSON,
    ).exclude(giver=F("receiver"))  # fmt: skip
    ends = stands.values_list("giver_id", "receiver_id").distinct()
    pairs = {tuple(sorted((places[one], places[other]))) for one, other in ends if {one, other} <= places.keys()}
    mine = places.get(actor.agent_id) if actor.agent_id is not None else None
    now = sorted(places[one] for one in taking_part_on(own_deeds(actor), today) & places.keys())
    found = OwnTies(len(places), tuple(sorted(pairs)), mine, tuple(now), rule.largest_hidden == 0)  # type: ignore[arg-type]
    few = None in (rule.hide(found.tied), rule.hide(found.members - found.tied))
    return None if few else found


def town_figures(actor: Actor, today: date, deeds: Sequence[Deed] | None = None) -> TownFigures | None:
    """Active share, drop-out, word of mouth, asked-rate and R over all arenas; None for who may not read them."""
    rule = _rule(actor)
    if rule is None:
        return None
    weeks = own_weeks(actor, today, deeds)
    here, part = (weeks.here[-1], weeks.taking_part[-1]) if weeks.ends else (0, 0)

    def shown(found: Chance) -> Chance | None:
        return None if None in (rule.hide(found.k), rule.hide(max(found.n - found.k, 0))) else found

    round_ = came_round(actor, None, today, rule)
    return TownFigures(
        members=rule.hide(here),
        active=shown(chance(min(part, here), here)),
        stopping=shown(weeks.stopping),
        by_word_of_mouth=shown(weeks.by_word_of_mouth),
        by_the_desk=shown(weeks.by_the_desk),
        asked=asked(actor, None, rule),
        came_round=replace(round_, by_generation={}) if round_ else None,
        weeks=weeks if rule.largest_hidden == 0 else None,
    )


def own_weeks(actor: Actor, today: date, deeds: Sequence[Deed] | None = None) -> Weeks:
    """Every week of a community, from its contributions that stand. Whoever calls has asked who may read it."""
    people = Membership.objects.filter(community_id=actor.community_id).exclude(state=Membership.APPLIED)
    joined, left = {}, {}
    for agent, came, went, state in people.values_list("agent_id", "joined_on", "left_on", "state"):
        joined[agent] = came
        if state == Membership.LEFT and went:
            left[agent] = went
    return weeks_of(own_deeds(actor) if deeds is None else deeds, joined, left, today)


def foretold(actor: Actor, today: date, deeds: Sequence[Deed] | None = None) -> list[Foretold] | None:
    """The newest forecasts that were kept, beside what came; None for who does not see the books whole."""
    if policy.rule_on(actor, READ) != "allow":
        return None
    kept = list(Forecast.objects.filter(community_id=actor.community_id).order_by("-made_on", "-pk")[:NEWEST])
    deeds = (own_deeds(actor) if kept else ()) if deeds is None else deeds
    found = []
    for row in kept:
        ends = (row.made_on + WEEK * (place + 1) for place in range(len(row.low)))
        real = tuple(len(taking_part_on(deeds, end)) for end in ends if end <= today)
        low, middle, high = (tuple(column) for column in (row.low, row.middle, row.high))
        found.append(Foretold(row.made_on, row.how, low, middle, high, real, score(low, high, real)))
    return found


def own_deeds(actor: Actor) -> list[Deed]:
    """Help between two people that stands: read once by who asks for several figures, having asked who may."""
    rows = Contribution.objects.filter(
        community_id=actor.community_id, corrected_by=None, giver__kind=Agent.PERSON, receiver__kind=Agent.PERSON
    ).exclude(giver=F("receiver"))
    said = rows.order_by("effective_on", "pk").values_list("giver_id", "receiver_id", "effective_on", "is_by_desk")
    return [Deed(*row) for row in said]
