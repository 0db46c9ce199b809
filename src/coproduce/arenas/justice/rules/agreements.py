"""What repairs a harm: agreed in parts, each with an end, none too much, none that shames, and nothing paid.

Hours of repair are no time credits: nobody's account holds them, and nobody can hand them on (Cahn's hours are for
what is given freely). Whether it was kept is said part by part; what was not kept goes back to who referred it, step by
step, the person told first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from coproduce.arenas.justice.rules.sets import STANDARD, Rules
from coproduce.core import ladder
from coproduce.core.arena import told_as
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import RuleSet

KEPT, PARTLY, NOT_YET = "kept", "partly", "not yet"
STATES = (KEPT, PARTLY, NOT_YET)

RuleLike = Rules | RuleSet[Rules] | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is agreed: what, by when, how long it takes, and who helps; and, later, how it went and why.

    `paid_to` is who is given money, if anybody: `harmed` for what was broken. `shames`, `is_public` and `is_tradable`
    are what an agreement may not be. A `state` left empty is not said yet.
    """

    words: str
    until_on: date | None = None
    minutes: int = 0
    helper: str = ""
    paid_to: str = ""
    shames: bool = False
    is_public: bool = False
    is_tradable: bool = False
    state: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One part that is to be agreed: what, by which day, in how many minutes, who helps, and what it may not be."""

    words: str
    until_on: date | None = None
    minutes: int = 0
    helper: str = ""
    paid_to: str = ""
    shames: bool = False
    is_public: bool = False
    is_tradable: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """How an agreement stands: `going on` while a part that is not kept still has time; places count from 1.

    `missing` are the parts not kept whose day is over, `reasons` what was said of those partly or not yet kept.
    """

    state: Literal["kept", "partly", "not kept", "going on"]
    missing: tuple[int, ...] = ()
    next_on: date | None = None
    reasons: tuple[tuple[int, str], ...] = ()


def may_agree(parts: Iterable[Part | Mapping[str, Any]], made_on: date, rules: RuleLike = STANDARD) -> Refusal | None:
    """None when this may be agreed on that day, else what to mend, and in which part.

    >>> wall = Part("Paint the wall", date(2026, 12, 1), minutes=240, helper="Ana")
    >>> may_agree([wall], date(2026, 11, 17)) is None
    True
    >>> may_agree([{"words": "Say sorry"}], date(2026, 11, 17)).code
    'NO_END'
    >>> str(may_agree([Part("Dig", date(2026, 12, 1), minutes=41 * 60)], date(2026, 11, 17)))
    'That is more than 40 h 00 in all, the most that is asked of anybody here: agree on less.'
    """
    rules = told_as(Rules, rules)
    agreed = [told_as(Part, part) for part in parts]
    if not agreed:
        return Refusal("NOTHING", "Say what is to be done: an agreement has one part or more.", "parts")
    for place, part in enumerate(agreed, start=1):
        if fault := _fault(part, made_on, rules):
            code, sentence = fault
            return Refusal(code, f"Part %(place)s: {sentence}", "parts", {"place": str(place)})
    most = HOURS(60 * rules.most_hours)
    if sum(part.minutes for part in agreed) > most.minor:
        return Refusal(
            "TOO_MUCH",
            "That is more than %(most)s in all, the most that is asked of anybody here: agree on less.",
            "parts",
            {"most": str(most)},
        )
    return None


def _fault(part: Part, made_on: date, rules: Rules) -> tuple[str, str] | None:
    """What is wrong with one part by itself."""
    if not part.words.strip():
        return "MISSING", "say what is to be done."
    if part.until_on is None:
        return "NO_END", "say by which day. An agreement has an end."
    if part.until_on < made_on:
        return "OVER", "this day is over already."
    if part.until_on > made_on + timedelta(days=rules.longest_days):
        return "TOO_LATE", "this is too long. Choose an earlier day."
    if part.minutes < 0:
        return "NOT_POSITIVE", "time is not less than nothing."
    if part.shames:
        return "SHAMES", "nobody is shamed. Agree on something that repairs."
    if part.is_public:
        return "PUBLIC", "nobody is shown to others. Agree on something that stays between those in the circle."
    if part.paid_to not in ("", "harmed"):
        return "MONEY", "no money goes to the community or to anybody but whoever was harmed."
    if part.is_tradable:
        return "TRADABLE", "hours of repair are no time credits: they stand in no account, and are handed on to nobody."
    return None


def agreement_kept(parts: Iterable[Part | Mapping[str, Any]], on: date) -> Kept | Refusal:
    """How an agreement stands on a day: kept once every part is; while one still has time it is going on.

    >>> one, two = Part("Say sorry", date(2026, 12, 1)), Part("Paint", date(2026, 12, 20))
    >>> agreement_kept([one, two], date(2026, 12, 10))
    Kept(state='going on', missing=(1,), next_on=datetime.date(2026, 12, 20), reasons=())
    >>> from dataclasses import replace
    >>> agreement_kept([replace(one, state="kept"), replace(two, state="kept")], date(2026, 12, 10)).state
    'kept'
    >>> half = replace(two, state="partly", reason="It rained")
    >>> agreement_kept([replace(one, state="kept"), half], date(2026, 12, 21))
    Kept(state='partly', missing=(2,), next_on=None, reasons=((2, 'It rained'),))
    >>> agreement_kept([one, two], date(2026, 12, 21)).state
    'not kept'
    """
    agreed = [told_as(Part, part) for part in parts]
    if not agreed:
        return Refusal("NOTHING", "There is nothing agreed yet: write down what is to be done.", "parts")
    for place, part in enumerate(agreed, start=1):
        if part.until_on is None:
            return Refusal(
                "NO_END", "Part %(place)s: say by which day. An agreement has an end.", "parts", {"place": str(place)}
            )
        if fault := may_say_part(part.state or KEPT, part.reason):
            return Refusal(fault.code, f"Part %(place)s: {fault.template}", "parts", {"place": str(place)})
    waiting = [(place, part) for place, part in enumerate(agreed, start=1) if part.state != KEPT]
    reasons = tuple((place, part.reason) for place, part in waiting if part.state)
    missing = tuple(place for place, part in waiting if part.until_on and part.until_on < on)
    days = [part.until_on for _, part in waiting if part.until_on and part.until_on >= on]
    if not waiting:
        return Kept("kept")
    if days:
        return Kept("going on", missing, min(days), reasons)
    is_some = len(waiting) < len(agreed) or any(part.state == PARTLY for part in agreed)
    return Kept("partly" if is_some else "not kept", missing, None, reasons)


def may_say_part(state: str, reason: str) -> Refusal | None:
    """None when this can be said of a part: kept, or partly or not yet with the reason.

    >>> may_say_part("kept", "") is None, may_say_part("partly", " ").code
    (True, 'NO_REASON')
    """
    if state not in STATES:
        return Refusal("UNKNOWN_STATE", "Say kept, partly, or not yet.", "state")
    if state != KEPT and not reason.strip():
        return Refusal("NO_REASON", "Say why it is not kept yet.", "reason")
    return None


def may_extend(
    parts: Iterable[Part | Mapping[str, Any]], until_on: date, on: date, is_extended: bool, rules: RuleLike = STANDARD
) -> Refusal | None:
    """None when an agreement may be given until that day: once, later than it ends, and not for long.

    >>> paint = Part("Paint", date(2026, 12, 1))
    >>> may_extend([paint], date(2026, 12, 20), date(2026, 11, 30), is_extended=False) is None
    True
    >>> may_extend([paint], date(2026, 12, 20), date(2026, 11, 30), is_extended=True).code
    'EXTENDED_ONCE'
    """  # fmt: skip
    rules = told_as(Rules, rules)
    if is_extended:
        return Refusal("EXTENDED_ONCE", "It was given more time once: that is done once alone.", "until_on")
    ends = [part.until_on for part in (told_as(Part, one) for one in parts) if part.until_on and part.state != KEPT]
    if not ends:
        return Refusal("NOTHING", "There is nothing left that needs more time.", "until_on")
    if until_on <= max(*ends, on):
        return Refusal("NOT_LATER", "Choose a day after the one it ends on, and after today.", "until_on")
    if until_on > max(ends) + timedelta(days=rules.extension_days):
        return Refusal(
            "TOO_LATE", "That is too long. It may be given %(days)s days more.", "until_on",
            {"days": str(rules.extension_days)},
        )  # fmt: skip
    return None


def next_step(over_on: date, told_on: date | None, on: date, rules: RuleLike = STANDARD) -> ladder.Step:
    """Where an agreement that was not kept stands: told first, days to answer, and then a person sends it back.

    `over_on` is the day it was known not to be kept. It `is_proposed` once they were told and the days are over: no
    step is left out, and nothing goes back by itself.

    >>> over = date(2026, 12, 1)
    >>> next_step(over, None, date(2027, 1, 1)).to_tell
    (datetime.date(2026, 12, 1),)
    >>> [next_step(over, over, date(2026, 12, day)).is_proposed for day in (15, 16)]
    [False, True]
    """  # fmt: skip
    rules = told_as(Rules, rules)
    terms = ladder.Terms(
        (ladder.Rung("Told first"), ladder.Rung("Back to who referred it")), appeal_days=rules.answer_days
    )
    history = [ladder.Period("breach", over_on, told_on)]
    if told_on is not None and on > told_on + timedelta(days=rules.answer_days):
        history.append(ladder.Period("breach", on, on))
    return ladder.climb(terms, history, on)
