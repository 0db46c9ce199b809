"""A member's evening in a browser: from a letter with a code to being asked back, on a phone and at a table."""

from pathlib import Path
from typing import Any

import pytest

from tests.journeys import tasks
from tests.journeys.person import Person
from tests.journeys.walk import looking
from tests.journeys.ways import Way, every_way, somebody

pytestmark = pytest.mark.browser


@every_way("Ada", "Amy", "Ann", "Ava", "Abe", ahead=2)
def test_a_members_evening(chrome: Any, live: str, folder: Path, way: Way, name: str) -> None:
    need = f"A hand with the curtains of {name}"
    tasks.welcomed(folder, name)
    with somebody(chrome, live, way) as me, looking(chrome, live, 1) as other:
        page, ben = me.page, Person(other)
        tasks.sign_in_by_letter(me, folder, tasks.address_of(name))
        me.reads(f"Hello, {name}", "What could I do today?", "Who could help me?")
        before = me.seconds
        tasks.offer(me, f"Tea and company from {name}")
        assert me.seconds - before < 60 or way.by_keyboard
        me.press("Home", exact=True)
        me.press("Say what would help")
        tasks.say_what_would_help(me, need)

        other.goto("/wenbrook/exchange/needs/")
        ben.write("Search", "curtains")
        ben.enter()
        ben.reads(need)
        ben.press("I could do this")
        tasks.open_thread(me, need)
        me.press("Yes, I would like to")
        me.write("Write something", "Tuesday would suit")
        me.press("Send")
        me.reads("Tuesday would suit", "How to reach each other")
        me.write("How long did it take?", "1 h 30")
        me.press("Yes, it happened")

        other.goto(page.url)
        ben.press("Yes, that’s right")
        page.reload()
        me.write("A word of thanks", "The room is light again")
        me.press("Say thank you")
        me.press("I feel ready to be asked")
        _the_desk_asks(chrome, live, name)
        me.press("Home", exact=True)
        me.press("Somebody asked you something")
        me.reads("You owe nothing")
        tasks.answer_to_being_asked(me, "Later: ask me another time")
        me.reads("Nobody asks before the day you chose")
        me.press("Hours", exact=True)
        me.reads(need, "1 h 30")
        table = page.context.request.get(f"{live}/wenbrook/ledger/?as=csv")
        assert need in table.text()
        me.press("Sign out")
        me.press("Sign in", exact=True)


def _the_desk_asks(chrome: Any, live: str, name: str) -> None:
    with looking(chrome, live, 2) as page:
        cleo = Person(page)
        page.goto("/wenbrook/timebank/desk/?tab=ask")
        cleo.press(f"Ask {name}")
        cleo.reads("They have been asked")
