"""What may be recorded as help, and what it is worth: an hour is an hour, whoever gives it.

Source: E. Cahn, No More Throw-Away People (2000): one hour of service earns one
time credit, whatever the service. What differs from bank to bank (the longest
help at once, how far back, how far hours may go) stands in `rule_sets.toml`.
Rules take their frozen dataclasses, or plain mappings with the same names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.resources import files
from typing import Annotated, Any, Literal

from coproduce.core.arena import Help, told_as
from coproduce.core.journal import Limit
from coproduce.core.places import walking_minutes
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.recording import may_write_down
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import Between, RuleSet, Says, read
from coproduce.core.week import ANY_TIME, overlap, times_of


@dataclass(frozen=True, slots=True)
class Rules:
    """What differs from one time bank to another."""

    longest_minutes: Annotated[
        int, Between(15, 24 * 60), Says("The longest help at one time", "What took longer is written down day by day.")
    ]
    oldest_days: Annotated[
        int,
        Between(1, 3660),
        Says("How far back help is written down", "What is older goes in with the history of the bank."),
    ]
    below_minutes: Annotated[
        int | None,
        Between(0, 10_000 * 60),
        Says("How much more somebody may have received than given", none="No limit"),
    ] = None
    above_minutes: Annotated[
        int | None,
        Between(0, 10_000 * 60),
        Says("How much more somebody may have given than received", none="No limit"),
    ] = None
    grows_minutes: Annotated[
        int | None,
        Between(0, 10_000 * 60),
        Says(
            "How much further the first goes for who gave",
            "Each hour somebody gave lets them have received an hour more, up to this much.",
            none="Not at all",
        ),
    ] = None
    past_limit: Annotated[
        Literal["off", "warn", "enforce"],
        Says(
            "What happens past these limits",
            "Help that was given is given: refusing to write it down is for banks whose members decided so.",
            {"off": "Nothing", "warn": "It is written down, and the desk is told", "enforce": "It is not written down"},
        ),
    ] = "off"


#: What the house ships; a community starts with the first.
RULE_SETS: tuple[RuleSet[Rules], ...] = read(files(__package__).joinpath("rule_sets.toml").read_bytes(), Rules)

STANDARD = RULE_SETS[0].values


def may_record(
    told: Help | Mapping[str, Any], today: date, rules: Rules | Mapping[str, Any] = STANDARD
) -> Refusal | None:
    """None when this help can be recorded on that day by the community's rules, else what to mend.

    >>> from datetime import date
    >>> sewing = Help("Ana", "Ben", HOURS(90), date(2026, 11, 16))
    >>> may_record(sewing, today=date(2026, 11, 17)) is None
    True
    >>> may_record(Help("Ana", "Ana", HOURS(90), date(2026, 11, 16)), today=date(2026, 11, 17)).code
    'SAME_ACCOUNT'
    >>> may_record(sewing, date(2026, 11, 17), Rules(longest_minutes=60, oldest_days=30)).code
    'TOO_LARGE'
    """
    rules = told_as(Rules, rules)
    return may_write_down(told, today, rules.longest_minutes, rules.oldest_days)


def limits(rules: Rules | Mapping[str, Any] = STANDARD) -> dict[str, Limit]:
    """How far a member's account may go, by unit: inclusive, so that exactly twelve hours still pass.

    >>> limits(Rules(longest_minutes=1440, oldest_days=366, below_minutes=720, past_limit="warn"))
    {'hour': Limit(floor=-720, ceiling=None, mode='warn', grows_by=0)}
    """
    rules = told_as(Rules, rules)
    floor = None if rules.below_minutes is None else -rules.below_minutes
    return {"hour": Limit(floor, rules.above_minutes, rules.past_limit, rules.grows_minutes or 0)}


def may_give(giver: object, receiver: object, time: Quantity) -> Refusal | None:
    """None when these hours can be given away; None as giver or receiver is the community's pot.

    >>> may_give("Ana", None, HOURS(60)) is None
    True
    >>> may_give(None, None, HOURS(60)).code
    'SAME_ACCOUNT'
    """
    if giver == receiver:
        return Refusal("SAME_ACCOUNT", "A gift goes to someone else: choose who it is for.", "receiver")
    if time.unit != HOURS:
        return Refusal("UNIT_MISMATCH", "A time bank counts hours: write it like 1 h 30.", "time")
    if time.minor <= 0:
        return Refusal("NOT_POSITIVE", "Say how many hours to give: one minute or more.", "time")
    return None


def credits(told: Help | Mapping[str, Any]) -> tuple[Quantity, Quantity]:
    """What the giver and the receiver are recognised with: the same minutes, out and back.

    >>> credits(Help("Ana", "Ben", HOURS(90), date(2026, 11, 16)))
    (Quantity('1 h 30'), Quantity('−1 h 30'))
    """
    told = told_as(Help, told)
    return told.time, -told.time


@dataclass(frozen=True, slots=True)
class Wanted:
    """A need as the desk looks for somebody: whose it is, its kind, the wider kind that belongs to, and when it suits.

    Kinds and people are any ids of the caller's; `week` is as in `core.week`.
    """

    who: str
    kind: str
    wider_kind: str
    week: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One offer of somebody who might help. `metres` lie between the middles of their parts of the town, None unknown.

    `asked_on` is the day they were last asked to help, None never. Who rests, has not answered yet what they were asked
    before, or may not meet the one who needs it is not `is_free`.
    """

    who: str
    kind: str
    wider_kind: str
    week: int = 0
    metres: int | None = None
    asked_on: date | None = None
    is_free: bool = True


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is suggested: an English sentence with `%(name)s` places, translated when shown."""

    template: str
    values: Mapping[str, str | int | date]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whom to ask first, and why."""

    who: str
    reasons: tuple[Reason, ...]


def suggest(
    need: Wanted | Mapping[str, Any], candidates: Iterable[Candidate | Mapping[str, Any]], today: date
) -> Suggestion | None:
    """The one to ask first, or None where nobody fits; in whatever order the candidates come.

    They offer the same kind of help, else one of the same wider kind, at a time that suits. Of those the nearest, then
    whoever was not asked for longest. A tie goes by the week and the person, so that it is not always the same one.

    >>> lift = Wanted("Ottoline", "lift", "transport", week=1)
    >>> near = Candidate("Grace", "lift", "transport", metres=450)
    >>> far = Candidate("Leon", "lift", "transport", metres=2000)
    >>> suggest(lift, [far, near], date(2026, 11, 17)).who
    'Grace'
    >>> suggest(lift, [Candidate("Ottoline", "lift", "transport")], date(2026, 11, 17)) is None
    True
    """
    need = told_as(Wanted, need)
    fitting = [one for one in (told_as(Candidate, one) for one in candidates) if _fits(need, one)]
    if not fitting:
        return None
    best = min(fitting, key=lambda one: _order(need, one, today))
    return Suggestion(best.who, _reasons(need, best))


def _fits(need: Wanted, one: Candidate) -> bool:
    is_of_kind = one.kind == need.kind or one.wider_kind == need.wider_kind
    return one.is_free and one.who != need.who and is_of_kind and overlap(need.week, one.week) != 0


def _order(need: Wanted, one: Candidate, today: date) -> tuple[bool, bool, int, date, bytes, int]:
    """Smallest first: the kind itself, a distance that is known, the distance, the day last asked, and the tie."""
    year, week, _ = today.isocalendar()
    tie = sha256(f"{year}-W{week:02} {one.who}".encode()).digest()
    return (
        one.kind != need.kind, one.metres is None, one.metres or 0, one.asked_on or date.min, tie,
        -overlap(need.week, one.week),
    )  # fmt: skip


def _reasons(need: Wanted, one: Candidate) -> tuple[Reason, ...]:
    reasons = [
        Reason("Offers this kind of help.", {})
        if one.kind == need.kind
        else Reason("Offers something of the same wider kind.", {})
    ]
    if one.metres is not None:
        minutes = walking_minutes(one.metres)
        reasons.append(
            Reason("About %(minutes)s minutes away on foot.", {"minutes": minutes})
            if minutes
            else Reason("Lives in the same part of town.", {})
        )
    common = overlap(need.week, one.week)
    if common != ANY_TIME:
        reasons.append(Reason(f"Free on {DAYS[times_of(common)[0][0]]}.", {}))
    reasons.append(
        Reason("Not asked since %(day)s.", {"day": one.asked_on}) if one.asked_on else Reason("Never asked yet.", {})
    )
    return tuple(reasons)


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
