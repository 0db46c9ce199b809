"""Twelve things people do of a day, done in a browser and counted for docs/explanation/keystrokes.md."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys import tasks
from tests.journeys.person import SECONDS, Person
from tests.journeys.walk import looking


@dataclass(frozen=True)
class Measured:
    """One task: who does it, and how many of each operator it took."""

    task: str
    who: str
    done: Counter[str]

    @property
    def seconds(self) -> float:
        return sum(SECONDS[name] * number for name, number in self.done.items())

    def row(self) -> str:
        """The line of the table."""
        counts = " | ".join(str(self.done[name]) for name in SECONDS)
        return f"| {self.task} | {self.who} | {counts} | {self.seconds:.0f} s |"


def measure(chrome: Any, live: str, folder: Path) -> list[Measured]:
    """All twelve, in the order of a day."""
    tasks.welcomed(folder, "Moss", "Reed")
    tasks.applied(folder, "Ida Lake")
    with looking(chrome, live, 0) as page, looking(chrome, live, 2) as desk:
        return [*_evening(Person(page)), *_morning(Person(desk))]


def _evening(ana: Person) -> Iterator[Measured]:
    ana.page.goto("/wenbrook/")
    yield from _counted(
        ana, "Say that one would do something", "member", lambda: tasks.offer(ana, "A walk by the canal")
    )
    ana.page.goto("/wenbrook/")
    yield from _counted(ana, "Say what would help", "member", lambda: (
        ana.press("Say what would help"), tasks.say_what_would_help(ana, "Somebody to hold the ladder")))  # fmt: skip
    ana.page.goto("/wenbrook/")
    yield from _counted(ana, "Say yes to what would help somebody", "member", lambda: ana.press("I could do this"))
    ana.page.goto("/wenbrook/")
    yield from _counted(ana, "Write down an hour of help", "member", lambda: tasks.record_own_help(ana, "Moss"))
    ana.page.goto("/wenbrook/")
    yield from _counted(ana, "Look up one's hours", "member", lambda: ana.press("Hours", exact=True))


def _morning(cleo: Person) -> Iterator[Measured]:
    home = "/wenbrook/timebank/desk/"
    cleo.page.goto(home)
    yield from _counted(cleo, "Confirm hours for somebody who rings", "broker", lambda: (
        cleo.press("Hours to confirm"), cleo.press("Confirm for Moss")))  # fmt: skip
    cleo.page.goto(home)
    yield from _counted(cleo, "Hear two references and welcome somebody", "broker",
                        lambda: tasks.answer_an_applicant(cleo, "Ida Lake"))  # fmt: skip
    cleo.page.goto(home)
    yield from _counted(cleo, "Bring two people together", "broker", lambda: cleo.press("Bring them together"))
    cleo.page.goto(home)
    yield from _counted(cleo, "**From a ringing telephone to recorded, thanked and asked back**", "broker", lambda: (
        tasks.take_a_call(cleo, "Ida Lake"), tasks.record_thank_and_ask_back(cleo, "Ida Lake", "Moss")))  # fmt: skip
    yield from _counted(cleo, "Write down an answer to being asked", "broker", lambda: (
        cleo.press("Write down their answer"), tasks.answer_to_being_asked(cleo, "Yes, I would like to")))  # fmt: skip
    cleo.page.goto(home)
    yield from _counted(cleo, "Write down what would help whoever rings", "broker", lambda: (
        tasks.take_a_call(cleo, "Reed"), cleo.press("Write down what would help them"),
        tasks.say_what_would_help(cleo, "A lift to the station")))  # fmt: skip
    cleo.page.goto(home)
    yield from _counted(cleo, "Look up the figures", "broker", lambda: cleo.press("Figures"))


def _counted(person: Person, task: str, who: str, do: Any) -> Iterator[Measured]:
    """What one task took, from a hand on the mouse."""
    person.done, person.hand_is_on_mouse = Counter(), True
    do()
    yield Measured(task, who, person.done)
