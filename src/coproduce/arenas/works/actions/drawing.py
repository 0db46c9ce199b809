"""The verbs of drawing: a lane's survey brought as a sheet, and the line it chose."""

import csv
from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.works.actions.lanes import STARTED, begin_again
from coproduce.arenas.works.models import Lane
from coproduce.arenas.works.queries.here import NO_LANE, held, here, houses_of, lanes_of, may_lead, said
from coproduce.arenas.works.queries.lines import drawn, lane as as_lane, people_above
from coproduce.arenas.works.queries.sheets import Levels, read_levels
from coproduce.arenas.works.rules import Rules, WorksError, millimetres
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.core.refusal import Refusal
from coproduce.interop.sheets_reading import SheetError

LONGEST_SHEET = 200_000


@dataclass(frozen=True, slots=True)
class Surveyed:
    """Which lane, at how many places, whether that is new, and what a walk missed."""

    lane: UUID
    places: int
    is_new: bool
    missed_mm: int | None


@dataclass(frozen=True, slots=True)
class Designed:
    """Which lane, with which pipe, what it costs, and how long it takes them."""

    lane: UUID
    pipe_mm: int
    cost_minor: int
    weeks: int


@action("works.bring_survey", receipt=Surveyed)
def bring_survey(
    actor: Actor,
    *,
    lane: UUID,
    levels: str,
    unit: str = "m",
    start: str = "",
    outlet: str = "",
    head: str = "",
    request_id: UUID,
) -> Done[Surveyed] | Refusal:
    """Bring a lane's levels as the text of a sheet (CSV): `chainage, level`, or a walk `where, chainage, back, between,
    fore` that begins from the known level `start` and closes.

    `outlet` is the level of the bed it runs into, `head` how high the water of a main stands at its upper end; both may
    be left out. The same sheet twice changes nothing. A row that is wrong is named, with what to mend.
    """
    row = held(actor, lane)
    if row is None:
        return NO_LANE
    if not may_lead(actor, "works.bring_survey", row):
        return NOT_ALLOWED
    if row.is_trunk:
        return Refusal("TRUNK", "Others survey a trunk: choose a lane.", "lane")
    if len(levels) > LONGEST_SHEET:
        return Refusal("TOO_LONG", "No lane has as many rows: look whether it is the right sheet.", "levels")
    place = here(actor.community_id)
    known = _lengths(unit, start=start, outlet=outlet, head=head)
    if isinstance(known, Refusal):
        return known
    found = read(levels, unit, known["start"], place.rules())
    if isinstance(found, Refusal):
        return found
    new = {
        "ground": [[one.chainage_mm, one.level_mm] for one in found.ground],
        "outlet_mm": known["outlet"], "head_mm": known["head"],
        "missed_mm": found.walk and found.walk.misclosure_mm, "allowed_mm": found.walk and found.walk.allowed_mm,
    }  # fmt: skip
    if all(getattr(row, name) == value for name, value in new.items()):
        return Done(Surveyed(lane, len(found.ground), False, row.missed_mm))
    if row.started_on:
        return STARTED
    for name, value in new.items():
        setattr(row, name, value)
    if fault := _can_be_laid(row, levels, place.rules()):
        return fault
    row.surveyed_on = place.today
    told = begin_again(row)
    return Done(Surveyed(lane, len(found.ground), True, row.missed_mm), told)


def read(levels: str, unit: str, start_mm: int | None, rules: Rules) -> Levels | Refusal:
    """The ground of a sheet, or what to mend in it."""
    try:
        return read_levels(levels.encode(), unit, rules, start_mm)
    except SheetError as fault:
        return Refusal("UNREADABLE", str(fault).replace("%", "%%"), "levels")
    except WorksError as fault:
        field = "start" if fault.field == "start" else "levels"
        return Refusal(fault.code, str(fault).replace("%", "%%"), field)


def _lengths(unit: str, **texts: str) -> dict[str, int | None] | Refusal:
    """Levels that are said beside the sheet, in its unit; None for one that is left out."""
    if isinstance(wrong := said(lambda: millimetres([], unit)), Refusal):
        return wrong
    found: dict[str, int | None] = {}
    for name, text in texts.items():
        length = said(lambda text=text: millimetres([text], unit)) if text.strip() else (None,)  # type: ignore[misc]
        if isinstance(length, Refusal):
            return Refusal(length.code, "Write a level like 9.80, in the unit of the sheet.", name)
        found[name] = length[0]
    return found


def _can_be_laid(row: Lane, levels: str, rules: Rules) -> Refusal | None:
    """None unless houses and outlet are known and no sewer can be laid: then what to mend, where it falls the wrong way
    by the last row."""
    houses = houses_of(row)
    if not houses or row.outlet_mm is None:
        return None
    found = said(lambda: drawn(as_lane(row, houses, _above(row)), rules, None))
    if not isinstance(found, Refusal):
        return None
    last = sum(1 for line in csv.reader(levels.splitlines()) if any(cell.strip() for cell in line))
    if found.code in ("ADVERSE_SLOPE", "TOO_FLAT"):
        words = f"Row {last}, {row.ground[-1][0] / 1000:g} m: {found.template}"
        return Refusal(found.code, words, "levels", found.values)
    return Refusal(found.code, found.template, "levels", found.values)


def _above(row: Lane) -> int:
    return people_above(row, list(lanes_of(row.community_id).prefetch_related("houses")))


@action("works.choose_design", receipt=Designed)
def choose_design(actor: Actor, *, lane: UUID, pipe_mm: int, request_id: UUID) -> Done[Designed] | Refusal:
    """Choose with which pipe a lane is laid: its line, what it takes and costs are frozen by the rules of today.

    A lane without an outlet, falling away from it, with too little earth over the pipe or too little fall is refused.
    """
    row = held(actor, lane)
    if row is None:
        return NO_LANE
    if not may_lead(actor, "works.choose_design", row):
        return NOT_ALLOWED
    if row.started_on:
        return STARTED
    if not row.ground:
        return Refusal("NOT_SURVEYED", "Survey the lane first.", "lane")
    place = here(actor.community_id)
    rules = place.rules()
    if pipe_mm not in rules.pipes_mm:
        return Refusal("NOT_FOUND", "Choose a pipe from the list.", "pipe_mm")
    found = said(lambda: drawn(as_lane(row, houses_of(row), _above(row)), rules, pipe_mm))
    if isinstance(found, Refusal):
        field = "pipe_mm" if found.code in ("PIPE_TOO_SMALL", "NO_RATE") else "lane"
        return Refusal(found.code, found.template, field, found.values)
    told = begin_again(row, also_line=False)
    row.pipe_mm, row.designed_on, row.cost_minor = pipe_mm, place.today, found.bill.total_minor
    row.save(update_fields=["pipe_mm", "designed_on", "cost_minor"])
    takes = next(way.weeks for way in found.ways if way.by == "lane" and way.pipe_mm == pipe_mm)
    return Done(Designed(lane, pipe_mm, found.bill.total_minor, takes), told)
