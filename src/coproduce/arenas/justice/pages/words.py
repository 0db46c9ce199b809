"""How a matter reads to whoever looks at it: what it is about, where it stands, and what happens next."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from coproduce.arenas.justice.forms import HEARD, KINDS, STATES, WAYS
from coproduce.arenas.justice.models import Matter
from coproduce.arenas.justice.queries.matters import GUARDIAN, HARMED, LEADS, PEER, RESPONDENT, kept, said, takes_part
from coproduce.arenas.justice.rules import Kept, may_hear
from coproduce.community.base import clock

KIND, WAY, STATE, HOW_HEARD = dict(KINDS), dict(WAYS), dict(STATES), dict(HEARD)


def line(row: Matter) -> dict[str, Any]:
    """A matter in a list: what kind, since when, and what happens next."""
    return {"row": row, "kind": KIND[row.kind], "next": what_is_next(row)}


def what_is_next(row: Matter) -> str:
    """What happens next, the same for everybody who reads it."""
    if row.state == Matter.CLOSED:
        return _("It is over. From %(day)s nobody finds anything of it.") % {"day": _day(row.seal_on)}
    if row.state == Matter.AGREED:
        return _keeping(row)
    if row.heard_on:
        return _("Both sides read what the circle came to, and say whether they agree.")
    if row.meets_at:
        return _("The circle meets: %(when)s.") % {"when": _moment(row.meets_at)}
    if row.harmed_id and not row.harmed_way:
        return _("Whoever was harmed says whether and how they would like to take part.")
    if row.accepted is None:
        return _("Whoever did it says freely whether they did.")
    if may_hear(said(row, row.facilitator)):
        return _("A guardian says yes or no.")
    return _("Whoever leads it draws who hears it.")


def _keeping(row: Matter) -> str:
    """How what was agreed stands, and whose turn it is."""
    stands = kept(row, clock.today(row.community.time_zone))
    if isinstance(stands, Kept) and stands.state == "kept":
        return _("Everything is done. Whoever leads it thanks everybody and closes it.")
    if isinstance(stands, Kept) and stands.state == "going on":
        return _("What was agreed is to be done until %(day)s.") % {
            "day": _day(max(one.until_on for one in row.parts.all()))
        }
    if row.told_on:
        return _("Something is not done. Whoever was to do it says to whoever leads it how it is.")
    return _("Something is not done, and its days are over. Whoever leads it says what comes next.")


def who_in_words(parts: frozenset[str], *, says_so: bool) -> str:
    """Who the reader is in it; `says_so` once whoever did it has said that they did."""
    for part, words in (
        (HARMED, _("You were harmed by it.")),
        (RESPONDENT, _("You say that you did it.") if says_so else _("It is about something you may have done.")),
        (GUARDIAN, _("You say yes or no for somebody who is not of age.")),
        (PEER, _("You were drawn to hear it. You may say that you would rather not.")),
        (LEADS, _("You lead it.")),
    ):
        if part in parts:
            return words
    return ""


def facts(row: Matter) -> list[tuple[str, str]]:
    """What is known of a matter, line by line."""
    harmed = row.harmed.name if row.harmed else _("nobody in particular")
    way = str(WAY[row.harmed_way]) if row.harmed_id and takes_part(row) else ""
    said_of = _("yes") if row.accepted else ""
    found = [
        (_("When it happened"), _day(row.happened_on)), (_("Who was harmed"), harmed), (_("How they take part"), way),
        (_("Who did it"), row.respondent.name), (_("They say that they did it"), said_of),
        (_("Who leads it"), row.facilitator.name if row.facilitator else ""),
        (_("When you meet"), _moment(row.meets_at)),
        (_("Where"), row.place),
    ]  # fmt: skip
    return [(name, words) for name, words in found if words]


def _moment(at: datetime | None) -> str:
    return date_format(localtime(at), "l j F Y, H:i") if at else ""


def _day(on: Any) -> str:
    return date_format(on) if on else ""
