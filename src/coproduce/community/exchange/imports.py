"""Offers and needs from lists kept elsewhere; help given before, and hours people bring, from the books kept there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from coproduce.community import ledger
from coproduce.community.base.actor import Actor
from coproduce.community.base.cells import Setting, UnreadableError, day, in_words, minutes, whole_number
from coproduce.community.base.done import Done
from coproduce.community.base.sheets import Column, Difference, Listing
from coproduce.community.exchange.actions import Listed, need, offer
from coproduce.community.exchange.histories.actions import entry_id, record_history
from coproduce.community.exchange.histories.closing_balances import (
    REMEDY,
    Row,
    Stated,
    happened,
    last_stated,
    out_of_step,
)
from coproduce.community.exchange.histories.openings import open_balances, opening_id
from coproduce.community.exchange.histories.rules import Happened, Opening, Taken, may_have_happened, may_open
from coproduce.community.exchange.naming import Directory, Kinds
from coproduce.community.exchange.recognition import arenas_of
from coproduce.community.exchange.rules import Intention, is_unusual, may_list, which_arena
from coproduce.community.people.models import Agent, Community
from coproduce.community.people.rule_sets.queries import book_of
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

_SHARED = (
    Column("id", ("id", "uuid", "ref", "reference", "number", "nr", ""), "Leave it as it is."),
    Column("category", ("category", "kind", "type", "ppe", "item", "service"), "Write what kind of thing it is.", True),
    Column(
        "words",
        ("words", "description", "title", "text", "details", "notes"),
        "Say in 300 letters or fewer what it is.",
    ),
    Column(
        "quantity",
        ("quantity", "qty", "amount", "count", "pieces", "how_many"),
        "Write a whole number from 1 to 9,999,999,999, or leave it out.",
    ),
    Column(
        "said_on",
        ("date", "said_on", "day", "created", "created_at", "posted", "timestamp"),
        'Write the day like 2026-11-16, or say dates = "dmy" in the map.',
    ),
)


_WHO = "Write the member's id, number, e-mail address or full name."
_SPENT = ("hours", "time", "minutes", "duration")
_HELD = ("balance", "closing_balance", "opening_balance")
#: A balance with nobody's name beside it is taken for that of the row's giver; a map can say otherwise.
_BARE = ("balance", "closing_balance", "running_balance", "balance_after")


def _time(*headings: str) -> Column:
    return Column(
        "time", headings, 'Write it like 1 h 30, or say time = "hours", "minutes" or "seconds" in the map.', True
    )


def _balance_of(*names: str) -> tuple[str, ...]:
    """Headings of a column that says what one side of a row holds."""
    return tuple(
        heading
        for name in names
        for heading in (f"{name}_balance", f"balance_{name}", f"{name}_closing_balance", f"{name}_balance_after")
    )


_ID = Column("id", ("id", "uuid", "ref", "reference", "number", "nr", ""), "Give every row a number of its own.")


def _kinds(setting: Setting) -> Setting:
    return replace(setting, known={"kinds": Kinds.of(setting.community_id)})


def _read(cells: Mapping[str, str], key: str, setting: Setting) -> Intention:
    kind = setting.known["kinds"].offered("category", cells["category"])
    return Intention(
        who=cells["who"],
        category=kind,
        words=cells.get("words", "") or in_words(cells["category"]),
        said_on=day("said_on", cells.get("said_on", ""), setting),
        quantity=whole_number("quantity", cells.get("quantity", "")),
        source_ref=key,
    )


def _check(row: Intention, setting: Setting) -> Refusal | None:
    return may_list(row, setting.today)


def _send_offers(actor: Actor, rows: tuple[Intention, ...], request_id: UUID) -> Done[Listed] | Refusal:
    return offer(actor, offers=rows, request_id=request_id)


def _send_needs(actor: Actor, rows: tuple[Intention, ...], request_id: UUID) -> Done[Listed] | Refusal:
    return need(actor, needs=rows, request_id=request_id)


def _people_and_kinds(setting: Setting) -> Setting:
    """Who and what rows may name, and the arenas a row may belong to."""
    here = Community.objects.get(pk=setting.community_id)
    return replace(
        setting,
        known={
            "people": Directory.of(here.pk),
            "kinds": Kinds.of(here.pk),
            "arenas": [one.slug for one in arenas_of(here.arenas)],
            "since_on": here.since_on,
            "book": book_of(here.pk),
            "closed": ledger.closed_through(here.pk),
            "members": set(),
        },
    )


def _read_contribution(cells: Mapping[str, str], key: str, setting: Setting) -> Row:
    arena = which_arena(cells.get("arena", "").lower(), setting.known["arenas"])
    if isinstance(arena, Refusal):
        raise UnreadableError("arena", arena.sentence)
    if not cells["done_on"]:
        raise UnreadableError("done_on", "The day is missing.")
    done = Happened(
        arena=arena,
        giver=setting.known["people"].find("giver", cells["giver"]),
        receiver=setting.known["people"].find("receiver", cells["receiver"]),
        minutes=minutes("time", cells["time"], setting.time),
        done_on=day("done_on", cells["done_on"], setting),
        category=setting.known["kinds"].called(cells.get("category", "") or "Help"),
        words=cells.get("words", ""),
        source_ref=key,
    )
    held = [
        minutes(field, cells[field], setting.time) if cells.get(field) else None
        for field in ("giver_balance", "receiver_balance")
    ]
    return done if held == [None, None] else Stated(done, *held)


def _check_contribution(row: Row, setting: Setting) -> Refusal | None:
    done = happened(row)
    return may_have_happened(done, setting.today, setting.known["book"]) or _closed(
        setting, done.done_on, "done_on", entry_id(done.source_ref)
    )


def _send_contributions(actor: Actor, rows: tuple[Row, ...], request_id: UUID) -> Done[Taken] | Refusal:
    return record_history(actor, rows=tuple(map(happened, rows)), request_id=request_id)


def _closing_otherwise(setting: Setting, rows: tuple[Row, ...]) -> tuple[Difference, ...]:
    """Whose hours here are others than the book itself ends with; nobody's when it states none."""
    return _others_than(setting, last_stated(rows))


def _read_opening(cells: Mapping[str, str], key: str, setting: Setting) -> Opening:
    who = setting.known["people"].find("member", cells["member"])
    if who in setting.known["members"]:
        raise UnreadableError("member", "Another row is about the same member.")
    setting.known["members"].add(who)
    said = cells.get("on", "")
    return Opening(
        member=who,
        minutes=minutes("time", cells["time"], setting.time),
        on=day("on", said, setting) if said else min(setting.today, setting.known["since_on"]),
        source_ref=key,
    )


def _check_opening(row: Opening, setting: Setting) -> Refusal | None:
    return may_open(row, setting.today) or _closed(setting, row.on, "on", opening_id(row.member))


def _closed(setting: Setting, day: date, field: str, entry: UUID) -> Refusal | None:
    """What to say of a row on a day whose books are closed, unless it stands in them already."""
    fault = ledger.closed_day(day, setting.known["closed"], field)
    return fault if fault and not ledger.is_written(setting.community_id, entry) else None


def _send_openings(actor: Actor, rows: tuple[Opening, ...], request_id: UUID) -> Done[Taken] | Refusal:
    return open_balances(actor, rows=rows, request_id=request_id)


def _differing(setting: Setting, rows: tuple[Opening, ...]) -> tuple[Difference, ...]:
    """Whose hours here are others than the list says."""
    return _others_than(setting, {row.member: row.minutes for row in rows})


def _others_than(setting: Setting, said: Mapping[UUID, int]) -> tuple[Difference, ...]:
    numbers = dict(
        Agent.objects.filter(community=setting.community_id, public_id__among=set(said)).values_list("public_id", "pk")
    )
    accounts = ledger.member_accounts(setting.community_id, numbers.values(), HOURS)
    held = {who: ledger.balance(accounts[number]).minor for who, number in numbers.items()}
    return tuple(Difference(who, said[who], held[who]) for who in said if said[who] != held[who])


LISTINGS = (
    Listing(
        "offers",
        (
            Column(
                "who",
                ("don_id", "donor", "donor_id", "offered_by", "giver", "member", "who", "name"),
                "Say whose it is.",
                True,
            ),
            *_SHARED,
        ),
        ("don_", "donor", "offer", "giver"),
        _kinds,
        _read,
        _check,
        is_unusual,
        _send_offers,
    ),
    Listing(
        "needs",
        (
            Column(
                "who",
                (
                    "rec_id",
                    "recipient",
                    "recipient_id",
                    "needed_by",
                    "requested_by",
                    "receiver",
                    "member",
                    "who",
                    "name",
                ),
                "Say whose it is.",
                True,
            ),
            *_SHARED,
        ),
        ("rec_", "recipient", "need", "request", "receiver"),
        _kinds,
        _read,
        _check,
        is_unusual,
        _send_needs,
    ),
    Listing(
        "openings",
        (
            _ID,
            Column("member", ("member", "member_id", "who", "name", "e_mail", "email", "account"), _WHO, True),
            _time(*_SPENT, *_HELD, "amount", "seconds"),
            Column(
                "on", ("date", "day", "on", "as_of"), 'Write the day like 2026-11-16, or say dates = "dmy" in the map.'
            ),
        ),
        ("balance", "opening", "hours"),
        _people_and_kinds,
        _read_opening,
        _check_opening,
        lambda row: False,
        _send_openings,
        is_history=True,
        differing=_differing,
    ),
    Listing(
        "contributions",
        (
            _ID,
            Column("giver", ("giver", "given_by", "helper", "provider", "from"), _WHO, True),
            Column("receiver", ("receiver", "received_by", "helped", "recipient", "to"), _WHO, True),
            _time(*_SPENT, "amount", "seconds"),
            Column(
                "done_on",
                ("date", "day", "done_on", "on", "when"),
                'Write the day like 2026-11-16, or say dates = "dmy" in the map.',
                True,
            ),
            Column("category", ("category", "kind", "type", "service"), "Write what kind of help it was."),
            Column(
                "words",
                ("words", "description", "title", "text", "details", "notes"),
                "Say it in 300 letters or fewer.",
            ),
            Column("arena", ("arena",), "Write an arena of this community; where there is only one, leave it out."),
            Column("giver_balance", (*_balance_of("giver", "helper", "from", "provider"), *_BARE), REMEDY),
            Column("receiver_balance", _balance_of("receiver", "recipient", "to", "helped"), REMEDY),
        ),
        ("giver", "given_by", "helper", "provider", "receiver", "received_by", "helped", "hours", "minutes", "time"),
        _people_and_kinds,
        _read_contribution,
        _check_contribution,
        lambda row: False,
        _send_contributions,
        is_history=True,
        differing=_closing_otherwise,
        check_all=lambda rows, setting: out_of_step(rows),
    ),
)
