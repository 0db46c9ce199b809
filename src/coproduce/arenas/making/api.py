"""Designs, one design with everything in it, who near makes it, what can be made with, and figures, for scripts."""

from datetime import datetime
from fractions import Fraction
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from coproduce.arenas.making.models import Design
from coproduce.arenas.making.queries import designs as known
from coproduce.arenas.making.queries.figures import figures
from coproduce.arenas.making.queries.makers import machines, who_makes
from coproduce.arenas.making.queries.manifests import FORMS, written
from coproduce.arenas.making.queries.tree import parts_of
from coproduce.community.exchange.figures_api import PaidAndUnpaid, Share, up_to_today, work_moved
from coproduce.community.people.api import NotThereError, PageNumber, actor_of, paged
from coproduce.core.refusal import Refusal

router = Router(tags=["making"])

HowMany = Annotated[int, Field(ge=1, le=10_000)]


class MadeDesign(Schema):
    """A version of something to make; `made_from` is the design it is a fork of."""

    id: UUID
    name: str
    version: str
    licence: str
    keeper: UUID
    made_from: UUID | None
    times_built: int
    to_mend: int


class MadeDesigns(Schema):
    items: list[MadeDesign]
    count: int
    next: int | None


class NamedFor(Schema):
    """A design another comes from, so many generations ago, and who is named for it."""

    generation: int
    design: UUID
    names: list[str]


class MadeChange(Schema):
    """A change of a page; one without a moment it stands since waits to be looked through."""

    id: UUID
    why: str
    words: str
    by: UUID | None
    by_name: str
    said_at: datetime
    stands_at: datetime | None


class MadeBuild(Schema):
    id: UUID
    by: UUID
    words: str
    begun_at: datetime
    built_at: datetime | None


class MadeDefect(Schema):
    """What was found to mend; `mended_by` is the change that would, or does once it stands."""

    id: UUID
    build: UUID
    by: UUID
    words: str
    said_at: datetime
    mended_by: UUID | None
    is_mended: bool


class OneDesign(MadeDesign):
    is_demo: bool
    words: str
    parts: str
    credit: list[NamedFor]
    changes: list[MadeChange]
    builds: list[MadeBuild]
    defects: list[MadeDefect]


class ManifestFile(Schema):
    file: str
    text: str


class PartLine(Schema):
    """So many of a part; quantities are whole numbers or fractions like 1/3, costs in the smallest coins."""

    name: str
    quantity: str
    version: str
    design: UUID | None
    process: str
    material: str
    used_in: dict[str, str]


class WhyLicence(Schema):
    licence: str
    asks: str
    parts: list[str]


class AllParts(Schema):
    """Everything so many take; where it cannot be taken apart, or licences clash, `why_not` and `why_no_licence`."""

    is_demo: bool
    why_not: str
    lines: list[PartLine]
    cost_minor: str
    currency: str
    mass_g: str
    minutes: str
    unknown: dict[str, list[str]]
    licence: str
    why_no_licence: str
    reasons: list[WhyLicence]


class PlannedJob(Schema):
    part: str
    quantity: str
    maker: str
    machine: str
    laid: str
    minutes: str


class PlannedMissing(Schema):
    part: str
    quantity: str
    why_not: list[str]


class MakingPlan(Schema):
    is_demo: bool
    why_not: str
    jobs: list[PlannedJob]
    missing: list[PlannedMissing]


class MakersMachine(Schema):
    id: UUID
    who: UUID
    area: str
    name: str
    process: str
    materials: str
    size: str
    tolerance: str
    lays: str
    free_minutes: int | None


class MakersMachines(Schema):
    items: list[MakersMachine]
    count: int
    next: int | None


class MakingFigures(Schema):
    is_demo: bool
    designs: int
    forks: int
    designers: int | None
    makers: int | None
    by_others: Share | None
    mended: Share | None
    changed_by_others: Share | None
    return_rate: Share | None
    asked: Share | None
    without_staff: Share | None


@router.get("/designs", response=MadeDesigns, operation_id="making.read_designs")
def read_designs(request: HttpRequest, community: Path[str], q: str = "", page: PageNumber = 1) -> Any:
    """What is designed here, by name; `q` finds by name, by what is written of it, by who keeps it."""
    rows = known.with_counts(known.designs(actor_of(request, community), q.strip()[:80]))
    return paged(rows, page, _design)


@router.get("/designs/{design_id}", response=OneDesign, operation_id="making.read_design")
def read_design(request: HttpRequest, community: Path[str], design_id: Path[UUID]) -> Any:
    """One design: its page, whom it comes from, what was changed, built and found to mend."""
    actor = actor_of(request, community)
    row = _one(actor, design_id)
    return {
        **_design(row), "is_demo": row.community.is_demo, "words": row.words, "parts": row.parts,
        "credit": [
            {"generation": line.generation, "design": line.design.public_id, "names": list(line.names)}
            for line in known.credit(row)
        ],
        "changes": [
            {"id": one.public_id, "why": one.why, "words": one.words, "by": one.agent and one.agent.public_id,
             "by_name": one.by_name, "said_at": one.said_at, "stands_at": one.stands_at}
            for one in known.changes(row)[:100]
        ],
        "builds": [
            {"id": one.public_id, "by": one.agent.public_id, "words": one.words, "begun_at": one.begun_at,
             "built_at": one.built_at}
            for one in known.builds(actor, row)[:100]
        ],
        "defects": [
            {"id": one.public_id, "build": one.build.public_id, "by": one.agent.public_id, "words": one.words,
             "said_at": one.said_at, "mended_by": one.mended_by and one.mended_by.public_id,
             "is_mended": bool(one.mended_by and one.mended_by.stands_at)}
            for one in known.defects(row)[:100]
        ],
    }  # fmt: skip


@router.get("/designs/{design_id}/manifest", response=ManifestFile, operation_id="making.read_manifest")
def read_manifest(request: HttpRequest, community: Path[str], design_id: Path[UUID], form: str = "") -> Any:
    """The design as a file of Open Know-How, with every key it came with: as it came, or `yaml` or `toml`."""
    row = _one(actor_of(request, community), design_id)
    file, text = written(row, FORMS.get(form, ""))
    return {"file": file, "text": text}


@router.get("/designs/{design_id}/parts", response=AllParts, operation_id="making.read_parts")
def read_parts(request: HttpRequest, community: Path[str], design_id: Path[UUID], quantity: HowMany = 1) -> Any:
    """Everything so many take, parts of parts taken apart, what it comes to, and the licence of the whole."""
    row = _one(actor_of(request, community), design_id)
    found = parts_of(row, quantity)
    if isinstance(found, Refusal):
        nothing = {"lines": [], "cost_minor": "", "currency": "", "mass_g": "", "minutes": "", "unknown": {},
                   "licence": "", "why_no_licence": "", "reasons": []}  # fmt: skip
        return {"is_demo": row.community.is_demo, "why_not": found.sentence, **nothing}
    totals, licence = found.totals, found.licence
    return {
        "is_demo": row.community.is_demo,
        "why_not": "",
        "lines": [
            {"name": line.name, "quantity": str(line.quantity), "version": line.version,
             "design": line.row and line.row.public_id, "process": line.module.process,
             "material": line.module.material, "used_in": {name: str(Fraction(many)) for name, many in line.used_in}}
            for line in found.lines
        ],
        "cost_minor": str(totals.cost_minor), "currency": totals.currency, "mass_g": str(totals.mass_g),
        "minutes": str(totals.minutes), "unknown": {name: list(those) for name, those in totals.unknown.items()},
        "licence": "" if isinstance(licence, Refusal) else licence,
        "why_no_licence": licence.sentence if isinstance(licence, Refusal) else "",
        "reasons": [{"licence": one.licence, "asks": one.asks, "parts": list(one.parts)} for one in found.reasons],
    }  # fmt: skip


@router.get("/designs/{design_id}/near", response=MakingPlan, operation_id="making.read_plan")
def read_plan(request: HttpRequest, community: Path[str], design_id: Path[UUID], quantity: HowMany = 1) -> Any:
    """Who near makes how many of which part of so many, and why nobody does."""
    actor = actor_of(request, community)
    row = _one(actor, design_id)
    plan = who_makes(actor, row, quantity)
    if isinstance(plan, Refusal):
        return {"is_demo": row.community.is_demo, "why_not": plan.sentence, "jobs": [], "missing": []}
    return {
        "is_demo": row.community.is_demo,
        "why_not": "",
        "jobs": [
            {"part": job.part, "quantity": str(job.quantity), "maker": job.maker, "machine": job.machine,
             "laid": job.laid or "", "minutes": str(job.minutes)}
            for job in plan.jobs
        ],
        "missing": [
            {"part": one.part, "quantity": str(one.quantity), "why_not": [why.sentence for why, _ in one.why_not]}
            for one in plan.missing
        ],
    }  # fmt: skip


@router.get("/machines", response=MakersMachines, operation_id="making.read_machines")
def read_machines(request: HttpRequest, community: Path[str], q: str = "", does: str = "", page: PageNumber = 1) -> Any:
    """What can be made with here, and by whom; `does` is a way of making, with whatever is a kind of it."""
    rows = machines(actor_of(request, community), q.strip()[:80], does.strip())
    return paged(rows, page, _machine)


@router.get("/figures", response=MakingFigures, operation_id="making.read_figures")
def read_figures(request: HttpRequest, community: Path[str]) -> Any:
    """What is designed, built and mended, by whom, and whether it goes round."""
    return up_to_today(request, community, figures, MakingFigures)


@router.get("/figures/work-moved", response=PaidAndUnpaid, operation_id="making.read_work_moved")
def read_work_moved(
    request: HttpRequest, community: Path[str], year: Annotated[int | None, Field(ge=1, le=9999)] = None
) -> Any:
    """Given hours by sex beside the paid hours of staff, in a year: this one unless said."""
    return work_moved(request, community, "making", year)


def _one(actor: Any, design_id: UUID) -> Design:
    row: Design | None = known.with_counts(known.designs(actor)).filter(public_id=design_id).first()
    if row is None:
        raise NotThereError
    return row


def _design(row: Any) -> dict[str, Any]:
    return {
        "id": row.public_id, "name": row.name, "version": row.version, "licence": row.licence,
        "keeper": row.keeper.public_id, "made_from": row.made_from and row.made_from.public_id,
        "times_built": row.times_built, "to_mend": row.to_mend,
    }  # fmt: skip


def _machine(row: Any) -> dict[str, Any]:
    place = row.agent.membership.neighbourhood
    names = ("name", "process", "materials", "size", "tolerance", "lays", "free_minutes")
    said = {name: getattr(row, name) for name in names}
    return {"id": row.public_id, "who": row.agent.public_id, "area": place.name if place else "", **said}
