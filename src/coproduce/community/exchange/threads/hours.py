"""The verbs of hours: it is done, one says how long, the others say whether that is right, and it is recognised."""

from datetime import date, timedelta
from uuid import UUID, uuid5

from django.utils.formats import date_format

from coproduce.community import ledger
from coproduce.community.base import clock, policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.exchange.models import Agreement, Commitment, Need
from coproduce.community.exchange.recognition import Deed, hours_at, may_recognise, recognise, told
from coproduce.community.exchange.threads.actions import LONGEST_MESSAGE
from coproduce.community.exchange.threads.beginning import begin, keep
from coproduce.community.exchange.threads.taking_part import (
    NOBODY,
    SAID_THERE,
    InThread,
    Thread,
    end,
    link,
    tell_others,
    thread_for,
    write,
)
from coproduce.community.people.helping.queries import name_said
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@action("exchange.do", receipt=InThread)
def do(
    actor: Actor,
    *,
    agreement: UUID,
    time: Quantity,
    done_on: date | None = None,
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[InThread] | Refusal:
    """Say that it is done and how long each who helped gave. The others say whether that is right."""
    thread = thread_for(actor, "exchange.do", "do", agreement, for_)
    if isinstance(thread, Refusal):
        return thread
    return _hours_said(actor, thread, time, done_on or thread.row.done_on, request_id)


@action("exchange.confirm", receipt=InThread)
def confirm(
    actor: Actor, *, agreement: UUID, hours: Quantity | None = None, for_: UUID | None = None, request_id: UUID
) -> Done[InThread] | Refusal:
    """Say that the hours are right. Other `hours` than were said go back to the others to look at."""
    thread = thread_for(actor, "exchange.confirm", "confirm", agreement, for_)
    if isinstance(thread, Refusal):
        return thread
    stands = {part.minutes for part in thread.side(Commitment.GIVES)}
    if hours is not None and stands != {hours.minor}:
        return _hours_said(actor, thread, hours, thread.row.done_on, request_id)
    now = clock.now()
    thread.mine.confirmed_at = now
    thread.mine.save(update_fields=["confirmed_at"])
    if not all(part.confirmed_at for part in thread.parts):
        return Done(InThread(thread.row.public_id, thread.row.state))
    return _recognised(actor, thread.row, thread.parts)


@action("exchange.dispute", receipt=InThread)
def dispute(
    actor: Actor, *, agreement: UUID, words: str, for_: UUID | None = None, request_id: UUID
) -> Done[InThread] | Refusal:
    """Say that one remembers it differently. The hours do not stand by themselves any more; the desk looks at it."""
    thread = thread_for(actor, "exchange.dispute", "dispute", agreement, for_)
    if isinstance(thread, Refusal):
        return thread
    if fault := may_say(words, "words", LONGEST_MESSAGE, "Say in a few words how you remember it."):
        return fault
    write(actor, thread, words)
    end(thread.row, Agreement.DISPUTED, ended=False)
    return Done(
        InThread(thread.row.public_id, Agreement.DISPUTED),
        tell_others(thread, "%(name)s remembers it differently: %(what)s. The desk will ring you both."),
    )


@action("exchange.record", receipt=InThread)
def record(
    actor: Actor,
    *,
    time: Quantity,
    done_on: date,
    givers: tuple[UUID, ...] = (),
    receivers: tuple[UUID, ...] = (),
    words: str = "",
    category: str = "",
    need: UUID | None = None,
    offer: UUID | None = None,
    arena: str = "",
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[InThread] | Refusal:
    """Write down help one gave or was given: a thread of which only the end is known. The others say if it is right.

    At the desk it is written down for somebody who says so (`for_`), as theirs.
    """
    begun = begin(actor, "exchange.record", givers, receivers, need, offer, words, category, arena, "record")
    if isinstance(begun, Refusal):
        return begun
    row, parts = begun
    keep(row, parts)
    wanted = (
        part for part in parts if (part.agent_id == actor.agent_id if for_ is None else part.agent.public_id == for_)
    )
    mine = next(wanted, None)
    if mine is None:
        return NOBODY if for_ else Refusal(
            "NOT_FOUND", "Write down help that you gave or were given yourself.", "givers"
        )  # fmt: skip
    if not policy.may(actor, "exchange.record", policy.towards(actor, mine.agent_id)):
        return Refusal("NOT_ALLOWED", "You can speak for yourself. The desk writes it down for others.", "for_")
    is_by_desk = mine.agent_id != actor.agent_id
    thread = Thread(row, tuple(parts), mine, is_by_desk, name_said(actor, mine.agent.name))
    return _hours_said(actor, thread, time, done_on, request_id)


@action("exchange.stand", receipt=InThread)
def stand(actor: Actor, *, agreement: UUID, request_id: UUID) -> Done[InThread] | Refusal:
    """Let hours stand that nobody answered, once the community's days have gone by. The clock does this."""
    row = Agreement.objects.select_for_update(of=("self",)).select_related("category", "community").get(
        community_id=actor.community_id, public_id=agreement
    )  # fmt: skip
    today = clock.today(row.community.time_zone)
    if row.state != Agreement.DONE or row.stands_on is None or row.stands_on > today:
        return Refusal("NOT_YET", "These hours are still being looked at.", "agreement")
    return recognised(actor, row)


def recognised(actor: Actor, row: Agreement) -> Done[InThread] | Refusal:
    """Let these hours stand as they were told, whoever has not answered."""
    return _recognised(actor, row, tuple(row.commitments.select_related("agent").order_by("pk")))


def _hours_said(
    actor: Actor, thread: Thread, time: Quantity, done_on: date | None, request_id: UUID
) -> Done[InThread] | Refusal:
    """The hours each giver gave, as one side says them: the others confirm. Two sides that agree are enough."""
    row = thread.row
    today = clock.today(row.community.time_zone)
    if hours_at(row.arena):
        return SAID_THERE
    if time.unit != HOURS:
        return Refusal("UNIT_MISMATCH", "Write the time it took, like 1 h 30.", "time")
    if time.minor <= 0:
        return Refusal("NOT_POSITIVE", "Say how long it took: one minute or more.", "time")
    givers = thread.side(Commitment.GIVES)
    mine_only = thread.mine.side == Commitment.GIVES and len(givers) > 1
    said = {part.pk for part in ((thread.mine,) if mine_only else givers)}
    for part in thread.parts:
        part.minutes = time.minor if part.pk in said else part.minutes
        part.confirmed_at = clock.now() if part.pk == thread.mine.pk else (part.confirmed_at if mine_only else None)
    if mine_only:
        for part in thread.side(Commitment.RECEIVES):
            part.confirmed_at = None
    deed = _deed(row, thread.parts, done_on or today)
    closed = ledger.closed_through(row.community_id)
    if fault := may_recognise(row.community_id, deed) or ledger.closed_day(deed.done_on, closed, "done_on"):
        return fault
    for part in thread.parts:
        part.save(update_fields=["minutes", "confirmed_at"])
    row.state, row.done_on = Agreement.DONE, done_on or today
    row.agreed_at = row.agreed_at or clock.now()
    row.stands_on = today + timedelta(days=row.community.confirm_days)
    row.is_by_desk = row.is_by_desk or thread.is_by_desk
    row.save(update_fields=["state", "done_on", "agreed_at", "stands_on", "is_by_desk"])
    return Done(
        InThread(row.public_id, row.state, minutes=time.minor),
        tuple(
            Notice(
                part.agent_id,
                "%(name)s says it happened: %(what)s, %(time)s. Is that right? Unanswered, it stands on %(day)s.",
                {"name": thread.name, "what": row.words, "time": str(time), "day": date_format(row.stands_on, "l j F")},
                link=link(row),
            )
            for part in thread.others
        ),
    )


def _deed(row: Agreement, parts: tuple[Commitment, ...], done_on: date) -> Deed:
    return Deed(
        arena=row.arena,
        givers={part.agent: part.minutes or 0 for part in parts if part.side == Commitment.GIVES and part.minutes},
        receivers={part.agent: 1 for part in parts if part.side == Commitment.RECEIVES},
        category=row.category,
        done_on=done_on,
        words=row.words,
        need_id=row.need_id,
        agreement=row,
        is_by_desk=row.is_by_desk,
    )


def _recognised(actor: Actor, row: Agreement, parts: tuple[Commitment, ...]) -> Done[InThread] | Refusal:
    """The hours stand: contribution, entry, and everybody is told. The need it met leaves the list."""
    assert row.done_on is not None, "hours are said with a day"
    deed = _deed(row, parts, row.done_on)
    outcome = recognise(actor, deed, uuid5(row.public_id, "recognised"), was_judged=True)
    if isinstance(outcome, Refusal):
        return outcome
    end(row, Agreement.RECOGNISED)
    if row.need_id:
        Need.objects.filter(pk=row.need_id, state=Need.OPEN).update(state=Need.MET)
    minutes = sum(deed.givers.values())
    return Done(InThread(row.public_id, row.state, outcome.entry, minutes), (*told(deed), *outcome.notices))
