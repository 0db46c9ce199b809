"""Everything about somebody, to take along: a table for each kind of thing, their pictures, and a letter in sentences.

Made from the declarations of the models. Whose reading it is decides what is in it: what only they themselves read
is not in what the desk prints for them, and what was said to the desk in confidence is in neither.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coproduce.community.base import audit, clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.models import AuditRow
from coproduce.community.base.one import the_one
from coproduce.community.base.page import csv_text, in_words
from coproduce.community.people.models import Agent, Community, Person, Upload
from coproduce.community.people.uploads import files as uploads
from coproduce.community.privacy.looking import Look, looks_at
from coproduce.community.privacy.registry import CODES, IDS, Kept, registry
from coproduce.community.privacy.whose import Somebody, rows, somebody
from coproduce.community.privacy.words import CONFIDED, called

#: Looks a letter tells of; the table beside it has all.
LOOKS = 50
#: Lines of each kind of thing that stand in a letter; the table beside it has all.
LINES = 3


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of thing: what it is called, what for and how long it is kept, and its rows in plain words."""

    name: str
    file: str
    purposes: tuple[str, ...]
    how_long: str
    names: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    @property
    def newest(self) -> list[list[tuple[str, object]]]:
        """The newest lines, to stand in the letter: each thing said with its name, what is empty left out."""
        return [
            [(name, cell) for name, cell in zip(self.names, row, strict=True) if cell not in ("", "no", 0)]
            for row in self.rows[-LINES:][::-1]
        ]


@dataclass(frozen=True, slots=True)
class Archive:
    """All of it, for whom, as of a day. `is_own` when they read it themselves."""

    agent: Agent
    day: date
    is_own: bool
    tables: tuple[Table, ...]
    looks: tuple[Look, ...]
    pictures: tuple[Upload, ...]


def archive_of(actor: Actor, member: UUID) -> Archive | None:
    """Everything about a member, for themselves or, written down, printed by the desk; None for anybody else."""
    agent = the_one(
        Agent.objects.filter(
            community_id=actor.community_id, public_id=member, kind=Agent.PERSON, merged_into=None
        ).exclude(membership=None)
    )
    if agent is None or not policy.may(actor, "privacy.read_archive", policy.towards(actor, agent.pk)):
        return None
    audit.reading(actor, "privacy.read_archive", [agent.pk], "archive")
    is_own = agent.pk == actor.agent_id
    # The name they were first welcomed by is of that community, and nothing to another.
    whose = replace(somebody(agent), persons=somebody(agent, everywhere=False).persons)
    zone = Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id)
    return Archive(
        agent,
        clock.today(zone),
        is_own,
        tuple(tables(whose, zone, is_own=is_own)),
        tuple(looks_at(whose.community, whose.agents)),
        tuple(Upload.objects.filter(agent__in=whose.agents).order_by("pk")),
    )


def tables(whose: Somebody, zone: str, *, is_own: bool) -> Iterator[Table]:
    """Each kind of thing of which there is something; what a row packs many of in one place has a table of its own."""
    for kept in registry():
        if kept.is_alone and not is_own:
            continue
        columns = list(_columns(kept))
        known = [field.name for field in columns if field.is_relation]
        theirs = (
            rows(kept, whose, kept.shown_to).select_related(*known)
            if kept.shown_to
            else kept.model._base_manager.none()
        )
        if kept.model is AuditRow and not is_own:
            theirs = theirs.exclude(verb__in=CONFIDED)
        found = list(theirs)
        if not found:
            continue
        names = _names(found, columns)
        yield Table(
            called(kept),
            f"{slugify(str(kept.model._meta.verbose_name_plural))}.csv",
            tuple(dict.fromkeys(why for name, why in kept.fields.items() if name not in kept.withheld)),
            kept.how_long(),
            tuple(_plain(column) for column in columns),
            tuple(_head(kept, column) for column in columns),
            tuple(tuple(_cell(row, column, names) for column in columns) for row in found),
        )
        if kept.unfolded:
            yield _unfolded(kept, found, zone)


def _unfolded(kept: Kept, found: list[Any], zone: str) -> Table:
    """Line by line what each of these rows packs in one place."""
    each = _("%(what)s, one by one") % {"what": called(kept)}
    file = f"{slugify(str(kept.model._meta.verbose_name_plural))}-one-by-one.csv"
    lines = tuple(line for row in found for line in row.unfolded(zone))
    return Table(str(each), file, (), kept.how_long(), kept.unfolded, kept.unfolded, lines)


def as_zip(archive: Archive) -> bytes:
    """The archive as one file: tables, pictures, and the letter twice, to read on a screen and to print."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name in ("letter.html", "letter.txt"):
            file.writestr(name, render_to_string(f"privacy/{name}", {"archive": archive, **said(archive)}))
        for table in archive.tables:
            file.writestr(table.file, csv_text(table.heads, table.rows))
        looks = [(look.at.isoformat(), look.who, look.roles, look.what, look.why) for look in archive.looks]
        file.writestr("who-looked.csv", csv_text(("when", "who", "what they do here", "at what", "for what"), looks))
        for upload in archive.pictures:
            place = uploads.place_of(upload.name)
            if place.exists():
                file.write(place, f"pictures/{upload.kind}-{upload.pk}.jpg")
    return made.getvalue()


def said(archive: Archive) -> dict[str, Any]:
    """What the letter tells beside the tables: the newest looks, and how many more there were."""
    community = archive.agent.community
    return {"community": community, "looks": archive.looks[:LOOKS], "older": max(len(archive.looks) - LOOKS, 0)}


def _columns(kept: Kept) -> Iterator[Any]:
    """The fields somebody can read something from."""
    for field in kept.model._meta.concrete_fields:
        is_number = field.primary_key or field.name in ("community", "community_id", "version", "source_ref")
        is_secret = field.name.endswith(("_hash", "_key", "sha256", "password"))
        is_other = isinstance(field, models.BinaryField | models.UUIDField) or field.name in kept.withheld
        is_unnamed = field.is_relation and (field.related_model is Person or not _name_in(field.related_model))
        if not (is_number or is_secret or is_other or is_unnamed):
            yield field


def _name_in(model: Any) -> str:
    """The field that says what a row is, where one does."""
    names = {field.name for field in model._meta.concrete_fields}
    return next((name for name in ("name", "words") if name in names), "")


def _plain(field: Any) -> str:
    return str(field.verbose_name).replace("_", " ")


def _head(kept: Kept, field: Any) -> str:
    why = kept.fields.get(field.name, "")
    return f"{_plain(field)}: {why}" if why and field.name not in CODES else _plain(field)


def _names(found: list[Any], columns: list[Any]) -> dict[int, str]:
    """The names of everybody whose number stands in these rows without more."""
    ids = [field.attname for field in columns if field.name in IDS and field.name != "person_id"]
    numbers: set[int] = set()
    for row in found:
        for name in ids:
            value = getattr(row, name)
            numbers |= set(value) if isinstance(value, list) else {value} if value else set()
    return dict(Agent.objects.filter(pk__in=numbers).values_list("pk", "name"))


def _cell(row: Any, field: Any, names: dict[int, str]) -> object:
    """What stands in a field, as somebody reads it."""
    value = getattr(row, field.name)
    if field.name == "values" and hasattr(row, "template"):
        return in_words(row.template, value)
    if field.name in IDS and not field.is_relation:
        numbers = value if isinstance(value, list) else [value]
        return ", ".join(names.get(number, "") for number in numbers if number)
    if value is None:
        return ""
    if field.is_relation:
        return str(getattr(value, _name_in(type(value))))
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
