"""Members from a list kept elsewhere."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from coproduce.community.base.actor import Actor
from coproduce.community.base.cells import Setting
from coproduce.community.base.done import Done
from coproduce.community.base.sheets import Column, Listing
from coproduce.community.people.actions import Welcomed, welcome
from coproduce.community.people.joining.becoming import known_roles
from coproduce.community.people.models import Community
from coproduce.community.people.roles.queries import earned
from coproduce.community.people.rules import NewMember, may_live_in, may_welcome
from coproduce.core.refusal import Refusal


def _setting(setting: Setting) -> Setting:
    community = Community.objects.get(pk=setting.community_id)
    return replace(
        setting,
        known={
            "roles": known_roles(community) - earned(),
            "places": frozenset(community.neighbourhoods.values_list("name", flat=True)),
        },
    )


def _read(cells: Mapping[str, str], key: str, setting: Setting) -> NewMember:
    strengths = (words.strip() for words in cells.get("strengths", "").split(";"))
    return NewMember(
        cells["name"],
        cells.get("email", ""),
        cells.get("phone", ""),
        cells.get("neighbourhood", ""),
        strengths=tuple(words for words in strengths if words),
        source_ref=key,
    )


def _check(row: NewMember, setting: Setting) -> Refusal | None:
    return may_welcome(row, setting.known["roles"]) or may_live_in(row, setting.known["places"])


def _send(actor: Actor, rows: tuple[NewMember, ...], request_id: UUID) -> Done[Welcomed] | Refusal:
    return welcome(actor, members=rows, request_id=request_id)


LISTINGS = (
    Listing(
        "members",
        (
            Column("id", ("id", "uuid", "ref", "member_id", "number", "nr", ""), "Leave it as it is."),
            Column("name", ("name", "full_name", "member", "person"), "Write the person's name.", True),
            Column("email", ("email", "e_mail", "mail", "email_address"), "Mend the address, or leave it out."),
            Column(
                "phone",
                ("phone", "telephone", "tel", "mobile", "phone_number"),
                "Write it like 01632 960 100, or leave it out.",
            ),
            Column(
                "neighbourhood",
                ("neighbourhood", "area", "district", "neighborhood"),
                "Write a neighbourhood of this community, or leave it out.",
            ),
            Column("strengths", ("strengths", "skills", "can_do"), "Separate them by semicolons, 200 letters each."),
        ),
        ("mail", "phone", "tel", "skills", "strengths"),
        _setting,
        _read,
        _check,
        lambda row: False,
        _send,
    ),
)
