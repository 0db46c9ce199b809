"""Being asked back: once, kindly, when somebody says that they are ready; and a free no is a good answer.

"You will be asked if you could do the same for someone else." Receiving never makes a debt: nothing here looks at
hours, and nobody is asked by the one who helped them.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from coproduce.core.refusal import Refusal

#: *Later* without a day means after this.
LATER = timedelta(days=90)

ANSWERS = ("yes", "later", "another way", "no", "don't ask")

#: What may stand in the way of who says no. Nobody has to say: empty is the first choice, and counted as "not said".
IN_THE_WAY = ("time", "health", "getting there", "unsure", "not mine")

#: To which answers that may be added.
NOES = frozenset({"no", "don't ask"})

#: In which states a thing may be done to an ask.
MAY: Mapping[str, frozenset[str]] = {
    "say_ready": frozenset({"waiting"}),
    "ask_back": frozenset({"ready", "later"}),
    "answer": frozenset({"ready", "asked", "later"}),
}

WHY_NOT: Mapping[str, str] = {
    "waiting": "They have not said that they are ready. Wait until they do.",
    "ready": "They are ready to be asked.",
    "asked": "They were asked once, and that is enough. Wait for their answer.",
    "later": "They said later. Their answer stands until that day.",
    "yes": "They have said yes already.",
    "another way": "They have told you another way already.",
    "no": "They said no, and that is a good answer. Nobody asks again.",
    "don't ask": "They would rather not be asked. Nobody asks again.",
}


def may(what: str, state: str) -> Refusal | None:
    """None when this may be done to an ask in that state, else why not.

    >>> may("ask_back", "ready") is None, may("ask_back", "no").code
    (True, 'NOT_NOW')
    """
    return None if state in MAY[what] else Refusal("NOT_NOW", WHY_NOT[state], "ask")


def may_ask(state: str, due_on: date | None, asker: int | None, helpers: Iterable[int], today: date) -> Refusal | None:
    """None when this person may ask today: the other is ready, the day has come, and the asker did not help them.

    >>> may_ask("ready", None, 5, [3], date(2026, 11, 17)) is None
    True
    >>> may_ask("ready", None, 3, [3], date(2026, 11, 17)).code
    'HELPED_THEM'
    """
    if fault := may("ask_back", state):
        return fault
    if due_on is not None and today < due_on:
        return Refusal("NOT_YET", "They asked to be left until %(day)s.", "ask", {"day": due_on.isoformat()})
    if asker is not None and asker in set(helpers):
        return Refusal(
            "HELPED_THEM", "You helped them yourself: let somebody else ask, so that nothing is owed.", "ask"
        )
    return None


def may_stand_in_the_way(answer: str, in_the_way: str) -> Refusal | None:
    """None where nothing stood in the way, or a reason of the list stands beside a no.

    >>> may_stand_in_the_way("no", "") is None, may_stand_in_the_way("no", "health") is None
    (True, True)
    >>> may_stand_in_the_way("yes", "health").code
    'NOT_A_NO'
    """
    if in_the_way and in_the_way not in IN_THE_WAY:
        choices = {"choices": ", ".join(IN_THE_WAY)}
        return Refusal("UNKNOWN_REASON", "Choose one of these, or leave it empty: %(choices)s.", "in_the_way", choices)
    if in_the_way and answer not in NOES:
        return Refusal("NOT_A_NO", "What stood in the way is said with a no.", "in_the_way")
    return None


def due_after(answer: str, today: date, on: date | None) -> date | Refusal | None:
    """The day to ask again after *later*: the one chosen, or ninety days on; None after every other answer.

    >>> due_after("later", date(2026, 11, 17), None)
    datetime.date(2027, 2, 15)
    >>> due_after("no", date(2026, 11, 17), None) is None
    True
    """
    if answer not in ANSWERS:
        return Refusal("UNKNOWN_ANSWER", "Choose one of: %(answers)s.", "answer", {"answers": ", ".join(ANSWERS)})
    if answer != "later":
        return None
    day = on or today + LATER
    if day <= today:
        return Refusal("NOT_LATER", "Choose a day that is still to come.", "on")
    return day
