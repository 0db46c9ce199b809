"""Houses of lanes from a list: all of it is looked at first, good rows are taken, bad ones say what to mend."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.works.actions.lanes import MOST_PEOPLE, keep_house
from coproduce.arenas.works.models import House, Lane
from coproduce.arenas.works.rules import WorksError, millimetres
from coproduce.community.base.actor import Actor
from coproduce.community.base.cells import Setting, UnreadableError, whole_number
from coproduce.community.base.done import Done
from coproduce.community.base.sheets import Column, Listing
from coproduce.community.people.models import Membership
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Row:
    """A house of a lane, as `works.keep_house` takes it."""

    lane: str
    plot: str
    people: int
    chainage_mm: int
    frontage_mm: int
    who: str


@dataclass(frozen=True, slots=True)
class Brought:
    """How many houses are new or said otherwise, and how many were known already."""

    added: int
    known: int


def _setting(setting: Setting) -> Setting:
    return replace(setting, known=_known(setting.community_id))


def _known(community_id: int) -> dict[str, Any]:
    """Lanes and people of here by name, where a name that several have stands for nobody; and whose every plot is."""
    people: dict[str, UUID | None] = {}
    here = Membership.objects.filter(community_id=community_id, state=Membership.ACTIVE)
    for name, public_id in here.values_list("agent__name", "agent__public_id"):
        people[name.lower()] = None if name.lower() in people else public_id
    lanes = Lane.objects.filter(community_id=community_id, is_trunk=False).values_list("name", "public_id")
    plots = House.objects.filter(community_id=community_id).values_list("plot", "lane__name")
    return {
        "people": people, "lanes": {name.lower(): public_id for name, public_id in lanes},
        "plots": {plot: lane.lower() for plot, lane in plots}, "seen": set(),
    }  # fmt: skip


def _length(name: str, text: str) -> int:
    try:
        return millimetres([text], "m")[0] if text.strip() else 0
    except WorksError as fault:
        raise UnreadableError(name, f"“{text[:40]}” is no length in metres.") from fault


def _read(cells: Mapping[str, str], key: str, setting: Setting) -> Row:
    people = whole_number("people", cells.get("people", ""))
    if people is None:
        raise UnreadableError("people", "How many live there is missing.")
    return Row(
        cells.get("lane", "").strip(), cells.get("plot", "").strip(), people,
        _length("chainage", cells.get("chainage", "")), _length("frontage", cells.get("frontage", "")),
        cells.get("who", "").strip(),
    )  # fmt: skip


def _check(row: Row, setting: Setting) -> Refusal | None:
    known = setting.known
    if row.lane.lower() not in known["lanes"]:
        return Refusal("NOT_FOUND", "No lane here is called that.", "lane")
    if not row.plot:
        return Refusal("MISSING", "Which plot it is is missing.", "plot")
    if known["plots"].get(row.plot, row.lane.lower()) != row.lane.lower():
        return Refusal("IN_TWO_LANES", "This plot is counted in another lane: a corner house joins one.", "plot")
    if row.plot in known["seen"]:
        return Refusal("TWICE", "This plot stands in the file twice.", "plot")
    if not 0 <= row.people <= MOST_PEOPLE:
        return Refusal("NEGATIVE", "So many do not live in one house.", "people")
    for name, length in (("chainage", row.chainage_mm), ("frontage", row.frontage_mm)):
        if length < 0:
            return Refusal("NEGATIVE", "A length is 0 or more.", name)
    if row.who and known["people"].get(row.who.lower()) is None:
        return Refusal("NOT_FOUND", "No one member here is called that.", "who")
    known["seen"].add(row.plot)
    return None


def _send(actor: Actor, rows: tuple[Row, ...], request_id: UUID) -> Done[Brought] | Refusal:
    here, known = _known(actor.community_id), 0
    with transaction.atomic():
        for place, row in enumerate(rows):
            who = here["people"].get(row.who.lower()) if row.who else None
            kept = keep_house(
                actor, lane=here["lanes"].get(row.lane.lower(), request_id), plot=row.plot, people=row.people,
                chainage_mm=row.chainage_mm, frontage_mm=row.frontage_mm,
                speaker=who, request_id=uuid5(request_id, str(place)),
            )  # fmt: skip
            if isinstance(kept, Refusal):
                transaction.set_rollback(True)
                return kept
            known += not kept.value.is_new
    return Done(Brought(len(rows) - known, known))


_LENGTH = "Write metres like 12.5."

LISTINGS = (
    Listing(
        name="lane-houses",
        called=_("Houses of lanes"),
        columns=(
            Column("lane", ("lane", "street"), "Write what the lane is called here.", True),
            Column("plot", ("plot", "house", "number"), "Write the number of its plot, like 4-12.", True),
            Column("people", ("people", "persons", "inhabitants"), "Write how many live there, like 6.", True),
            Column("chainage", ("chainage", "joins_at", "chainage_m"), _LENGTH),
            Column("frontage", ("frontage", "width", "frontage_m"), _LENGTH),
            Column("who", ("who", "speaks_for_it", "member"), "Write the member’s name as it is here."),
        ),
        signs=("plot", "chainage", "frontage", "lane"),
        setting=_setting,
        read=_read,
        check=_check,
        is_unusual=lambda row: not row.who,
        send=_send,
    ),
)
