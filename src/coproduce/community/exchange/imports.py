"""Offers and needs from lists kept elsewhere."""

from collections.abc import Mapping
from uuid import UUID

from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.sheets import Column, Listing, Setting, day, in_words, whole_number
from coproduce.community.exchange.actions import Listed, need, offer
from coproduce.community.exchange.rules import Intention, is_unusual, may_list
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


def _read(cells: Mapping[str, str], key: str, setting: Setting) -> Intention:
    kind = in_words(cells["category"])
    return Intention(
        who=cells["who"],
        category=kind,
        words=cells.get("words", "") or kind,
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
        lambda setting: setting,
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
        lambda setting: setting,
        _read,
        _check,
        is_unusual,
        _send_needs,
    ),
)
