"""A lane walked with a level: what was read on the staff, whether the walk closes, and the ground along the lane.

All in whole millimetres. A walk ends where it began, or on another known level; what it misses there is shared along
the way where it is little, and refused where it is more. Source of what is little: ordinary levelling, from memory
(verify locally); the rule set says it.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isqrt
from typing import Any

from coproduce.arenas.works.rules.faults import WorksError
from coproduce.core.arena import told_as

#: What an ordinary level may miss on a kilometre, and on the shortest walk.
MM_A_ROOT_KM, LEAST_MM = 24, 5


@dataclass(frozen=True, slots=True)
class Sight:
    """What was read on the staff at one place: backwards from a new stand of the level, between, or forwards to it.

    `chainage_mm` is None for a place that is not in the lane, like the mark on a well that the walk begins from.
    """

    where: str
    chainage_mm: int | None = None
    back_mm: int | None = None
    between_mm: int | None = None
    fore_mm: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """The level of the ground at one place of the lane, from its upper end on."""

    chainage_mm: int
    level_mm: int


@dataclass(frozen=True, slots=True)
class Walk:
    """The levels of every place in the order of the walk, what it missed at its end, and what it might have missed."""

    levels_mm: tuple[int, ...]
    misclosure_mm: int
    allowed_mm: int


def allowed_mm(length_mm: int, mm_a_root_km: int = MM_A_ROOT_KM, least_mm: int = LEAST_MM) -> int:
    """What a walk of this length may miss at its end: it grows with the root of the way.

    >>> allowed_mm(1_000_000), allowed_mm(250_000), allowed_mm(1_000)
    (24, 12, 5)
    """
    return max(least_mm, isqrt(mm_a_root_km**2 * abs(length_mm) // 1_000_000))


def walk(
    sights: Sequence[Sight | Mapping[str, Any]],
    start_mm: int,
    end_mm: int | None = None,
    *,
    length_mm: int | None = None,
    mm_a_root_km: int = MM_A_ROOT_KM,
    least_mm: int = LEAST_MM,
) -> Walk:
    """Levels from what was read on the staff, once the walk closes: on where it began, or on `end_mm`.

    `length_mm` is how far was walked; left out, twice the length of the lane. What is missed is shared along the stands
    of the level, to the millimetre. WorksError for a walk that does not close, and for a sheet that is no walk.

    >>> there = [Sight("well", None, 1500), Sight("top", 0, 1200, None, 1000), Sight("well", fore_mm=1698)]
    >>> walk(there, 10_000)
    Walk(levels_mm=(10000, 10499, 10000), misclosure_mm=2, allowed_mm=5)
    """
    rows = _rows(sights)
    levels, stands, sight_at = [start_mm], [0], start_mm + (rows[0].back_mm or 0)
    for row in rows[1:]:
        read = row.fore_mm if row.fore_mm is not None else row.between_mm
        assert read is not None
        levels.append(sight_at - read)
        stands.append(stands[-1])
        if row.fore_mm is not None:
            stands[-1] += 1
            sight_at = levels[-1] + (row.back_mm or 0)
    missed = levels[-1] - (start_mm if end_mm is None else end_mm)
    chainages = [row.chainage_mm for row in rows if row.chainage_mm is not None]
    went = 2 * (max(chainages) - min(chainages)) if length_mm is None and chainages else length_mm or 0
    allowed = allowed_mm(went, mm_a_root_km, least_mm)
    if abs(missed) > allowed:
        raise WorksError(
            "MISCLOSURE",
            "sights",
            f"The walk ends {missed:+} mm from where it should, and {allowed} mm is what such a way "
            "may miss: look for a reading that was written down wrong, or walk it again.",
        )
    mended = (level - missed * stand // stands[-1] for level, stand in zip(levels, stands, strict=True))
    return Walk(tuple(mended), missed, allowed)


def ground_of(sights: Sequence[Sight | Mapping[str, Any]], levels_mm: Sequence[int]) -> tuple[Ground, ...]:
    """The ground of the lane from its upper end on, of the places of a walk that lie in it."""
    rows = [told_as(Sight, row) for row in sights]
    return along(
        Ground(row.chainage_mm, level)
        for row, level in zip(rows, levels_mm, strict=True)
        if row.chainage_mm is not None
    )


def along(ground: Any) -> tuple[Ground, ...]:
    """Places of a lane in the order of their chainage. WorksError for two levels of one place, and for fewer than two.

    >>> along([Ground(20_000, 9_800), Ground(0, 10_000)])[0]
    Ground(chainage_mm=0, level_mm=10000)
    """
    rows = sorted((told_as(Ground, row) for row in ground), key=lambda row: row.chainage_mm)
    for one, other in pairwise(rows):
        if one.chainage_mm == other.chainage_mm:
            raise WorksError(
                "TWICE", "ground", f"There are two levels at {one.chainage_mm / 1000:g} m: keep the one that is right."
            )
    if len(rows) < 2:
        raise WorksError("TOO_FEW", "ground", "A lane needs a level at its upper end and one at its lower, at least.")
    return tuple(rows)


def level_at(ground: Sequence[Ground], chainage_mm: int) -> int:
    """The level of the ground at a place, between those that were taken: the straight line, rounded down.

    >>> level_at([Ground(0, 10_000), Ground(20_000, 9_800)], 5_000)
    9950
    """
    if not ground[0].chainage_mm <= chainage_mm <= ground[-1].chainage_mm:
        raise WorksError(
            "OUT_OF_LANE", "chainage_mm", f"No level was taken at {chainage_mm / 1000:g} m: survey it too."
        )
    below = max(1, bisect_left(ground, chainage_mm, key=lambda row: row.chainage_mm))
    one, other = ground[below - 1], ground[below]
    rise, way = other.level_mm - one.level_mm, other.chainage_mm - one.chainage_mm
    return one.level_mm + rise * (chainage_mm - one.chainage_mm) // way


def _rows(sights: Sequence[Sight | Mapping[str, Any]]) -> list[Sight]:
    """The rows of a sheet that is a walk: it begins looking back, ends looking forwards, each place read once."""
    rows = [told_as(Sight, row) for row in sights]
    if len(rows) < 2:
        raise WorksError("TOO_FEW", "sights", "A walk has a place it begins from, and one it ends on.")
    for number, row in enumerate(rows, start=1):
        has = tuple(one is not None for one in (row.back_mm, row.between_mm, row.fore_mm))
        if number == 1:
            fits, say = has == (True, False, False), "begins looking back"
        elif number == len(rows):
            fits, say = has == (False, False, True), "ends looking forwards"
        else:
            fits, say = has in ((True, False, True), (False, True, False)), "is read once, or turns there"
        if not fits:
            raise WorksError("NOT_A_WALK", f"row {number}", f"Row {number}, {row.where}: a walk {say}. Mend the row.")
        for read in (row.back_mm, row.between_mm, row.fore_mm):
            if read is not None and read < 0:
                raise WorksError("NEGATIVE", f"row {number}", f"Row {number}, {row.where}: a staff is read from 0 up.")
    return rows
