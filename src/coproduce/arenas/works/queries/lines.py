"""A lane as its rules take it, how far it is, its line and what that takes: read from what is written down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coproduce.arenas.works import rules as reckoned
from coproduce.arenas.works.models import House, Lane
from coproduce.arenas.works.queries.here import Here
from coproduce.arenas.works.rules import Bill, Ground, Line, Link, Missing, Quantities, Reached, Rules, Way


def house(row: House) -> reckoned.House:
    """A house as the rules take it."""
    return reckoned.House(row.plot, row.people, row.chainage_mm, row.frontage_mm, row.is_waived)


def ground(row: Lane) -> tuple[Ground, ...]:
    """Its ground, from the upper end on."""
    return tuple(Ground(place, level) for place, level in row.ground)


def lane(row: Lane, houses: Iterable[House], above: int = 0) -> reckoned.Lane:
    """A lane as the rules take it; `above` are people of lanes that run into it."""
    return reckoned.Lane(tuple(map(house, houses)), ground(row), row.outlet_mm, people_above=above)


def people_above(row: Lane, rows: Sequence[Lane]) -> int:
    """How many live in lanes that run into this one, over others too. `rows` are all lanes, with their houses."""
    above: set[int] = set()
    grown = {row.pk}
    while grown:
        grown = {one.pk for one in rows if one.into_id in grown and one.pk not in above and one.pk != row.pk}
        above |= grown
    return sum(one.people for lane_above in rows if lane_above.pk in above for one in lane_above.houses.all())


@dataclass(frozen=True, slots=True)
class Drawn:
    """The line of a lane: what it takes and what that costs, and how it could be built otherwise."""

    line: Line
    taken: Quantities
    bill: Bill
    official: Bill
    ways: tuple[Way, ...]


def drawn(row: reckoned.Lane, rules: Rules, pipe_mm: int | None) -> Drawn:
    """A line reckoned through, with the narrowest pipe unless one is chosen. WorksError for what cannot be built."""
    line = reckoned.design(row, rules, pipe_mm)
    taken = reckoned.quantities(line, rules)
    ways = reckoned.alternatives(row, rules)
    official = reckoned.quantities(reckoned.design(row, rules, ways[-1].pipe_mm), rules)
    return Drawn(line, taken, reckoned.bill(taken, rules.book), reckoned.bill(official, rules.official_book), ways)


def reached(row: Lane, houses: Sequence[House], here: Here) -> Reached:
    """What is done in a lane."""
    is_agreed = row.due_on != [] and bool(houses) and agreed(row, houses, here).may_start
    return Reached(
        row.elected_id is not None, bool(row.ground), row.pipe_mm is not None, is_agreed, row.started_on is not None,
        row.inspected_on is not None, row.used_on is not None, row.outlet_mm is not None,
    )  # fmt: skip


def agreed(row: Lane, houses: Sequence[House], here: Here) -> reckoned.Agreed:
    """How many of those who pay have agreed, and whether that is enough to begin."""
    have = [one.plot for one in houses if one.agreed_on]
    return reckoned.agreed([house(one) for one in houses], have, here.rules(row).agreed_share)


def links(rows: Iterable[Lane]) -> list[Link]:
    """Lanes and trunks as they run into each other."""
    return [
        Link(one.name, one.into.name if one.into else None, one.used_on is not None or one.is_laid, one.is_trunk)
        for one in rows
    ]  # fmt: skip


def waits_for(row: Lane, rows: Sequence[Lane]) -> Missing | None:
    """The missing link a lane waits for on its way down; None where its water can run away."""
    return next((one for one in reckoned.missing_links(links(rows)) if row.name in one.waiting), None)
