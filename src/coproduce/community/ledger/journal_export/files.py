"""The files somebody takes along: streamed, so that a long journal needs no more memory than a short one."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from coproduce.community.base.actor import Actor
from coproduce.community.base.page import stream_csv
from coproduce.community.base.wire import unit as unit_of
from coproduce.community.ledger.journal_export.queries import Written, journal
from coproduce.community.ledger.journal_export.rules import as_text
from coproduce.community.ledger.seals.queries import last_head
from coproduce.community.people.models import Community
from coproduce.core.seal import Head

CSV, PLAIN = "csv", "hledger"
FORMS = (CSV, PLAIN)


class _Units(dict[str, Any]):
    """Units by their code, as they are met."""

    def __missing__(self, code: str) -> Any:
        self[code] = unit_of(code)
        return self[code]


def as_file(actor: Actor, community: Community, form: str) -> HttpResponseBase | None:
    """The whole journal of their community in one of FORMS, with the seal that stood; None for who may not read it."""
    entries = journal(actor)
    if entries is None:
        return None
    made_up = _("demo") if community.is_demo else ""
    name, seal = f"{community.slug}-journal", last_head(community.pk)
    if form == CSV:
        heads = [_("entry"), _("kind"), _("what"), _("happened on"), _("written down at"), _("arena"), _("takes back"),
                 _("account"), _("what it is"), _("number"), _("unit"), _("smallest parts"), _("note")]  # fmt: skip
        return stream_csv(name, heads, chain(_rows(entries, made_up), _foot(seal, made_up)))
    title = " · ".join(filter(None, (made_up, community.name)))
    text = as_text(title, entries, _Units(), seal=str(seal or ""))
    answer = StreamingHttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.journal"'
    return answer


def _rows(entries: Iterator[Written], made_up: str) -> Iterator[list[object]]:
    for one in entries:
        for part in one.parts:
            yield [
                str(one.entry), one.kind, one.category, one.effective_on.isoformat(), one.recorded_at.isoformat(),
                one.arena, str(one.reverses or ""), part.name, part.kind, part.number, part.unit, part.amount, made_up,
            ]  # fmt: skip


def _foot(seal: Head | None, made_up: str) -> Iterator[list[object]]:
    if seal:
        yield ["", "", _("The seal of the books on that day"), str(seal), *[""] * 8, made_up]
