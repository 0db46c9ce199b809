"""When what is due: from the day somebody came home to the last talk, and who is rung when nobody answers.

Every clock is a setting of the site (`rule_sets.toml`). Moments are aware; working hours are those of the place.
Defaults are our own design after Home from Hospital (first visit), Coleman (calls) and lone-working guidance.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import Between, Says


@dataclass(frozen=True, slots=True)
class Rules:
    """What differs from one site to another."""

    longest_minutes: Annotated[int, Between(15, 24 * 60), Says("The longest visit at one time")]
    oldest_days: Annotated[int, Between(1, 3660), Says("How far back a visit is written down")]
    triage_hours: Annotated[int, Between(1, 80), Says("Looked at by the desk within so many working hours")]
    match_hours: Annotated[int, Between(1, 168), Says("Two visitors found within so many hours")]
    welcome_hours: Annotated[int, Between(1, 168), Says("Rung within so many hours of coming home")]
    first_visit_hours: Annotated[int, Between(12, 336), Says("First visit within so many hours of coming home")]
    call_days: Annotated[tuple[int, ...], Between(1, 365), Says("Rung on these days after coming home")]
    call_slack_days: Annotated[int, Between(0, 14), Says("A call may be so many days early or late")]
    close_first_days: Annotated[int, Between(1, 365), Says("The last talk from this day on")]
    close_last_days: Annotated[int, Between(1, 365), Says("The last talk by this day")]
    ask_after_days: Annotated[int, Between(1, 365), Says("They can say from this day on that they are well")]
    red_minutes: Annotated[int, Between(1, 240), Says("Somebody answers for what is urgent within so many minutes")]
    blue_days: Annotated[int, Between(1, 60), Says("What can wait is seen to within so many days")]
    buddy_minutes: Annotated[int, Between(1, 240), Says("A companion is rung when a visit ends so many minutes late")]
    desk_minutes: Annotated[int, Between(1, 240), Says("The desk is rung when a visit ends so many minutes late")]
    script_minutes: Annotated[int, Between(1, 240), Says("The emergency steps begin so many minutes late")]
    day_starts_hour: Annotated[int, Between(0, 23), Says("The desk’s day begins at this hour")]
    day_ends_hour: Annotated[int, Between(1, 24), Says("The desk’s day ends at this hour")]
    emergency_number: Annotated[str, Says("The number to ring when there is danger")]
    health_number: Annotated[str, Says("The number to ring for advice on health")]
    stop_generation: Annotated[int, Between(0, 99), Says("New visitors stop for harm from this step of the chain on")]
    stop_least_people: Annotated[int, Between(1, 10_000), Says("Judged once so many have ended in that step")]
    stop_harmed_people: Annotated[
        int | None, Between(1, 100),
        Says("New visitors stop when of a hundred so many came to harm", "Decide it first.", none="Not decided"),
    ] = None  # fmt: skip

    def __post_init__(self) -> None:
        if not self.buddy_minutes <= self.desk_minutes <= self.script_minutes:
            raise ValueError("First the companion is rung, then the desk, then the emergency steps begin.")
        if self.close_first_days > self.close_last_days or self.day_starts_hour >= self.day_ends_hour:
            raise ValueError("What begins comes before what ends.")


@dataclass(frozen=True, slots=True)
class Since:
    """What the clocks of a case run from. With no `home_at` known they run from its opening, and say so."""

    opened_at: datetime
    home_at: datetime | None = None
    accepted_at: datetime | None = None

    def __post_init__(self) -> None:
        for moment in (self.opened_at, self.home_at, self.accepted_at):
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"A moment says in which time of which place it is: {moment!r}.")

    @property
    def runs_from(self) -> datetime:
        """When they came home; where nobody knows, when the case was opened."""
        return self.home_at or self.opened_at

    @property
    def is_from_opening(self) -> bool:
        """Whether the day they came home is not known."""
        return self.home_at is None


SATURDAY = 5

Step = Literal["triage", "match", "welcome", "first visit"]
#: What a rule set is told as: the dataclass, or a plain mapping with the same names.
Told = Rules | Mapping[str, Any]


def due_at(step: Step, since: Since | Mapping[str, Any], rules: Told, zone: ZoneInfo) -> datetime | None:
    """By when a step is to be done; None while it does not run yet (a match before it was taken on).

    ValueError for a step that has no clock.
    """
    since, rules = told_as(Since, since), told_as(Rules, rules)
    if step == "triage":
        return after_working_hours(since.opened_at, rules.triage_hours, rules, zone)
    if step == "match":
        return since.accepted_at and since.accepted_at + timedelta(hours=rules.match_hours)
    if step not in ("welcome", "first visit"):
        raise ValueError(f"{step!r} has no clock. Choose from: triage, match, welcome, first visit.")
    hours = rules.welcome_hours if step == "welcome" else rules.first_visit_hours
    return since.runs_from + timedelta(hours=hours)


def after_working_hours(start: datetime, hours: int, rules: Rules, zone: ZoneInfo) -> datetime:
    """The moment so many working hours later: Monday to Friday, within the desk's day, in the time of the place.

    What comes in outside them waits until they begin. ValueError for more hours than a year of them has.
    """
    left, at = timedelta(hours=hours), start.astimezone(zone)
    for day in (at.date() + timedelta(days=days) for days in range(366)):
        if day.weekday() < SATURDAY:
            begins = max(at, _at(day, rules.day_starts_hour, zone))
            open_for = max(timedelta(0), _at(day, rules.day_ends_hour, zone) - begins)
            if left <= open_for:
                return (begins + left).astimezone(start.tzinfo)
            left -= open_for
    raise ValueError(f"hours is more than a year of the desk: {hours!r}.")


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=hour // 24), time(hour % 24), zone)


def calls_due(home_on: date, called_on: Collection[date], today: date, rules: Told) -> tuple[date, ...]:
    """The days on which somebody may be rung by now and was not; a call counts for each day it is near enough to."""
    missing, rules = [], told_as(Rules, rules)
    for days in sorted(rules.call_days):
        day = home_on + timedelta(days=days)
        slack = timedelta(days=rules.call_slack_days)
        if day - slack <= today and not any(day - slack <= one <= day + slack for one in called_on):
            missing.append(day)
    return tuple(missing)


def answer_by(level: str, raised_at: datetime, rules: Told, zone: ZoneInfo) -> datetime:
    """By when somebody answers for a flag: red at once, amber before the day is over, blue within days.

    ValueError for another level.
    """
    rules = told_as(Rules, rules)
    if level == "red":
        return raised_at + timedelta(minutes=rules.red_minutes)
    if level == "amber":
        return _at(raised_at.astimezone(zone).date(), 24, zone).astimezone(raised_at.tzinfo)
    if level == "blue":
        return raised_at + timedelta(days=rules.blue_days)
    raise ValueError(f"{level!r} is no level. Choose from: red, amber, blue.")


def may_be_rota(people: Collection[object]) -> Refusal | None:
    """None for a rota of two or more: one alone may be asleep, and then nobody answers.

    >>> may_be_rota(["Cleo", "Dee"]) is None, may_be_rota(["Cleo"]).code
    (True, 'ROTA_OF_ONE')
    """
    if len(set(people)) < 2:
        return Refusal("ROTA_OF_ONE", "Name two or more, so that somebody is rung when the first is silent.", "rota")
    return None


def to_ring(rota: tuple[int, ...], raised_at: datetime, now: datetime, rules: Told) -> tuple[int, ...]:
    """Who is to have been rung by now for something urgent that nobody has answered for: one more each time its clock
    runs out, twice round at most. ValueError for a rota of one or none.
    """
    if may_be_rota(rota):
        raise ValueError("A rota has two or more names.")
    turns = max(0, (now - raised_at) // timedelta(minutes=told_as(Rules, rules).red_minutes)) + 1
    return tuple(rota[turn % len(rota)] for turn in range(min(turns, 2 * len(rota))))


Alarm = Literal["buddy", "desk", "script"]


def alarm(expected_end: datetime, checked_out_at: datetime | None, now: datetime, rules: Told) -> Alarm | None:
    """Who is rung now for somebody who has not said that they left: nobody, the companion, the desk, the script."""
    if checked_out_at is not None:
        return None
    rules, late = told_as(Rules, rules), now - expected_end
    steps: tuple[tuple[Alarm, int], ...] = (
        ("script", rules.script_minutes), ("desk", rules.desk_minutes), ("buddy", rules.buddy_minutes),
    )  # fmt: skip
    return next((who for who, minutes in steps if late >= timedelta(minutes=minutes)), None)
