"""Who looked at what is kept about somebody, when, and for what: read from the record, where it was written down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.models import AuditRow
from coproduce.community.people.models import Agent
from coproduce.community.privacy.whose import agents_of
from coproduce.community.privacy.words import UNTOLD, WHY, what_was_read


@dataclass(frozen=True, slots=True)
class Look:
    """One reading: who, with the roles they have, at what, and the word that says for what."""

    at: datetime
    who: str
    roles: str
    what: str
    why: str


def my_looks(actor: Actor) -> list[AuditRow]:
    """Who looked at what is the actor's own here, the newest first; nothing for who is nobody here."""
    if not policy.may(actor, "privacy.read_looks", "own") or actor.agent_id is None:
        return []
    return list(_rows(actor.community_id, agents_of(actor.agent_id)))


def looks_at(community: int, agents: tuple[int, ...]) -> list[Look]:
    """The same of anybody, as it is read."""
    return in_words(list(_rows(community, agents)))


def in_words(rows: list[AuditRow]) -> list[Look]:
    """Rows of the record with the names of who looked."""
    found = Agent.objects.filter(pk__in={row.helped_by or row.agent_id or 0 for row in rows})
    known = {pk: (name, roles) for pk, name, roles in found.values_list("pk", "name", "membership__roles")}
    nobody = (gettext("the program"), ())
    return [
        Look(
            row.recorded_at,
            known.get(row.helped_by or row.agent_id or 0, nobody)[0],
            ", ".join(known.get(row.helped_by or row.agent_id or 0, nobody)[1] or ()),
            what_was_read(row.verb),
            str(WHY.get(row.why, row.why)),
        )
        for row in rows
    ]


def _rows(community: int, agents: tuple[int, ...]) -> Iterator[AuditRow]:
    """The readings whose subjects they are: the database finds the figures, here it is seen whether it is they."""
    for agent in agents:
        found = AuditRow.objects.filter(community_id=community, kind=AuditRow.READ, subjects__icontains=str(agent))
        found = found.exclude(verb__in=UNTOLD)
        yield from (row for row in found.order_by("-recorded_at", "-pk").iterator() if agent in row.subjects)
