"""How neighbours and peers answer harm: pure, each rule with its source. Arguments are frozen, or plain mappings.

What is answered here at all (`eligible`), who hears (`panel`), what may be agreed and whether it was kept
(`agreement_kept`), and when everything is sealed (`seal_on`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coproduce.arenas.justice.rules.agreements import (
    Kept,
    Part,
    Wanted,
    agreement_kept,
    may_agree,
    may_extend,
    may_say_part,
    next_step,
)
from coproduce.arenas.justice.rules.matters import KINDS, SERIOUS, WAYS, Matter, Said, eligible, may_hear
from coproduce.arenas.justice.rules.panels import Exclusion, Peer, lot, panel
from coproduce.arenas.justice.rules.sealing import OUTCOMES, seal_on
from coproduce.arenas.justice.rules.sets import RULE_SETS, STANDARD, Rules
from coproduce.core.arena import Help, told_as
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.recording import may_write_down
from coproduce.core.refusal import Refusal

__all__ = (
    "KINDS",
    "OUTCOMES",
    "RULE_SETS",
    "SERIOUS",
    "STANDARD",
    "WAYS",
    "Exclusion",
    "Kept",
    "Matter",
    "Part",
    "Peer",
    "Rules",
    "Said",
    "Wanted",
    "agreement_kept",
    "credits",
    "eligible",
    "lot",
    "may_agree",
    "may_extend",
    "may_hear",
    "may_record",
    "may_say_part",
    "next_step",
    "panel",
    "seal_on",
)


def may_record(
    told: Help | Mapping[str, Any], today: date, rules: Rules | Mapping[str, Any] = STANDARD
) -> Refusal | None:
    """None when these minutes of a peer in a circle can be recognised on that day, else what to mend.

    >>> sat = Help("Ana", "the circle", HOURS(120), date(2026, 11, 16))
    >>> may_record(sat, date(2026, 11, 17)) is None, may_record(sat, date(2026, 11, 15)).code
    (True, 'IN_THE_FUTURE')
    """
    rules = told_as(Rules, rules)
    return may_write_down(told, today, rules.longest_minutes, rules.oldest_days)


def credits(told: Help | Mapping[str, Any]) -> tuple[Quantity, Quantity]:
    """A peer is recognised with the minutes they sat, out of a pot: nobody who was heard owes them.

    Cahn's jurors earned time dollars. Hours of repair come here never: they are nobody's to earn.

    >>> credits(Help("Ana", "the circle", HOURS(90), date(2026, 11, 16)))
    (Quantity('1 h 30'), Quantity('0 h 00'))
    """
    told = told_as(Help, told)
    return told.time, HOURS(0)
