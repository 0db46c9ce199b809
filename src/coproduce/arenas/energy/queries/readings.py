"""Curves as they are kept: whole numbers and a letter for each, packed; the last version of a month holds."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from coproduce.arenas.energy.models import Point, Readings
from coproduce.arenas.energy.rules import Curve, Days, Gaps, at_steps_of, filled, month_of
from coproduce.arenas.energy.rules.readings import MISSING

Key = tuple[int, str, date]


def packed(curve: Curve) -> tuple[bytes, bytes]:
    """The watt-hours and the letters of a curve; what is missing is kept as nothing, and its letter says so."""
    wh = np.array([one or 0 for one in curve.wh], "<i8")
    return zlib.compress(wh.tobytes()), zlib.compress(curve.quality.encode())


def last_readings(points: Iterable[Point], from_on: date, until_on: date) -> dict[Key, Readings]:
    """The version that holds of each point, of what it used or made, of each month that begins on one of these days."""
    rows = Readings.objects.filter(point__in=list(points), month_on__gte=from_on, month_on__lte=until_on)
    return {(row.point_id, row.what, row.month_on): row for row in rows.select_related("point").order_by("version")}


def curve_in(rows: Mapping[Key, Readings], point: Point, what: str, days: Days, gaps: Gaps) -> Curve | None:
    """What is known of a month at its steps, its gaps filled as the policy says; None where nothing ever came.

    For "as a week before" the month before is looked at, too.
    """
    row = rows.get((point.pk, what, days.first_on))
    if row is None:
        return None
    own = at_steps_of(row.curve(), days.step_minutes)
    if gaps.policy == "leave":
        return own
    month = month_of((days.first_on - timedelta(1)).replace(day=1), days.zone, days.step_minutes)
    last = rows.get((point.pk, what, month.first_on))
    before = at_steps_of(last.curve(), days.step_minutes) if last else nothing(month)
    whole = filled(joined((before, own)), gaps)
    return replace(whole, wh=whole.wh[-days.many :], quality=whole.quality[-days.many :])


def nothing(days: Days) -> Curve:
    """A curve of which nothing is known."""
    return Curve("", days.step_minutes, (None,) * days.many, MISSING * days.many)


def joined(parts: Sequence[Curve]) -> Curve:
    """One after the other."""
    wh = tuple(one for part in parts for one in part.wh)
    return replace(parts[-1], wh=wh, quality="".join(part.quality for part in parts))
