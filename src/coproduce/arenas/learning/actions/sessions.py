"""The verb of a session: each says what they learned, and once both have, it counts for both.

Of a circle's time each pair has its share, so that an hour of the one who shows is an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID, uuid5

from coproduce.arenas.learning import ARENA
from coproduce.arenas.learning.actions.pairs import ENDED, NOT_YET, address, learning_thread, tell
from coproduce.arenas.learning.actions.wishes import on_scale as may_be_on_scale
from coproduce.arenas.learning.models import Aim, Pair, Session
from coproduce.arenas.learning.queries.steps import walk_again
from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.exchange.models import Commitment, Message
from coproduce.community.exchange.recognition import Deed, may_recognise, recognise
from coproduce.community.exchange.threads.actions import LONGEST_MESSAGE
from coproduce.community.exchange.threads.taking_part import Thread
from coproduce.core.apportion import apportion
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

#: How useful it was, from not at all to very.
USEFUL = range(4)

Needed = Literal["yes", "no", ""]


@dataclass(frozen=True, slots=True)
class SessionSaid:
    """Of how many pairs it counts now, with how many minutes, and the step of the learner who said it or was first."""

    agreement: UUID
    counted: int
    minutes: int
    reached: str


@action("learning.say", receipt=SessionSaid)
def say(
    actor: Actor,
    *,
    agreement: UUID,
    done_on: date,
    learned: str,
    useful: int,
    time: Quantity | None = None,
    alone: bool = False,
    on_scale: int | None = None,
    needed: Needed = "",
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[SessionSaid] | Refusal:
    """Say what one learned that day, how useful it was (0 to 3), and whether somebody needed one this week.

    Whoever says it first says how long it took; another time than they said goes back to them. When both have said what
    they learned, it counts, and both are recognised with the same minutes. Who learns may say that they can do it
    `alone` now, and where they stand `on_scale`, their own.
    """
    thread = learning_thread(actor, "learning.say", agreement, for_)
    if isinstance(thread, Refusal):
        return thread
    fault = may_say(learned, "learned", LONGEST_MESSAGE, "Say in a few words what you learned.") or may_be_on_scale(
        on_scale, "on_scale"
    )
    if fault:
        return fault
    if useful not in USEFUL:
        return Refusal("NOT_USEFUL", "Choose from 0, not at all, to 3, very.", "useful")
    is_tutor = thread.mine.side == Commitment.GIVES
    pairs = _begun(thread)
    if isinstance(pairs, Refusal):
        return pairs
    sessions = _sessions(actor, thread, pairs, done_on, time)
    if isinstance(sessions, Refusal):
        return sessions
    words = Message.objects.create(
        agreement=thread.row, author=thread.mine.agent, words=learned.strip(), said_at=clock.now(),
        taken_by=actor.agent_id if thread.is_by_desk else None,
    )  # fmt: skip
    mine = [one for one in sessions if is_tutor or one.pair.learner_id == thread.mine.agent_id]
    for one in mine:
        _write(one, "tutor" if is_tutor else "learner", words, useful, {"yes": True, "no": False}.get(needed))
        if not is_tutor:
            one.alone, one.on_scale = alone, on_scale
        one.save()
    counted = [one for one in mine if one.tutor_said_at and one.learner_said_at and one.entry is None]
    notices: list[Notice] = []
    for one in counted:
        outcome = _recognised(actor, thread, one)
        if isinstance(outcome, Refusal):
            return outcome
        notices += outcome
    if not counted:
        notices += tell(thread, "%(name)s says what they learned: %(what)s. What did you learn?")
    step = Aim.objects.filter(agent=mine[0].pair.learner_id, topic=mine[0].pair.topic_id).values_list("step", flat=True)
    minutes = sum(one.minutes for one in counted)
    return Done(SessionSaid(thread.row.public_id, len(counted), minutes, step.first() or ""), tuple(notices))


def _begun(thread: Thread) -> list[Pair] | Refusal:
    """The pairs of the thread that have begun and are not over, if whoever speaks is in one of them."""
    found = list(Pair.objects.filter(agreement=thread.row).select_related("tutor", "learner").order_by("pk"))
    going_on = [pair for pair in found if pair.began_on and pair.stage != Pair.OVER]
    if not any(thread.mine.agent_id in (pair.tutor_id, pair.learner_id) for pair in going_on):
        return ENDED if any(pair.stage == Pair.OVER for pair in found) else NOT_YET
    return going_on


def _sessions(
    actor: Actor, thread: Thread, pairs: Sequence[Pair], done_on: date, time: Quantity | None
) -> list[Session] | Refusal:
    """The sessions of that day, begun by whoever says so first; another time than was said is asked of the others."""
    of = {one.pair_id: one for one in Session.objects.filter(pair__in=pairs, done_on=done_on)}
    before = sum(one.minutes for one in of.values())
    if time is None and not of:
        return Refusal("MISSING", "Say how long it took, like 1 h 30.", "time")
    if of and (time is None or time == HOURS(before)):
        return [_with(pair, of[pair.pk]) for pair in pairs if pair.pk in of]
    assert time is not None
    if any(one.entry for one in of.values()):
        return Refusal("ALREADY_COUNTED", "That day counts with %(time)s. The desk puts it right.", "time",
                       {"time": str(HOURS(before))})  # fmt: skip
    deed = Deed(ARENA.slug, {pairs[0].tutor: time.minor}, {pair.learner: 1 for pair in pairs}, thread.row.category,
                done_on)  # fmt: skip
    closed = ledger.closed_through(thread.row.community_id)
    if time.unit != HOURS:
        return Refusal("UNIT_MISMATCH", "Write the time it took, like 1 h 30.", "time")
    if fault := may_recognise(thread.row.community_id, deed) or ledger.closed_day(done_on, closed, "done_on"):
        return fault
    shares = apportion(time.minor, [1] * len(pairs)).amounts
    if not all(shares):
        return Refusal("NOT_POSITIVE", "That is less than a minute for each of you. Say how long it took.", "time")
    found = []
    for pair, minutes in zip(pairs, shares, strict=True):
        one = of.get(pair.pk) or Session(pair=pair, done_on=done_on)
        one.minutes, one.tutor_said_at, one.learner_said_at = minutes, None, None
        one.save()
        found.append(_with(pair, one))
    return found


def _with(pair: Pair, session: Session) -> Session:
    session.pair = pair
    return session


def _write(session: Session, side: str, words: Message, useful: int, needed: bool | None) -> None:
    said = {"words": words, "said_at": clock.now(), "useful": useful, "needed": needed}
    for name, value in said.items():
        setattr(session, f"{side}_{name}", value)


def _recognised(actor: Actor, thread: Thread, one: Session) -> tuple[Notice, ...] | Refusal:
    """Both have said what they learned: it stands in the books, and each comes as far as it took them."""
    pair = one.pair
    deed = Deed(
        ARENA.slug, {pair.tutor: one.minutes}, {pair.learner: 1}, thread.row.category, one.done_on, thread.row.words,
        thread.row.need_id, thread.row, thread.row.is_by_desk,
    )  # fmt: skip
    outcome = recognise(actor, deed, uuid5(one.public_id, "counts"), was_judged=True)
    if isinstance(outcome, Refusal):
        return outcome
    one.entry = outcome.entry
    one.save(update_fields=["entry"])
    aims = {aim.agent_id: aim for aim in Aim.objects.filter(agent__in=(pair.tutor_id, pair.learner_id),
                                                            topic=pair.topic_id)}  # fmt: skip
    before = {agent: aim.step for agent, aim in aims.items()}
    walk_again(aims.values())
    if (aim := aims.get(pair.learner_id)) and one.on_scale is not None:
        aim.first, aim.now = one.on_scale if aim.first is None else aim.first, one.on_scale
        aim.save(update_fields=["first", "now"])
    time, link = str(HOURS(one.minutes)), address(thread.row)
    told = [
        Notice(who.pk, "You and %(name)s both said what you learned: %(time)s for each of you.",
               {"name": other.name, "time": time}, link=link)
        for who, other in ((pair.tutor, pair.learner), (pair.learner, pair.tutor))
    ]  # fmt: skip
    if aim and aim.step == "alone" and before[aim.agent_id] != "alone":
        words = "You can do it on your own now: %(what)s. When you feel ready to be asked to show it, say so."
        told.append(Notice(aim.agent_id, words, {"what": thread.row.words}, link=link))
    return (*told, *outcome.notices)
