"""Hours from a sheet of a build site or another program: a line for each shift; good ones whatever the others are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coproduce.arenas.homes.actions.hours import sign_hours, write_hours
from coproduce.arenas.homes.models import Family, HomeHour
from coproduce.arenas.homes.rules import LONGEST_DAY_MINUTES
from coproduce.community.base.actor import Actor
from coproduce.community.base.cells import Setting, UnreadableError, day
from coproduce.community.base.done import Done
from coproduce.community.base.sheets import Column, Listing
from coproduce.community.people.models import Membership
from coproduce.core.refusal import Refusal

People = Mapping[str, UUID | None]
Shifts = dict[tuple[object, date], set[tuple[int, int]]]

YES = ("yes", "y", "1", "true", "x")


@dataclass(frozen=True, slots=True)
class Row:
    """A shift: of which family, who worked (a member, or a friend by name), when, at what and where."""

    family: str
    worker: str
    friend: str
    on: date
    begins: time
    ends: time
    kind: str
    home: str
    is_led: bool
    task: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """How many shifts are new, and how many were known already."""

    added: int
    known: int


def _setting(setting: Setting) -> Setting:
    people, shifts = _known(setting.community_id)
    here = Family.objects.filter(community_id=setting.community_id, left_on=None)
    families = set(here.values_list("agent__public_id", flat=True))
    return replace(setting, known={"people": people, "families": families, "shifts": shifts})


def _known(community_id: int) -> tuple[People, Shifts]:
    """Who is here by name, where a name that several have stands for nobody; and everybody's shifts, day by day."""
    people: dict[str, UUID | None] = {}
    here = Membership.objects.filter(community_id=community_id, state=Membership.ACTIVE)
    for name, public_id in here.values_list("agent__name", "agent__public_id"):
        people[name.lower()] = None if name.lower() in people else public_id
    shifts: Shifts = {}
    rows = HomeHour.objects.filter(family__community_id=community_id)
    for agent, friend, on, begins, ends in rows.values_list("agent__public_id", "friend", "on", "begins", "ends"):
        shifts.setdefault((agent or friend.lower(), on), set()).add((begins, ends))
    return people, shifts


def _read(cells: Mapping[str, str], key: str, setting: Setting) -> Row:
    if not cells.get("on"):
        raise UnreadableError("on", "The day is missing.")
    return Row(
        cells.get("family", "").strip(), cells.get("worker", "").strip(), cells.get("friend", "").strip(),
        day("on", cells["on"], setting), _clock("begins", cells.get("begins", "")),
        _clock("ends", cells.get("ends", "")),
        cells.get("kind", "").strip().lower() or "construction", cells.get("home", "").strip(),
        cells.get("led", "").strip().lower() in YES, cells.get("task", "").strip(),
    )  # fmt: skip


def _check(row: Row, setting: Setting) -> Refusal | None:
    people: People = setting.known["people"]
    if people.get(row.family.lower()) not in setting.known["families"]:
        return Refusal("NO_FAMILY", "No accepted family here is that of this member.", "family")
    if bool(row.worker) == bool(row.friend):
        return Refusal("TWO_WORKERS", "Name a member or a friend: one of them worked.", "worker")
    if row.worker and people.get(row.worker.lower()) is None:
        return Refusal("NOT_FOUND", "No one member here is called that.", "worker")
    if row.on > setting.today:
        return Refusal("IN_THE_FUTURE", "This day is still to come.", "on")
    if row.kind not in dict(HomeHour.KINDS):
        return Refusal("UNKNOWN_WORD", "This is none of the kinds of work.", "kind")
    first, last = _minutes(row.begins), _minutes(row.ends)
    if last <= first:
        return Refusal("WRONG_TIME", "It ends before it begins.", "ends")
    shifts = setting.known["shifts"].setdefault(_who(row, people), set())
    others = shifts - {(first, last)}
    if any(begins < last and first < ends for begins, ends in others):
        return Refusal("OVERLAPS", "They have another shift at that time.", "begins")
    if sum(ends - begins for begins, ends in others) + last - first > LONGEST_DAY_MINUTES:
        return Refusal("TOO_LONG", "That is more than 16 hours in a day.", "ends")
    shifts.add((first, last))
    return None


def _send(actor: Actor, rows: tuple[Row, ...], request_id: UUID) -> Done[Brought] | Refusal:
    known = 0
    people, before = _known(actor.community_id)
    with transaction.atomic():
        for place, row in enumerate(rows):
            if (_minutes(row.begins), _minutes(row.ends)) in before.get(_who(row, people), set()):
                known += 1
                continue
            fault = _one(actor, row, people, uuid5(request_id, str(place)))
            if fault:
                transaction.set_rollback(True)
                return fault
            before.setdefault(_who(row, people), set()).add((_minutes(row.begins), _minutes(row.ends)))
    return Done(Brought(len(rows) - known, known))


def _one(actor: Actor, row: Row, people: People, request_id: UUID) -> Refusal | None:
    """Write one shift down, and sign it as who led where the sheet says that somebody did."""
    family, worker = people.get(row.family.lower()), people.get(row.worker.lower()) if row.worker else None
    if family is None:
        return Refusal("NO_FAMILY", "No accepted family here is that of this member.", "family")
    written = write_hours(
        actor, family=family, on=row.on, begins=row.begins, ends=row.ends, kind=row.kind, task=row.task, site=row.home,
        worker=worker, friend=row.friend, request_id=request_id,
    )  # fmt: skip
    if isinstance(written, Refusal):
        return written
    if not row.is_led:
        return None
    signed = sign_hours(actor, hours=written.value.hours, request_id=uuid5(request_id, "led"))
    return signed if isinstance(signed, Refusal) else None


def _who(row: Row, people: People) -> tuple[object, date]:
    return (people.get(row.worker.lower()) if row.worker else row.friend.lower()), row.on


def _clock(name: str, text: str) -> time:
    try:
        return time.fromisoformat(text.strip().rjust(5, "0"))
    except ValueError:
        raise UnreadableError(name, f"“{text[:40]}” is not a time like 9:00.") from None


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


LISTINGS = (
    Listing(
        name="shifts",
        called=_("Hours worked on homes"),
        columns=(
            Column("family", ("family", "household", "beneficiary"), "Write who speaks for the family, by name.", True),
            Column("on", ("on", "day", "date"), "Write the day, like 2026-05-04.", True),
            Column("begins", ("begins", "from", "start"), "Write a time like 9:00.", True),
            Column("ends", ("ends", "until", "end"), "Write a time like 12:30.", True),
            Column("worker", ("worker", "who", "volunteer", "member"), "Write the member’s name as it is here."),
            Column("friend", ("friend", "donor", "given_by"), "Write the name of a friend who is no member."),
            Column("kind", ("kind", "category"), "Write construction, office, shop, class or community."),
            Column("task", ("task", "what", "work"), "Write what was done, like painting."),
            Column("home", ("home", "site", "house"), "Write which home it was on, like no. 14."),
            Column("led", ("led", "signed", "led_signed"), "Write yes where who led has signed the sheet."),
        ),
        signs=("site", "beneficiary", "sweat_equity", "home"),
        setting=_setting,
        read=_read,
        check=_check,
        is_unusual=lambda row: False,
        send=_send,
    ),
)
