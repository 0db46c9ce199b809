"""The record of what was done, tried and read: the only writer of audit rows."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from coproduce.community.base.actor import Actor
from coproduce.community.base.models import AuditRow


def write_done(
    actor: Actor, verb: str, request_id: UUID, body_hash: bytes, receipt: Any, about: UUID | None = None
) -> None:
    _write(actor, AuditRow.DONE, verb, request_id=request_id, body_hash=body_hash, receipt=receipt, about=about)


def write_refused(actor: Actor, verb: str, request_id: UUID, code: str) -> None:
    _write(actor, AuditRow.REFUSED, verb, request_id=request_id, code=code)


def reading(actor: Actor, verb: str, subjects: Iterable[int], why: str = "", about: UUID | None = None) -> None:
    """Write down that personal data of these agents is about to be read, by whom and why.

    Reading one's own is nobody else's business and is not written. `about` is what is sealed one day, if it is of that.
    """
    others = sorted(set(subjects) - {actor.hand})
    if others:
        _write(actor, AuditRow.READ, verb, subjects=others, why=why, about=about)


def let_go(community_id: int, about: UUID) -> None:
    """Something is sealed: nothing says any more who did what about it, and who looked. Only such rows ever go."""
    AuditRow.objects.filter(community_id=community_id, about=about).delete()


def reading_of(actor: Actor, verb: str, thing: UUID, subjects: Iterable[int], why: str) -> None:
    """The same of one thing, which may be about nobody in particular: that it is read is always written."""
    _write(actor, AuditRow.READ, verb, subjects=sorted(set(subjects)), why=why, receipt={"of": str(thing)})


def _write(actor: Actor, kind: str, verb: str, **more: Any) -> None:
    AuditRow.objects.create(
        community_id=actor.community_id,
        kind=kind,
        verb=verb,
        agent_id=actor.agent_id,
        person_id=actor.person_id,
        helped_by=actor.helped_by,
        via=actor.via,
        **more,
    )
