"""Two gates on the way to a home, the start of its building and the key; and why one is not open yet.

A gate opens by hours that count and by nothing else. Never a part of a hundred alone: what is missing, in minutes, of
which kind, and what of the work does not count and why.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from coproduce.arenas.homes.rules.hours import Counted, Rules
from coproduce.core.arena import told_as
from coproduce.core.obligation import ObligationError, Reason, half_up


class Gate(NamedTuple):
    """Whether a family may go on, and what speaks for and against it: a page turns each into a sentence.

    | code | about | units |
    |---|---|---|
    | SHORT | empty: in all; else a kind, a home, or a person and a kind | minutes missing |
    | SLOW | the month, like 2026-05 | minutes missing in it: told, and shuts nothing |
    | PAST_END | the last day | 0: told, and shuts nothing |
    | HOUR_AFTER | the day of the last hour | 0: no home is closed before it |
    | a code of core.obligation.Part | its kind | minutes that do not count |
    """

    is_open: bool
    reasons: tuple[Reason, ...]


def gate(
    name: Literal["start build", "close"], rule_set: Rules | Mapping[str, Any], counted: Counted, on: date
) -> Gate:
    """Whether the building may start, or the family take the key, on that day; and all that is missing, in minutes.

    The start takes a part of the hours, the key takes them all and every minimum. ObligationError for another name.

    >>> from coproduce.arenas.homes.rules.hours import Adult, Contribution, Household, count_hours
    >>> rules = Rules({1: 100 * 60}, {"building": 50 * 60}, {"office": 20 * 60}, sign_offs=0)
    >>> family = Household("Lima", date(2026, 1, 1), (Adult("Ana"),))
    >>> log = [Contribution(date(2026, 2, 2), 12 * 60, "office"), Contribution(date(2026, 2, 3), 12 * 60, "office")]
    >>> told = count_hours(rules, family, log)
    >>> [tuple(reason) for reason in gate("start build", rules, told, date(2026, 3, 1)).reasons]
    [('SHORT', '', 300), ('OVER_CATEGORY', 'office', 240)]
    >>> [reason.units // 60 for reason in gate("close", rules, told, date(2026, 3, 1)).reasons]
    [50, 80, 4]
    """
    rules = told_as(Rules, rule_set)
    # As a command or a key of JSON writes it, too.
    if name.replace("_", " ") not in ("start build", "close"):
        raise ObligationError(
            "UNKNOWN_GATE", "name", f"There is a gate to start build and one to close, and no {name}."
        )
    shut: list[Reason] = []
    if name == "close":
        shut += [Reason("SHORT", about, minutes) for about, minutes in counted.missing.items()]
        if counted.last_on and on < counted.last_on:
            shut.append(Reason("HOUR_AFTER", counted.last_on.isoformat(), 0))
    needed = counted.required if name == "close" else half_up(rules.start_share * counted.required)
    if counted.total < needed:
        shut.append(Reason("SHORT", "", needed - counted.total))
    return Gate(not shut, (*shut, *_beside(rules, counted, on)))


def _beside(rules: Rules, counted: Counted, on: date) -> Iterator[Reason]:
    """What a family wants to know and what shuts nothing: hours that do not count, a slow month, the end."""
    left_out: Counter[tuple[str, str]] = Counter()
    for part in counted.not_counted:
        left_out[part.code, counted.kinds[part.id]] += part.units
    yield from (Reason(code, kind, minutes) for (code, kind), minutes in sorted(left_out.items()))
    month = f"{on:%Y-%m}"
    if rules.month_minutes and counted.months.get(month, 0) < rules.month_minutes:
        yield Reason("SLOW", month, rules.month_minutes - counted.months.get(month, 0))
    if counted.ends_on and on > counted.ends_on:
        yield Reason("PAST_END", counted.ends_on.isoformat(), 0)
