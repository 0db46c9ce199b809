"""Members for scripts, and who a script acts as."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Path, Router, Schema

from coproduce.community.base import clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.people.consent.queries import Said, said_by
from coproduce.community.people.counting.staff_hours import staff_hours
from coproduce.community.people.helping.queries import acting_for
from coproduce.community.people.joining import api as joining_api
from coproduce.community.people.joining.api import Applicants, DoorQuestions
from coproduce.community.people.joining.questions import questions_of
from coproduce.community.people.keys.actions import actor_of_key, keys
from coproduce.community.people.models import Membership, ScriptKey, StaffHours
from coproduce.community.people.queries import (
    actor_for,
    agents,
    applicants,
    members,
    myself,
    read_contacts,
    shows_contacts,
)
from coproduce.community.people.rule_sets.queries import Choice, book_of, counted
from coproduce.community.people.rules import is_public_id
from coproduce.community.people.vouching import api as vouching_api
from coproduce.community.people.vouching.api import OpenedRoles, Vouches
from coproduce.community.people.vouching.queries import openings, standings, whose_vouches
from coproduce.core.rule_sets import plain

router = Router(tags=["people"])

PAGE = 100

PageNumber = Annotated[int, Field(ge=1, le=10**6)]


#: The header that names the member for whom a trusted helper does something.
FOR = "Coproduce-For"


class NotThereError(Exception):
    """No such community for this account, or nobody there whom it may help."""


def actor_of(request: HttpRequest, community: str) -> Actor:
    """Who the caller is in the community of the address. Raises NotThereError."""
    caller = request.auth  # type: ignore[attr-defined]
    if isinstance(caller, Actor):  # a command: it has found out before
        return caller
    if isinstance(caller, ScriptKey):
        actor = actor_of_key(caller, community)
    elif (actor := actor_for(caller, community, "api")) is not None:
        actor = replace(actor, signed_in_long_ago=request.signed_in_long_ago)  # type: ignore[attr-defined]
    if actor is None:
        raise NotThereError
    if (member := request.headers.get(FOR)) is None:
        return actor
    acting = acting_for(actor, UUID(member)) if is_public_id(member) else None
    is_open = request.method != "GET" or reading_at(*request.path_info.strip("/").split("/")[2:4]) in policy.by_helper()
    if acting is None or not is_open:
        raise NotThereError
    return acting.actor


def reading_at(room: str, word: str) -> str:
    """What is read at this address of a room, as a policy names it.

    >>> reading_at("ledger", "past-limits")
    'ledger.read_past_limits'
    """
    return f"{room}.read_{word.replace('-', '_')}"


def paged(rows: QuerySet[Any], page: int, shown: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """One page of a list, how many there are, and the number of the page after, or None."""
    count = rows.count()
    start = (page - 1) * PAGE
    items = [shown(row) for row in rows[start : start + PAGE]]
    return {"items": items, "count": count, "next": page + 1 if start + PAGE < count else None}


class Member(Schema):
    """A member as this reader may see them: no contacts but for the desk."""

    id: UUID
    name: str
    neighbourhood: str
    phone: str
    email: str


class Members(Schema):
    items: list[Member]
    count: int
    next: int | None


@router.get("/members", response=Members, operation_id="people.read_members")
def listed(request: HttpRequest, community: Path[str], q: str = "", page: PageNumber = 1) -> Any:
    """Who is here, by name."""
    actor = actor_of(request, community)
    answer = paged(members(actor, q), page, lambda membership: _member(membership, shows_contacts(actor)))
    read_contacts(actor, members(actor, q)[(page - 1) * PAGE : page * PAGE], "api")
    return answer


class Key(Schema):
    """A key for a script: what it is for and may do, never its code."""

    id: UUID
    whose: UUID
    name: str
    may: list[str]
    until_on: date
    last_used_on: date | None
    ended_on: date | None


class Keys(Schema):
    items: list[Key]
    count: int
    next: int | None


@router.get("/keys", response=Keys, operation_id="people.read_keys")
def keys_listed(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Your keys for scripts, working ones first; for the desk, everybody's here."""
    return paged(keys(actor_of(request, community)), page, _key)


class Yes(Schema):
    """One thing a member may say yes to, where they stand with it, and to which version of the words they said it.

    `stands` is whether it counts now; a yes to an older version than the `newest` goes on counting.
    """

    scope: str
    stands: bool
    newest: int
    version: int | None
    channel: str
    given_at: datetime | None
    expires_on: date | None
    withdrawn_at: datetime | None


class SaidYes(Schema):
    items: list[Yes]
    count: int
    next: int | None


@router.get("/consents", response=SaidYes, operation_id="people.read_consents")
def consents_listed(request: HttpRequest, community: Path[str], member: UUID | None = None) -> Any:
    """What you said yes to; with a `member`, for the desk and their guardian, what they did. The last word of each."""
    actor = actor_of(request, community)
    whose = myself(actor) if member is None else agents(actor).filter(public_id=member).first()
    if whose is None:
        raise NotThereError
    items = [_yes(one) for one in said_by(actor, whose, "api")]
    return {"items": items, "count": len(items), "next": None}


def _yes(said: Said) -> dict[str, Any]:
    row = said.rows[0] if said.rows else None
    return {
        "scope": said.scope.code,
        "stands": said.now is not None,
        "newest": said.wording.version,
        "version": row and row.wording.version,
        "channel": row.channel if row else "",
        "given_at": row and row.given_at,
        "expires_on": row and row.expires_on,
        "withdrawn_at": row and row.withdrawn_at,
    }


@router.get("/questions", response=DoorQuestions, operation_id="people.read_questions")
def questions_listed(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """What this community asks at its door beside the usual, in its order."""
    return paged(questions_of(actor_of(request, community).community_id), page, joining_api.question)


@router.get("/applicants", response=Applicants, operation_id="people.read_applicants")
def applicants_listed(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Who would like to join, what they answered and who knows them, the longest waiting first; for the desk."""
    found = applicants(actor := actor_of(request, community))
    answer = paged(found, page, joining_api.applicant)
    read_contacts(actor, found[(page - 1) * PAGE : page * PAGE], "api")
    return answer


@router.get("/vouches", response=Vouches, operation_id="people.read_vouches")
def vouches_listed(request: HttpRequest, community: Path[str], member: UUID | None = None) -> Any:
    """Who vouches for you, as what, and how many it takes; with a `member`, for them."""
    actor = actor_of(request, community)
    whose = whose_vouches(actor, member or myself(actor).public_id)
    if whose is None:
        raise NotThereError
    items = [vouching_api.standing(one) for one in standings(actor, whose)]
    return {"member": whose.agent.public_id, "items": items}


@router.get("/vouching", response=OpenedRoles, operation_id="people.read_vouching")
def vouching_listed(request: HttpRequest, community: Path[str]) -> Any:
    """Which roles members vouch for, and how many it takes; for the desk, who waits for its yes."""
    return {"items": [vouching_api.opening(one) for one in openings(actor_of(request, community))]}


class PaidHours(Schema):
    """Paid hours of one kind of work in a month; no `arena` is the whole community. One with `stands` false was put
    right by another."""

    id: UUID
    month: date
    arena: str
    role: str
    women_minutes: int
    men_minutes: int
    other_minutes: int
    not_said_minutes: int
    note: str
    stands: bool


class AllPaidHours(Schema):
    items: list[PaidHours]
    count: int
    next: int | None


@router.get("/staff-hours", response=AllPaidHours, operation_id="people.read_staff_hours")
def staff_hours_listed(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Paid hours, the latest month first; nothing for who may not read them."""
    return paged(staff_hours(actor_of(request, community)), page, _paid)


def _paid(row: StaffHours) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "month": row.month_on,
        "arena": row.arena,
        "role": row.role,
        "women_minutes": row.women_minutes,
        "men_minutes": row.men_minutes,
        "other_minutes": row.other_minutes,
        "not_said_minutes": row.not_said_minutes,
        "note": row.note,
        "stands": not hasattr(row, "replaced_by"),
    }


class CountedBy(Schema):
    """A rule set and since when it counts. `changed` are rules the community says otherwise than the set it copied;
    what nobody chose yet has no id, no decision and nobody."""

    id: UUID | None
    arena: str
    rule_set: str
    version: int
    name: str
    values: dict[str, Any]
    changed: dict[str, Any]
    from_on: date
    decision: str
    decision_id: UUID | None
    by: str
    source: str
    note: str
    counts_today: bool


class HowWeCount(Schema):
    """Every choice, what is still to come too, the latest first."""

    items: list[CountedBy]
    count: int
    next: int | None


@router.get("/rules", response=HowWeCount, operation_id="people.read_rules")
def how_we_count(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """By which rules help is counted here, since when, and by which decision."""
    book = book_of(actor_of(request, community).community_id)
    today = clock.today(book.time_zone)
    found = [
        _counted_by(choice, now is not None and choice.id == now.id)
        for arena in counted(book)
        for now in (book.on(arena.slug, today),)
        for choice in book.all(arena.slug)
    ]
    start = (page - 1) * PAGE
    more = page + 1 if start + PAGE < len(found) else None
    return {"items": found[start : start + PAGE], "count": len(found), "next": more}


def _counted_by(choice: Choice, counts_today: bool) -> dict[str, Any]:
    rule_set = choice.rule_set
    return {
        "id": choice.id,
        "arena": choice.arena,
        "rule_set": rule_set.slug,
        "version": rule_set.version,
        "name": rule_set.name,
        "values": plain(rule_set.values),
        "changed": dict(choice.changed or {}),
        "from_on": choice.from_on,
        "decision": choice.decision,
        "decision_id": choice.decision_id,
        "by": choice.by,
        "source": rule_set.source,
        "note": rule_set.note,
        "counts_today": counts_today,
    }


def _key(row: ScriptKey) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "whose": row.membership.agent.public_id,
        "name": row.name,
        "may": row.may,
        "until_on": row.until_on,
        "last_used_on": row.last_used_on,
        "ended_on": row.ended_on,
    }


def _member(membership: Membership, with_contacts: bool) -> dict[str, Any]:
    return {
        "id": membership.agent.public_id,
        "name": membership.agent.name,
        "neighbourhood": membership.neighbourhood.name if membership.neighbourhood else "",
        "phone": membership.phone if with_contacts else "",
        "email": membership.shared_email if with_contacts else "",
    }
