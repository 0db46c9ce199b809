"""Lists of offers, needs, threads and asks for scripts."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema
from ninja.errors import HttpError

from coproduce.community.exchange import queries
from coproduce.community.exchange.models import Agreement, Ask, Category, Intent, Message
from coproduce.community.exchange.occasions import api as occasion_api
from coproduce.community.exchange.pasting import actions as pasting
from coproduce.community.exchange.pasting.drafts import LONGEST_PASTE, Draft, Plain
from coproduce.community.exchange.queries import REACHABLE, open_needs, open_offers
from coproduce.community.exchange.threads.taking_part import kept_for
from coproduce.community.people.api import NotThereError, PageNumber, actor_of, paged
from coproduce.core.refusal import Refusal

router = Router(tags=["exchange"])


class Listed(Schema):
    """One offer or need, as members see it."""

    id: UUID
    whose: UUID
    name: str
    category: str
    words: str
    quantity: int | None
    said_on: date


class Lists(Schema):
    items: list[Listed]
    count: int
    next: int | None


@router.get("/needs", response=Lists, operation_id="exchange.read_needs")
def needs(request: HttpRequest, community: Path[str], q: str = "", kind: str = "", page: PageNumber = 1) -> Any:
    """Needs nobody has met yet, newest first."""
    return paged(open_needs(actor_of(request, community), q, kind), page, _listed)


@router.get("/offers", response=Lists, operation_id="exchange.read_offers")
def offers(request: HttpRequest, community: Path[str], q: str = "", kind: str = "", page: PageNumber = 1) -> Any:
    """Offers that stand, newest first."""
    return paged(open_offers(actor_of(request, community), q, kind), page, _listed)


for _path, _answer, _name, _read_it in (
    ("/occasions", occasion_api.Occasions, "occasions", occasion_api.occasions),
    ("/occasions/{id}", occasion_api.OneOccasion, "occasion", occasion_api.occasion),
    ("/places", occasion_api.OwnPlaces, "places", occasion_api.places),
):
    router.get(_path, response=_answer, operation_id=f"exchange.read_{_name}")(_read_it)


class Pasted(Schema):
    """Messages of a chat or of e-mails."""

    text: Annotated[str, Field(max_length=LONGEST_PASTE)]
    since: date | None = None


class Read(Schema):
    """What one message comes to: need, offer, done, or plain for what was not certain; `maybe` whom a name may mean."""

    kind: str
    who: UUID | None
    label: str
    maybe: list[UUID]
    category: str
    words: str
    said_on: date | None
    why: str


class Reading(Schema):
    items: list[Read]


@router.post("/read-paste", response=Reading, operation_id="exchange.read_paste")
def read_paste(request: HttpRequest, community: Path[str], said: Pasted) -> Any:
    """Drafts for a pasted chat or e-mail, to send on as needs and offers. Writes nothing and keeps nothing."""
    actor = actor_of(request, community)
    town = pasting.Town.of(actor)
    found = pasting.read(actor, said.text, town, said.since)
    if isinstance(found, Refusal):
        raise HttpError(403 if found.code == "NOT_ALLOWED" else 422, found.sentence)
    names = {one.code: one.name for one in town.kinds.kinds}
    return {"items": [_read(one, names) for one in found]}


def _read(found: Draft | Plain, names: dict[str, str]) -> dict[str, Any]:
    kind, category = (found.kind, names.get(found.category, "")) if isinstance(found, Draft) else ("plain", "")
    return {
        "kind": kind,
        "who": found.member,
        "label": found.label,
        "maybe": list(found.maybe),
        "category": category,
        "words": found.words,
        "said_on": found.said_on,
        "why": str(found.why),
    }


class Part(Schema):
    """One person's part in a thread."""

    id: UUID
    name: str
    side: str
    has_agreed: bool
    minutes: int | None
    has_confirmed: bool


class InThreads(Schema):
    """A thread; `place` stays empty until all have agreed."""

    id: UUID
    state: str
    category: str
    words: str
    starts_at: datetime | None
    planned_minutes: int | None
    place: str
    proposed_at: datetime
    done_on: date | None
    stands_on: date | None
    parts: list[Part]


class Threads(Schema):
    items: list[InThreads]
    count: int
    next: int | None


class SaidInThread(Schema):
    """Something said in a thread, and whether the desk wrote it down."""

    by: UUID
    name: str
    words: str
    said_at: datetime
    is_by_desk: bool
    is_with_help: bool


class KeptAside(Schema):
    """How much of the hours of whoever is helped is kept aside, in the smallest parts of its unit, and until when."""

    hold: UUID
    amount: int
    unit: str
    until: date


class OneThread(InThreads):
    kept: list[KeptAside]
    messages: list[SaidInThread]


class AskedBack(Schema):
    """Somebody who may be asked back, and how it stands."""

    id: UUID
    whose: UUID
    name: str
    arena: str
    state: str
    helped_on: date
    asked_on: date | None
    due_on: date | None
    words: str


class Asks(Schema):
    items: list[AskedBack]
    count: int
    next: int | None


class Kind(Schema):
    """A kind of help, where it stands, and the everyday words that mean it."""

    id: UUID
    name: str
    parent: UUID | None
    words: list[str]
    is_retired: bool
    version: int


class Kinds(Schema):
    items: list[Kind]
    count: int
    next: int | None


@router.get("/categories", response=Kinds, operation_id="exchange.read_categories")
def kinds(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """The kinds of help of the community in its own order: each at the top, then those under it."""
    return paged(queries.every_category(actor_of(request, community)), page, _kind)


@router.get("/threads", response=Threads, operation_id="exchange.read_threads")
def threads(request: HttpRequest, community: Path[str], q: str = "", state: str = "", page: PageNumber = 1) -> Any:
    """Your threads, open ones first; for the desk, everybody's."""
    return paged(queries.threads(actor_of(request, community), q, state), page, _thread)


@router.get("/threads/{id}", response=OneThread, operation_id="exchange.read_thread")
def thread(request: HttpRequest, community: Path[str], id: Path[UUID]) -> Any:
    """One thread with all that was said in it."""
    found = queries.thread(actor_of(request, community), id)
    if found is None:
        raise NotThereError
    said = Message.objects.filter(agreement=found).select_related("author").order_by("pk")
    helped = {(part.agent_id, part.helped_by) for part in found.commitments.all()}
    return _thread(found) | {
        "kept": [
            {"hold": one.hold, "amount": one.amount.minor, "unit": one.amount.unit.code, "until": one.until}
            for one in kept_for(found)
        ],
        "messages": [
            {
                "by": one.author.public_id,
                "name": one.author.name,
                "words": one.words,
                "said_at": one.said_at,
                "is_by_desk": one.taken_by is not None and (one.author_id, one.taken_by) not in helped,
                "is_with_help": one.taken_by is not None and (one.author_id, one.taken_by) in helped,
            }
            for one in said
        ],
    }


@router.get("/asks", response=Asks, operation_id="exchange.read_asks")
def asks(request: HttpRequest, community: Path[str], state: str = "", page: PageNumber = 1) -> Any:
    """Whether you are asked back; for the desk, everybody here, those waiting longest first."""
    found = queries.asks(actor_of(request, community)).order_by("helped_on", "pk")
    return paged(found.filter(state=state) if state else found, page, _asked)


def _kind(row: Category) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "name": row.name,
        "parent": row.parent.public_id if row.parent else None,
        "words": row.words,
        "is_retired": row.is_retired,
        "version": row.version,
    }


def _thread(row: Agreement) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "state": row.state,
        "category": row.category.name,
        "words": row.words,
        "starts_at": row.starts_at,
        "planned_minutes": row.planned_minutes,
        "place": row.place if row.state in REACHABLE else "",
        "proposed_at": row.proposed_at,
        "done_on": row.done_on,
        "stands_on": row.stands_on,
        "parts": [
            {
                "id": part.agent.public_id,
                "name": part.agent.name,
                "side": part.side,
                "has_agreed": part.agreed_at is not None,
                "minutes": part.minutes,
                "has_confirmed": part.confirmed_at is not None,
            }
            for part in row.commitments.all()
        ],
    }


def _asked(row: Ask) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "whose": row.agent.public_id,
        "name": row.agent.name,
        "arena": row.arena,
        "state": row.state,
        "helped_on": row.helped_on,
        "asked_on": row.asked_on,
        "due_on": row.due_on,
        "words": row.words,
    }


def _listed(row: Intent) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "whose": row.agent.public_id,
        "name": row.agent.name,
        "category": row.category.name,
        "words": row.words,
        "quantity": row.quantity,
        "said_on": row.said_on,
    }
