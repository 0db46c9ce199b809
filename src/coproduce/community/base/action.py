"""`@action`: what makes a function a verb, whichever mouth it is called from.

It checks policy, opens the transaction, answers a repeated request with its
first receipt, runs, writes the record and the notices, and rolls everything
back on a refusal. Inside another verb it is a savepoint of that one.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import replace
from functools import wraps
from inspect import signature
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from coproduce.community.base import audit, clock, policy, rooms, wire
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.base.one import the_one
from coproduce.core.refusal import Refusal

Receipt = TypeVar("Receipt", covariant=True)


class Verb(Protocol[Receipt]):
    """A function that became a verb: its public name, what it answers, whether it asks again who is there, and whether
    what it is about is sealed one day."""

    verb: str
    receipt: type
    asks_again: bool
    is_sealed: bool

    def __call__(self, actor: Actor, /, *, request_id: UUID, **arguments: Any) -> Done[Receipt] | Refusal: ...


NOT_ALLOWED = Refusal("NOT_ALLOWED", "You cannot do this here. Ask your broker if you think you should.")
CONFLICTS_WITH_EARLIER = Refusal(
    "CONFLICTS_WITH_EARLIER",
    "This was sent before with other words. Look at what was recorded; to record more, start again.",
)
SIGN_IN_AGAIN = Refusal(
    "SIGN_IN_AGAIN", "This matters too much for a sign-in of a while ago. Show again who you are, then go on."
)

#: True while a verb runs, so that a verb inside it leaves the record of a refusal to the outermost.
_inside: ContextVar[bool] = ContextVar("inside a verb", default=False)


class _RollBackError(Exception):
    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal


def action(
    verb: str,
    receipt: type[Receipt],
    asks_again: bool = False,
    beforehand: Callable[..., Any] | None = None,
    sealed_with: str = "",
) -> Callable[[Callable[..., Any]], Verb[Receipt]]:
    """Make `run(actor, *, …, request_id)` the verb of this name.

    `run` returns Done(receipt) or a Refusal; `receipt` is a frozen dataclass of
    ids, numbers and words that tell nothing personal, for it is kept for ever.
    What takes long to read, and must keep nobody from writing, is read by `beforehand(actor, *, …)` ahead of the
    transaction, and handed to `run` after the actor: only for whoever may, and once only, like the verb.
    One that `asks_again` is refused where somebody signed in a while ago, and takes a key that says so.
    `sealed_with` names the argument, or what stands in the receipt, that is sealed one day: until then the record says
    who did this, and no longer; that it was refused to somebody it never says of whom.
    """

    def made(run: Callable[..., Any]) -> Verb[Receipt]:
        bound = signature(run).bind

        @wraps(run)
        def perform(actor: Actor, *, request_id: UUID, **arguments: Any) -> Done[Receipt] | Refusal:
            bound(actor, *([None] if beforehand else []), request_id=request_id, **arguments)
            body = wire.body_hash(verb, arguments)
            outermost = not _inside.get()
            token = _inside.set(True)
            try:
                found = _found(actor, request_id, body, arguments)
                outcome = _once(actor, request_id, body, arguments, outermost, found)
            finally:
                _inside.reset(token)
            if isinstance(outcome, Refusal) and outermost:
                audit.write_refused(_nobody(actor) if sealed_with else actor, verb, request_id, outcome.code)
            return outcome

        def _once(
            actor: Actor, request_id: UUID, body: bytes, arguments: dict[str, Any], outermost: bool, found: list[Any]
        ) -> Done[Receipt] | Refusal:
            try:
                with transaction.atomic():
                    earlier = _earlier(actor, request_id, body, receipt)
                    if earlier is not None:
                        return earlier
                    outcome = _run(actor, request_id, body, arguments, found)
                    if outermost and actor.helped_by is not None:
                        rooms.tell("helped", actor, verb)
                    return outcome
            except _RollBackError as undone:
                return undone.refusal
            except IntegrityError:
                # Another process may have been first with the same id; anything else is a fault of ours.
                earlier = _earlier(actor, request_id, body, receipt)
                if earlier is None:
                    raise
                return earlier

        def _found(actor: Actor, request_id: UUID, body: bytes, arguments: dict[str, Any]) -> list[Any]:
            if beforehand is None or not _is_ever_allowed(actor, verb) or _earlier(actor, request_id, body, receipt):
                return []
            return [beforehand(actor, **arguments)]

        def _run(
            actor: Actor, request_id: UUID, body: bytes, arguments: dict[str, Any], found: list[Any]
        ) -> Done[Receipt]:
            if not _is_ever_allowed(actor, verb):
                raise _RollBackError(NOT_ALLOWED)
            if asks_again and actor.signed_in_long_ago:
                raise _RollBackError(SIGN_IN_AGAIN)
            outcome: Done[Receipt] | Refusal = run(actor, *found, request_id=request_id, **arguments)
            if isinstance(outcome, Refusal):
                raise _RollBackError(outcome)
            about = arguments.get(sealed_with) or getattr(outcome.value, sealed_with) if sealed_with else None
            audit.write_done(actor, verb, request_id, body, wire.receipt_to_json(outcome.value), about)
            put_in_outbox(actor.community_id, outcome.notices)
            return outcome

        perform.verb = verb  # type: ignore[attr-defined]
        perform.receipt = receipt  # type: ignore[attr-defined]
        perform.asks_again = asks_again  # type: ignore[attr-defined]
        perform.is_sealed = bool(sealed_with)  # type: ignore[attr-defined]
        return perform  # type: ignore[return-value]

    return made


def _nobody(actor: Actor) -> Actor:
    return replace(actor, agent_id=None, person_id=None, helped_by=None)


def _earlier(actor: Actor, request_id: UUID, body: bytes, receipt: type) -> Done[Any] | Refusal | None:
    """The answer this request already had, if it had one."""
    done = AuditRow.objects.filter(community_id=actor.community_id, request_id=request_id, kind=AuditRow.DONE)
    earlier = the_one(done.values_list("body_hash", "receipt", "agent_id"))
    if earlier is None:
        return None
    body_hash, kept, agent_id = earlier
    if bytes(body_hash or b"") != body or agent_id != actor.agent_id:
        return CONFLICTS_WITH_EARLIER
    return Done(wire.receipt_from_json(receipt, kept), is_repeat=True)


def _is_ever_allowed(actor: Actor, verb: str) -> bool:
    """Some row allows it for some subject; the verb itself asks again once it knows whose it is."""
    return policy.may(actor, verb, "own")


def put_in_outbox(community_id: int, notices: Iterable[Notice]) -> None:
    """Leave these to be told, in the transaction that goes on."""
    Outbox.objects.bulk_create(
        Outbox(
            community_id=community_id,
            to_agent=notice.to_agent,
            template=notice.template,
            values=dict(notice.values),
            is_urgent=notice.urgent,
            link=notice.link,
            written_at=clock.now(),
        )
        for notice in notices
    )
