"""Somebody wants to learn, somebody comes forward, and both say yes: what many tests begin with."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.fixtures.towns import TODAY, Town, do

from coproduce.community.base.done import Done
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal


def done(verb: str, town: Town, who: str, **said: Any) -> Any:
    outcome = do(verb, town.actor(who), **said)
    assert isinstance(outcome, Done), (verb, outcome)
    return outcome.value


def refused(verb: str, town: Town, who: str, **said: Any) -> Refusal:
    outcome = do(verb, town.actor(who), **said)
    assert isinstance(outcome, Refusal), (verb, outcome)
    return outcome


def topic(town: Town, called: str = "Keeping the weight off") -> UUID:
    written: UUID = done(
        "learning.write_topic", town, "Cleo", called=f"{called} {town.canary}", professional=f"Nurse {town.canary}"
    ).topic
    return written


def wanted(town: Town, learner: str, about: UUID) -> UUID:
    """The need of somebody who wants to learn."""
    need: UUID = done(
        "learning.want", town, learner, topic=about, goal=f"To eat as I like {town.canary}", lowest="hopeless",
        highest="easy", now=2,
    ).need  # fmt: skip
    return need


def agreed(town: Town, tutor: str, learner: str, about: UUID) -> UUID:
    """The thread of two who agreed to learn together."""
    need = wanted(town, learner, about)
    thread: UUID = done("exchange.propose", town, tutor, need=need).agreement
    done("exchange.agree", town, learner, agreement=thread)
    return thread


def begun(town: Town, tutor: str, learner: str, about: UUID) -> UUID:
    """The same, once both have said yes to experience and not advice."""
    thread = agreed(town, tutor, learner, about)
    for who in (tutor, learner):
        done("learning.begin", town, who, agreement=thread)
    return thread


def said(town: Town, who: str, thread: UUID, ago: int = 1, **more: Any) -> Any:
    """What somebody says they learned some days ago."""
    words = {"done_on": TODAY - timedelta(days=ago), "learned": f"A great deal {town.canary}", "useful": 3}
    return done("learning.say", town, who, agreement=thread, **{**words, **more})


def counted(town: Town, tutor: str, learner: str, thread: UUID, ago: int = 1, **more: Any) -> Any:
    """A session both say something of; `more` is what the learner says."""
    said(town, tutor, thread, ago, time=HOURS(60))
    return said(town, learner, thread, ago, **more)
