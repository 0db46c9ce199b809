"""Who brings what to whom, as it was planned: for whoever drives their own sheet, for the desk all of them."""

from collections import defaultdict
from dataclasses import dataclass

from coproduce.arenas.food.models import OrderCycle
from coproduce.arenas.food.queries.cycles import lines_of, together
from coproduce.arenas.food.queries.words import much
from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Membership

#: Why somebody is on no round, as it is said to the desk.
WHY = {
    "NO_VEHICLE": "nobody drives",
    "TOO_MUCH": "more than any vehicle carries",
    "OUT_OF_REACH": "nobody is there and back in time",
    "NO_ROOM": "all vehicles are full or elsewhere",
    "NO_PLACE": "their part of town is not known",
    "ASK_DESK": "somebody else has to bring it",
}


@dataclass(frozen=True, slots=True)
class Stopped:
    """One stop: when, who it is, in which part of town, and what is brought."""

    arrives: int
    name: str
    area: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One driver's round."""

    driver: int
    name: str
    by: str
    leaves: int
    returns: int
    grams: int
    minutes: int
    stops: tuple[Stopped, ...]
    is_brought: bool


@dataclass(frozen=True, slots=True)
class Round:
    """The sheets a reader may read, where they begin, and for the desk who is on none and why."""

    depot: str
    sheets: tuple[Sheet, ...]
    left_out: tuple[tuple[str, str], ...]


def on_round(row: OrderCycle) -> set[int]:
    """The numbers of everybody who drives, or is brought something."""
    routes = row.round.get("routes", ())
    return {one["who"] for one in row.round.get("drivers", ())} | {stop for one in routes for stop in one["stops"]}


def round_of(actor: Actor, row: OrderCycle, why: str) -> Round | None:
    """The round of an order; None where none is planned, or it is not the reader's. The reading is written down."""
    is_desk = policy.may(actor, "food.read_round")
    if not row.round or not (is_desk or policy.may(actor, "food.read_round", "own")):
        return None
    routes = [one for one in row.round["routes"] if is_desk or one["who"] == actor.agent_id]
    out = {int(who): code for who, code in row.round["left_out"].items()} if is_desk else {}
    if not routes and not out:
        return None
    stops = {stop for one in routes for stop in one["stops"]}
    people = Membership.objects.filter(agent__in={*stops, *out, *(one["who"] for one in routes)})
    known = {one.agent_id: one for one in people.select_related("agent", "neighbourhood")}
    things: dict[int, list[str]] = defaultdict(list)
    for line in together(lines_of(row).filter(agent__in=stops)):
        amount = line.allotted if line.received is None else line.received
        if amount:
            things[line.agent_id].append(much(line.product, amount))
    audit.reading(actor, "food.read_round", sorted(stops), why)
    by = {one["who"]: one["by"] for one in row.round["drivers"]}
    sheets = [
        Sheet(
            one["who"], known[one["who"]].agent.name, by[one["who"]], one["leaves"], one["returns"], one["load"],
            one["minutes"],
            tuple(
                Stopped(when, known[stop].agent.name, _area(known[stop]), tuple(things[stop]))
                for stop, when in zip(one["stops"], one["arrives"], strict=True)
            ),
            str(one["who"]) in row.round["brought"],
        )
        for one in routes
    ]  # fmt: skip
    return Round(row.round["depot"], tuple(sheets), tuple((known[who].agent.name, code) for who, code in out.items()))


def _area(row: Membership) -> str:
    return row.neighbourhood.name if row.neighbourhood else ""
