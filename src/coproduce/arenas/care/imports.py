"""A hospital's list or bundle, taken one person at a time: good ones whatever the others are, each bad one named."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from uuid import UUID, uuid5

from coproduce.arenas.care.actions.discharges import Taken, take_discharge
from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.base.sheets import Listing
from coproduce.community.people.models import Community
from coproduce.core.refusal import Refusal
from coproduce.interop.health.consents import read_consents
from coproduce.interop.health.reading import read_discharges
from coproduce.interop.health.said import Discharge, Fault

#: Nothing of this arena is one of the lists people bring: a hospital's has its own page, and its own columns.
LISTINGS: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a file: who was taken, how many were known already, and each that could not be, with the remedy."""

    taken: tuple[UUID, ...]
    known: int
    faults: tuple[Fault, ...]
    ignored_columns: tuple[str, ...]


def bring(actor: Actor, content: bytes, name: str, consents: bytes, request_id: UUID) -> Brought:
    """Read a list (CSV) or a bundle (FHIR R4 JSON), with a file of consents beside it if there is one, and take it."""
    zone = Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id)
    now = clock.now()
    said = read_consents(consents, now, zone) if consents else None
    found = read_discharges(content, name, now, zone, said.given if said else ())
    taken, known, faults = [], 0, [*(said.faults if said else ()), *found.faults]
    for row, outcome in _each(actor, found.rows, request_id):
        if isinstance(outcome, Refusal):
            faults.append(Fault(outcome.code, outcome.field, row.external_id[:40], outcome.sentence))
        elif outcome.is_known:
            known += 1
        else:
            taken.append(outcome.case)
    return Brought(tuple(taken), known, tuple(faults), found.ignored_columns)


def _each(actor: Actor, rows: tuple[Discharge, ...], request_id: UUID) -> Iterator[tuple[Discharge, Taken | Refusal]]:
    for row in rows:
        outcome = take_discharge(
            actor,
            external_id=row.external_id,
            name=row.full_name,
            home_at=row.discharge_at,
            says=tuple(sorted({"C1", *(one.scope for one in row.consents)})),
            phone=row.phone,
            address=", ".join(part for part in (row.address, row.postcode) if part),
            wish=row.language,
            next_of_kin=row.next_of_kin,
            risk_note=row.visit_risk_notes,
            red_flags=row.red_flag_text,
            task=json.dumps(asdict(row.task)) if row.task else "",
            request_id=uuid5(request_id, row.external_id),
        )
        yield row, outcome if isinstance(outcome, Refusal) else outcome.value
