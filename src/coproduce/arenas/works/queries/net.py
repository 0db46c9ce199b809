"""Lanes and trunks as a map: what runs into what, drawn from the trunk outwards. Positions only, for a page to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

from coproduce.arenas.works.models import Lane
from coproduce.arenas.works.queries.lines import links
from coproduce.arenas.works.rules import Missing, missing_links, way_down

WIDE, HIGH, GAP = 150, 36, 24


@dataclass(frozen=True, slots=True)
class Spot:
    """A lane on the map: where it stands, whether it lies, and whether others wait for it."""

    row: Lane
    x: int
    y: int
    is_laid: bool
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Net:
    """The whole map, what is missing in it, and how large it is."""

    spots: tuple[Spot, ...]
    ways: tuple[tuple[int, int, int, int], ...]
    missing: tuple[Missing, ...]
    width: int
    height: int


def net(rows: Sequence[Lane]) -> Net:
    """Everything by how far its water has to run: what is nearest the trunk stands lowest."""
    known = {one.name: one for one in links(rows)}
    missing = missing_links(known.values())
    wanted = {one.name for one in missing}
    deep = {name: len(way_down(known, name)) - 1 for name in known}
    top = max(deep.values(), default=0)
    across: dict[int, int] = {}
    spots: dict[int, Spot] = {}
    for row in sorted(rows, key=lambda one: (deep[one.name], one.name)):
        level = deep[row.name]
        place = across.get(level, 0)
        across[level] = place + 1
        x, y = GAP + place * (WIDE + GAP), GAP + (top - level) * (HIGH + 2 * GAP)
        spots[row.pk] = Spot(row, x, y, known[row.name].is_laid, row.name in wanted)
    ways = tuple(
        (one.x + WIDE // 2, one.y + HIGH, spots[one.row.into_id].x + WIDE // 2, spots[one.row.into_id].y)
        for one in spots.values() if one.row.into_id in spots
    )  # fmt: skip
    width = GAP + max(across.values(), default=1) * (WIDE + GAP)
    return Net(tuple(spots.values()), ways, missing, width, GAP + (top + 1) * (HIGH + 2 * GAP))
