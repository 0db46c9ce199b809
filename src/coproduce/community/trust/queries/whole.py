"""The net as a whole: who has to do with whom, where it hangs by a thread, and which streets have none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from random import Random

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.meet import may_be_suggested
from coproduce.community.people.models import Agent, BarredPair, Membership, Neighbourhood
from coproduce.community.people.queries import MEMBER
from coproduce.community.trust.models import Rhythm, Tie
from coproduce.community.trust.queries.net import Heard, heard
from coproduce.community.trust.queries.ties import Seen, every_tie, half_days
from coproduce.community.trust.rules import CALLS_A_WEEK, COLD, FEW_NAMES, in_tiles, warmth, who_could_bridge
from coproduce.core.network import cut_people
from coproduce.core.stats import Rounding, Suppression

READ = "trust.read_net"


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody who asked to be rung and might like a call, with the plain reason: a word of `WHY`."""

    agent: Agent
    reason: str


@dataclass(frozen=True, slots=True)
class Could:
    """Two who could be introduced, and who knows both."""

    one: Agent
    other: Agent
    between: Agent


@dataclass(frozen=True, slots=True)
class Whole:
    """What the desk sees of the net: of whom nobody has heard, who might like a call, whom to introduce, on whom much
    rests; how many silences are over, and how many of those needed nobody."""

    silent: tuple[Heard, ...]
    calls: tuple[Call, ...]
    could_meet: tuple[Could, ...]
    rests_on: tuple[Agent, ...]
    over: int
    fine: int


def whole(actor: Actor, today: date) -> Whole | None:
    """All of it, for the desk, written down as read; None for anybody else."""
    if not policy.may(actor, READ):
        return None
    here = actor.community_id
    rhythms = heard(Rhythm.objects.filter(community_id=here), today)
    silent = tuple(one for one in rhythms if one.silence)
    ties = every_tie(here, today)
    members = Membership.objects.filter(may_be_suggested((), here, today), community_id=here, state=Membership.ACTIVE)
    rows = members.filter(agent__kind=Agent.PERSON).select_related("agent").order_by("pk")
    known = {row.agent_id: row for row in rows if MEMBER in row.roles}
    pairs = [(tie.one, tie.other) for tie in ties if tie.one in known and tie.other in known]
    agents = {who: row.agent for who, row in known.items()}
    could = tuple(_could_meet(here, pairs, known))
    rests_on = tuple(agents[who] for who in cut_people(pairs))
    calls = tuple(_calls(rhythms, ties, today))
    read = [*(one.rhythm.agent_id for one in silent), *(one.agent.pk for one in calls), *(one.pk for one in rests_on)]
    audit.reading(actor, READ, read, "list")
    over, fine = (sum(getattr(one, name) for one in rhythms) for name in ("over", "fine"))
    return Whole(silent, calls, could, rests_on, over, fine)


def _could_meet(community_id: int, pairs: list[tuple[int, int]], known: dict[int, Membership]) -> Iterable[Could]:
    """A few of different streets with no tie of their own, whom somebody knows both."""
    streets = {who: row.neighbourhood_id for who, row in known.items() if row.neighbourhood_id}
    barred = BarredPair.objects.filter(community_id=community_id).values_list("one", "other")
    asked = Tie.objects.filter(community_id=community_id, kind=Tie.INTRODUCED).values_list("one", "other")
    apart = {frozenset(pair) for pair in barred.union(asked)}
    for bridge in who_could_bridge(pairs, streets, apart):
        yield Could(*(known[who].agent for who in (bridge.one, bridge.other, bridge.between)))  # type: ignore[index]


def _calls(rhythms: list[Heard], ties: list[Seen], today: date) -> Iterable[Call]:
    """Of those who asked, whom few would ring or who had little to do with anybody; never in an order that ranks."""
    quiet = [one for one in rhythms if not one.silence and (today - one.on).days > 7]
    asked = {one.rhythm.agent_id for one in quiet}
    last: dict[int, dict[int, date]] = {}
    for tie in ties:
        for who, whom in ((tie.one, tie.other), (tie.other, tie.one)):
            if who in asked:
                mine = last.setdefault(who, {})
                mine[whom] = max(tie.last_on, mine.get(whom, tie.last_on))
    found = []
    for row in quiet:
        who = row.rhythm.agent_id
        if row.names < FEW_NAMES:
            found.append(Call(row.rhythm.agent, "few names"))
        elif warmth(last.get(who, {}).values(), today, half_days()) < COLD:
            found.append(Call(row.rhythm.agent, "a while ago"))
    week = today.isocalendar()
    Random(f"{week.year} {week.week}").shuffle(found)  # noqa: S311 - an order that ranks nobody
    return found[:CALLS_A_WEEK]


@dataclass(frozen=True, slots=True)
class Street:
    """An area, its place on the chart, and how many there have to do with somebody, as it may be printed: `*` is 1 to
    7, and 0 is a hole in the net."""

    name: str
    column: int
    row: int
    threads: str
    is_hole: bool


def streets(actor: Actor, today: date) -> list[Street]:
    """Every area of the community, by name; nothing for who may not read it. Rounded and without a total, so that no
    hidden number is found by subtracting."""
    if not policy.may(actor, "trust.read_streets"):
        return []
    here = actor.community_id
    tied = {who for tie in every_tie(here, today) for who in (tie.one, tie.other)}
    areas = list(Neighbourhood.objects.filter(community_id=here).order_by("name"))
    members = Membership.objects.filter(community_id=here, state=Membership.ACTIVE).exclude(neighbourhood=None)
    lives = list(members.values_list("agent", "neighbourhood"))
    number = {area.pk: sum(1 for who, where in lives if where == area.pk and who in tied) for area in areas}
    tiles = in_tiles([(area.pk, float(area.latitude), float(area.longitude)) for area in areas])
    rule = Rounding(Suppression())
    return [Street(area.name, *tiles[area.pk], rule.text(number[area.pk]), not number[area.pk]) for area in areas]
