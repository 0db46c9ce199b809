"""How the cast decides together: a text that is objected to until it is better, a budget, and what is asked now."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.base.wire import Untold
from coproduce.community.decisions.deciding.rules import ProjectWanted
from coproduce.community.decisions.models import Proposal
from coproduce.web.demo.doing import do, evening_of

#: What the budget of the year could pay for, and who would pay for which.
PROJECTS = (
    ("A bench by the pond", 250),
    ("A ramp for the hall", 600),
    ("Paint for the shed", 120),
    ("A second kettle", 45),
)
CHOSEN = {
    "Ana": ("01", "02"),
    "Ben": ("02", "03"),
    "Cleo": ("02", "04"),
    "Dee": ("02",),
    "Tom": ("03", "04"),
    "Sal": ("01",),
}


def let_decide(people: Mapping[str, Actor], today: date) -> None:
    """A round of consent with a second one, a budget that was counted, and what is asked this week."""
    _consent(people, today - timedelta(days=34))
    _budget(people, today - timedelta(days=17))
    with clock.at(evening_of(today - timedelta(days=1))):
        _asked(
            people["Cleo"], "Which day suits the summer tea?", today - timedelta(days=1), today + timedelta(days=8),
            way="approval", options=("A Saturday", "A Sunday", "A Wednesday evening"),
        )  # fmt: skip


def _consent(people: Mapping[str, Actor], day: date) -> None:
    """Ben objects to the first text, and agrees to the second."""
    last = day + timedelta(days=7)
    with clock.at(evening_of(day)):
        asked = _asked(
            people["Ana"], "Shall the shed be locked?", day, last, way="consent", review_on=last + timedelta(days=200),
            text="The shed is locked at night, and the desk keeps the key.",
        )  # fmt: skip
        _answer(people["Ben"], asked, "object", "I fetch the trestles at six, before the desk is there.")
        do("decisions.say", people["Dee"], "a word on the shed", proposal=asked, words="A box with a number lock?")
    with clock.at(evening_of(day + timedelta(days=3))):
        text = "The shed is locked at night. The key hangs in a box with a number that helpers know."
        do("decisions.amend", people["Ana"], "a better text", proposal=asked, text=text, closes_on=last)
        for name in ("Ana", "Ben", "Cleo", "Tom"):
            _answer(people[name], asked, "consent")
        _answer(people["Dee"], asked, "aside", "I never go to the shed.")
    with clock.at(evening_of(last)):
        minutes = "The first text would have shut out whoever comes early. Nobody objects to the second."
        do("decisions.count", people["Cleo"], "count the shed", proposal=asked, minutes=minutes)


def _budget(people: Mapping[str, Actor], day: date) -> None:
    """Nine hundred pounds, shared out by those who are there."""
    last = day + timedelta(days=7)
    with clock.at(evening_of(day)):
        asked = _asked(
            people["Tom"], "How do we spend what the summer fair brought?", day, last, way="budget", quorum=20,
            shown_from=4, budget=Decimal(900),
            projects=tuple(ProjectWanted(name, Decimal(cost)) for name, cost in PROJECTS),
        )  # fmt: skip
        for name, marks in CHOSEN.items():
            do("decisions.vote", people[name], f"{name} votes", proposal=asked, marks=Untold(marks))
    with clock.at(evening_of(last)):
        minutes = "The fair brought 900 pounds. Each project was shown by whoever asked for it."
        do("decisions.count", people["Tom"], "count the budget", proposal=asked, minutes=minutes)


def _asked(actor: Actor, question: str, opens_on: date, closes_on: date, **more: Any) -> UUID:
    do("decisions.propose", actor, question, question=question, opens_on=opens_on, closes_on=closes_on, **more)
    return Proposal.objects.get(community_id=actor.community_id, question=question).public_id


def _answer(actor: Actor, asked: UUID, answer: str, reason: str = "") -> None:
    label = f"the shed: {actor.agent_id} {answer}"
    do("decisions.respond", actor, label, proposal=asked, answer=answer, reason=reason)
