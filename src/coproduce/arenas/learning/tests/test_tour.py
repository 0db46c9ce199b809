"""The ring on a phone: Ana wants to learn, learns from Ben, is asked back, and shows it to Dee."""

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.fixtures.browser import said_to
from tests.journeys.person import Person
from tests.journeys.tasks import CLEO, answer_to_being_asked
from tests.journeys.test_every_page import LOOKS, faults
from tests.journeys.walk import looking

pytestmark = pytest.mark.browser

GOAL = "To eat with the others and not to mind"
HERS = "To walk past the baker"


def wants(person: Person, topic: str, goal: str) -> None:
    person.page.goto("/wenbrook/learning/")
    person.press("Say what you want to learn")
    person.choose(topic)
    person.press("Next")
    person.write("In your own words", goal)
    person.press("Next")
    person.write("what is 0?", "hopeless")
    person.write("what is 10?", "easy")
    person.pick("Where do you stand today?", "2")
    person.press("Next")
    person.press("Put it on the list")
    person.reads(goal)


def come_together(one: Person, other: Person, goal: str) -> None:
    """One comes forward, the other says yes, and both say yes to experience and not advice."""
    one.page.goto("/wenbrook/learning/")
    one.press("I could do this")
    one.reads(goal)
    other.page.goto(one.page.url)
    other.press("Yes, I would like to")
    other.press("Go to what you do together")
    other.reads("Experience, not advice")
    other.press("Yes, that is how we do it")
    one.page.goto(other.page.url)
    one.press("Yes, that is how we do it")


def says(person: Person, words: str, ago: int = 0, time: str = "", alone: bool = False) -> None:
    person.page.reload()
    day = timezone.localdate() - timedelta(days=ago)
    person.page.get_by_label("Which day was it?").fill(day.isoformat())
    if time:
        person.write("How long did it take?", time)
    person.write("What did you learn?", words)
    person.pick("Did someone need you", "Yes, someone")
    if alone:
        person.pick("on your own scale", "8")
        person.choose("I can do it on my own now")
    person.press("Say this")


def test_the_ring_closes_on_a_phone(chrome: Any, live: str, folder: Path) -> None:
    topic = "Eating with others"
    said_to(folder, "learning", "write-topic", *CLEO, "--called", topic, "--professional", "Mrs Okoro, Tuesdays")
    with ExitStack() as open_pages:
        ana, ben, cleo, dee = (Person(open_pages.enter_context(looking(chrome, live, who))) for who in range(4))
        wants(ana, topic, GOAL)
        come_together(ben, ana, GOAL)
        says(ben, "How far she is already", ago=1, time="1 h")
        ben.reads("waits for the others")
        says(ana, "To begin with the part I like", ago=1)
        ana.reads("after 1 h 00", "To begin with the part I like", "How far she is already")
        says(ana, "That I can", time="1 h", alone=True)
        says(ben, "To let go")
        ana.page.reload()
        ana.reads("2 at first, 8 now", "after 2 h 00")
        ana.press("I feel ready to be asked")
        ana.page.goto("/wenbrook/ledger/")
        ana.reads(f"{GOAL} · Ben, Learning together")
        cleo.page.goto("/wenbrook/timebank/desk/?tab=ask")
        cleo.press("Ask Ana")
        ana.page.goto("/wenbrook/")
        ana.press("Somebody asked you something")
        ana.reads("Would you show it to somebody else?")
        answer_to_being_asked(ana, "Yes, I would like to")

        wants(dee, topic, HERS)
        come_together(ana, dee, HERS)
        says(ana, "How it was to begin", time="45 min")
        says(dee, "One small thing for tomorrow")
        ana.page.goto("/wenbrook/learning/")
        assert ana.page.locator(".steps").first.locator(".done").count() == 4
        found = [*looked_at(ana, "/wenbrook/learning/"), *looked_at(ana, dee.page.url)]
        assert found == []


def looked_at(person: Person, path: str) -> list[str]:
    person.page.goto(path)
    return faults(person.page, path, LOOKS)
