"""What a limit may be, and in which sentences it is told: decided without a database."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from coproduce.core.journal import LARGEST_AMOUNT, Limit, Mode
from coproduce.core.quantity import Quantity, Unit
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

LONGEST_REASON = 200

MODES: tuple[Mode, ...] = get_args(Mode)

#: Whose limit is changed, where it is not a role's or one member's.
EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far, in people's words: so much more received than given, so much more given than received; None no limit."""

    mode: str
    below: Quantity | None = None
    above: Quantity | None = None
    grows_by: Quantity | None = None


def limit_as(agreed: Agreed, unit: Unit, why: str) -> Limit | Refusal:
    """The limit an account of this unit is given, or what to mend.

    >>> from coproduce.core.quantity import HOURS
    >>> limit_as(Agreed("warn", HOURS(720), None, HOURS(120)), HOURS, "Meeting of 10 November")
    Limit(floor=-720, ceiling=None, mode='warn', grows_by=120)
    >>> limit_as(Agreed("warn"), HOURS, "Meeting of 10 November").field
    'mode'
    """
    if agreed.mode not in MODES:
        return Refusal("UNKNOWN_MODE", "Choose one of: %(modes)s.", "mode", {"modes": ", ".join(MODES)})
    for field in ("below", "above", "grows_by"):
        said: Quantity | None = getattr(agreed, field)
        if said is not None and (fault := _fault(said, unit, field)):
            return fault
    if agreed.grows_by and agreed.below is None:
        return Refusal("MISSING", "Say from where it grows: how much more somebody may have received.", "below")
    if agreed.mode != "off" and agreed.below is None and agreed.above is None:
        return Refusal("MISSING", "Say how far it goes, or choose that nothing happens.", "mode")
    if fault := may_say(why, "why", LONGEST_REASON, "Say who decided it, and why: whoever it is about reads it."):
        return fault
    return Limit(
        None if agreed.below is None else -agreed.below.minor,
        None if agreed.above is None else agreed.above.minor,
        agreed.mode,
        agreed.grows_by.minor if agreed.grows_by else 0,
    )


def _fault(said: Quantity, unit: Unit, field: str) -> Refusal | None:
    if said.unit != unit:
        values = {"account": unit.code, "given": said.unit.code}
        return Refusal("UNIT_MISMATCH", "%(account)s and %(given)s do not mix.", field, values)
    if not 0 <= said.minor <= LARGEST_AMOUNT:
        return Refusal("OUT_OF_RANGE", "Write how much it may be; nothing is the least.", field)
    return None


#: How far somebody may go, by whether it refuses or reminds. English sentences, translated when shown.
SENTENCES = {
    ("below", "enforce"): "You can have received up to %(below)s more than you gave; past that, help you are given "
    "cannot be written down until you gave some.",
    ("below", "warn"): "You can have received up to %(below)s more than you gave; past that it is still written down, "
    "and your desk rings you.",
    ("above", "enforce"): "You can have given up to %(above)s more than you received; past that, help you give cannot "
    "be written down until you were given some.",
    ("above", "warn"): "You can have given up to %(above)s more than you received; past that it is still written down, "
    "and your desk rings you.",
    ("both", "enforce"): "You can have received up to %(below)s more than you gave, or given up to %(above)s more than "
    "you received; past that it cannot be written down.",
    ("both", "warn"): "You can have received up to %(below)s more than you gave, or given up to %(above)s more than "
    "you received; past that it is still written down, and your desk rings you.",
}
NO_LIMIT = "Nothing limits how much you give or are given."
GROWS = "The more you gave, the further it goes: by as much as you gave, up to %(grows)s."


def in_sentences(limit: Limit, unit: Unit) -> Iterator[tuple[str, dict[str, str]]]:
    """A limit as its holder reads it: sentences with their values.

    >>> from coproduce.core.quantity import HOURS
    >>> [said for said, _ in in_sentences(Limit(), HOURS)]
    ['Nothing limits how much you give or are given.']
    """
    sides = [side for side, bound in (("below", limit.floor), ("above", limit.ceiling)) if bound is not None]
    if limit.mode == "off" or not sides:
        yield NO_LIMIT, {}
        return
    said = {"below": str(unit(-(limit.floor or 0))), "above": str(unit(limit.ceiling or 0))}
    yield SENTENCES[sides[0] if len(sides) == 1 else "both", limit.mode], said
    if limit.grows_by and limit.floor is not None:
        yield GROWS, {"grows": str(unit(limit.grows_by))}
