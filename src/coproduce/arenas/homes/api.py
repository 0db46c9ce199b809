"""A family's way, hours, money, the store and figures, for scripts. Build days are occasions, and read there."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.models import HomeHour, MissedMonth
from coproduce.arenas.homes.queries import families, money, things
from coproduce.arenas.homes.queries.figures import figures
from coproduce.arenas.homes.queries.gates import stands
from coproduce.community.base import clock, policy
from coproduce.community.base.page import in_words
from coproduce.community.exchange.figures_api import PaidAndUnpaid, Share, up_to_today, work_moved
from coproduce.community.people.api import NotThereError, PageNumber, actor_of, paged
from coproduce.community.people.models import Community

router = Router(tags=["homes"])


class HomeGate(Schema):
    """A gate: whether it is open, why not, and what does not count; `passed_on` once the family went through."""

    gate: str
    is_open: bool
    why: list[str]
    passed_on: date | None


class FamilyWay(Schema):
    """How far a family is: minutes that count, of how many, on its own home and on others'."""

    family: UUID
    home: str
    accepted_on: date
    required_minutes: int
    counted_minutes: int
    own_home_minutes: int
    others_homes_minutes: int
    minutes_by_kind: dict[str, int]
    gates: list[HomeGate]


class HomeShift(Schema):
    """One shift; a friend who is no member stands by name."""

    id: UUID
    family: UUID
    on: date
    minutes: int
    kind: str
    task: str
    home: str
    worker: UUID | None
    friend: str
    is_signed: bool
    is_signed_as_led: bool


class HomeShifts(Schema):
    items: list[HomeShift]
    count: int
    next: int | None


class HomePayment(Schema):
    on: date
    minor: int


class HomeMissed(Schema):
    """A month that was told of: what was answered, and what people decided."""

    month: int
    told_on: date
    answer_by: date
    answer: str
    is_upheld: bool | None
    decided_why: str
    ends: bool | None
    ended_why: str


class HomeMoney(Schema):
    """What a family's home costs it, in pence or cents: a loan, or shares of homes owned together."""

    unit: str
    left_minor: int | None
    behind_minor: int | None
    next_on: date | None
    next_minor: int | None
    payments_left: int | None
    last_minor: int | None
    ahead_minor: int | None
    step: str
    missed: list[HomeMissed]
    shares: int
    charge_minor: int | None
    worth_minor: int | None
    paid: list[HomePayment]


class HomeFund(Schema):
    """What the fund has, what the next home still takes, and which it is."""

    unit: str
    saved_minor: int
    missing_minor: int
    lent_minor: int
    next_home: str
    in_months: int | None
    built_minor: dict[str, int]


class HomeAffordable(Schema):
    """The most a family could borrow, in pence or cents, and what it would pay."""

    unit: str
    most_minor: int
    payment_minor: int
    last_minor: int


class StoreThing(Schema):
    thing: str
    pieces: int


class LentThing(Schema):
    thing: str
    pieces: int
    name: str
    until_on: date


class HomeStore(Schema):
    items: list[StoreThing]
    lent: list[LentThing]


class HomeStage(Schema):
    stages: list[str]
    families: int | None


class HomeFigures(Schema):
    """Everything counted up to today; null is not shown."""

    is_demo: bool
    families: int | None
    stages: list[HomeStage]
    shifts: int | None
    minutes: int | None
    others: Share | None
    friends: Share | None
    keys: Share | None
    return_rate: Share | None
    asked: Share | None
    without_staff: Share | None


@router.get("/family", response=FamilyWay, operation_id="homes.read_gates")
def read_gates(request: HttpRequest, community: Path[str], family: UUID | None = None) -> Any:
    """One's own family; for the desk, one of here."""
    row = families.family_to_read(actor_of(request, community), family, "homes.read_gates", "api")
    if row is None:
        raise NotThereError
    found = stands(row, clock.today(row.community.time_zone))
    return {
        "family": row.agent.public_id,
        "home": row.home,
        "accepted_on": row.accepted_on,
        "required_minutes": found[0].required,
        "counted_minutes": found[0].counted,
        "own_home_minutes": found[0].by_home["own home"],
        "others_homes_minutes": found[0].by_home["others' homes"],
        "minutes_by_kind": found[0].by_kind,
        "gates": [
            {
                "gate": one.name, "is_open": one.is_open, "passed_on": one.passed_on,
                "why": [in_words(words, said) for words, said in one.sentences],
            }
            for one in found
        ],
    }  # fmt: skip


@router.get("/hours", response=HomeShifts, operation_id="homes.read_hours")
def read_hours(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Hours of one's family and of oneself; for whoever leads days, everybody's."""
    actor = actor_of(request, community)
    if not policy.may(actor, "homes.read_page"):
        raise NotThereError
    mine = None if policy.may(actor, "homes.sign_hours") else families.my_family(actor)
    if policy.may(actor, "homes.read_families"):
        families.read(actor, families.families(actor), "api")
    return paged(families.hours_to_read(actor, mine), page, _shift)


@router.get("/money", response=HomeMoney, operation_id="homes.read_money")
def read_money(request: HttpRequest, community: Path[str], family: UUID | None = None) -> Any:
    """What one's own home costs; for whoever handles money, that of a family."""
    row = families.family_to_read(actor_of(request, community), family, "homes.read_money", "api")
    if row is None:
        raise NotThereError
    today = clock.today(row.community.time_zone)
    kept = money.books(row.community, today)
    loan, shares = money.loan_stand(row, today, kept), money.share_stand(row, today, kept)
    return {
        "unit": row.community.currency,
        "left_minor": loan and loan.now.left,
        "behind_minor": loan and loan.now.behind,
        "next_on": loan and loan.next_on,
        "next_minor": loan and loan.next_minor,
        "payments_left": loan and loan.now.months_left,
        "last_minor": loan and loan.last,
        "ahead_minor": loan and loan.now.ahead,
        "step": loan.step.name if loan else "",
        "missed": [_missed(one, kept.rules.answer_days) for one in loan.missed.values()] if loan else [],
        "shares": kept.shares.get(row.agent_id, 0),
        "charge_minor": shares and shares.charge.whole,
        "worth_minor": shares and shares.value,
        "paid": [{"on": one.on, "minor": one.minor} for one in kept.paid.get(row.agent_id, ())],
    }


@router.get("/fund", response=HomeFund, operation_id="homes.read_fund")
def read_fund(request: HttpRequest, community: Path[str]) -> Any:
    """What families' payments build next."""
    actor = actor_of(request, community)
    if not policy.may(actor, "homes.read_page"):
        raise NotThereError
    place = Community.objects.get(pk=actor.community_id)
    today = clock.today(place.time_zone)
    kept = money.books(place, today)
    found = money.fund_stand(today, kept)
    return {
        "unit": place.currency, "saved_minor": found.saved, "missing_minor": found.of.missing,
        "lent_minor": found.lent, "next_home": found.next_home, "in_months": found.in_months, "built_minor": kept.built,
    }  # fmt: skip


@router.get("/affordable", response=HomeAffordable, operation_id="homes.read_affordable")
def read_affordable(
    request: HttpRequest,
    community: Path[str],
    income_minor: Annotated[int, Field(ge=0, le=10**10)] = 0,
    escrow_minor: Annotated[int, Field(ge=0, le=10**10)] = 0,
    annual_rate: Annotated[Decimal, Field(ge=0, lt=1, max_digits=8, decimal_places=7)] = Decimal(0),
    months: Annotated[int, Field(ge=1, le=600)] = 360,
) -> Any:
    """What could be borrowed of an income; a rate is a part of 1, like 0.06. Nothing of it is kept."""
    actor = actor_of(request, community)
    if not policy.may(actor, "homes.read_page"):
        raise NotThereError
    place = Community.objects.get(pk=actor.community_id)
    rules = money.here(place, clock.today(place.time_zone))
    found = money.affordable(income_minor, escrow_minor, annual_rate, months, rules)
    return {"unit": place.currency, "most_minor": found.most, "payment_minor": found.payment, "last_minor": found.last}


@router.get("/store", response=HomeStore, operation_id="homes.read_store")
def read_store(request: HttpRequest, community: Path[str]) -> Any:
    """Tools and materials in the store, and what is lent: one's own, or for whoever lends all of it."""
    actor = actor_of(request, community)
    if not policy.may(actor, "homes.read_page"):
        raise NotThereError
    place, kept = Community.objects.get(pk=actor.community_id), things.moves(actor.community_id)
    days = money.here(place, clock.today(place.time_zone)).lend_days
    return {
        "items": [{"thing": thing, "pieces": pieces} for thing, pieces in things.in_store(kept).items()],
        "lent": things.lent(actor, days, kept),
    }


@router.get("/figures", response=HomeFigures, operation_id="homes.read_figures")
def read_figures(request: HttpRequest, community: Path[str]) -> Any:
    """The figures up to today."""
    return up_to_today(request, community, figures, HomeFigures)


@router.get("/figures/work-moved", response=PaidAndUnpaid, operation_id="homes.read_work_moved")
def read_work_moved(
    request: HttpRequest, community: Path[str], year: Annotated[int | None, Field(ge=1, le=9999)] = None
) -> Any:
    """Given hours by sex beside the paid hours of staff, in a year: this one unless said."""
    return work_moved(request, community, ARENA.slug, year)


def _missed(row: MissedMonth, answer_days: int) -> dict[str, Any]:
    return {
        "month": row.month, "told_on": row.told_on, "answer_by": row.told_on + timedelta(days=answer_days),
        "answer": row.answer, "is_upheld": row.is_upheld if row.decided_on else None, "decided_why": row.decided_why,
        "ends": row.ends, "ended_why": row.ended_why,
    }  # fmt: skip


def _shift(row: HomeHour) -> dict[str, Any]:
    return {
        "id": row.public_id, "family": row.family.agent.public_id, "on": row.on, "minutes": row.minutes,
        "kind": row.kind, "task": row.task, "home": row.site, "worker": row.agent.public_id if row.agent else None,
        "friend": row.friend, "is_signed": row.signed_by_id is not None,
        "is_signed_as_led": row.lead_signed_by_id is not None,
    }  # fmt: skip
