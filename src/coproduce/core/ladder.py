"""Fair steps after something promised was not done: warned first, heard before it happens, ended by a person alone.

One ladder belongs to one party and one duty: to one child's benefit, never to a family's. What is unknown counts
against nobody. A step has an effect only once it was told and the days to answer are over; an appeal in time keeps it
off until somebody decides. The last step has no effect of its own: a named person decides on it, and says why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple, get_args

from coproduce.core.arena import told_as

Outcome = Literal["met", "breach", "excused", "unknown"]
DAY = timedelta(days=1)


class LadderError(ValueError):
    """A ladder or a history that cannot be read. `code` is stable; `field` names what to mend."""

    def __init__(self, code: str, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.field = field


@dataclass(frozen=True, slots=True)
class Rung:
    """What one more breach in a row brings: its name, and what happens, in the arena's word; empty for nothing.

    `days` is how long that lasts; 0 until the next rung's begins or all is clear. What it withheld is given back with
    the `next` period, with the next one that is `met`, or `never`.
    """

    name: str
    effect: str = ""
    days: int = 0
    given_back: Literal["next", "met", "never"] = "never"


@dataclass(frozen=True, slots=True)
class Terms:
    """The rungs, from a warning without effect to the proposal to end; and the days between telling and effect.

    The first `grace` breaches in a row are seen and bring nothing. What ended begins anew once somebody decides so,
    or as soon as a period is met, where `recovery` says so.
    """

    rungs: tuple[Rung, ...]
    notice_days: int = 0
    appeal_days: int = 0
    grace: int = 0
    recovery: Literal["new_request", "met"] = "new_request"


@dataclass(frozen=True, slots=True)
class Period:
    """How a period went, the day on which that was known, and the day on which they were told of it, if they were."""

    outcome: Outcome
    on: date
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Appeal:
    """What somebody answered to the breach of that day, and what was decided on it."""

    about: date
    lodged_on: date
    decided_on: date | None = None
    is_upheld: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What a named person decided on the proposal that the breach of that day led to, and why.

    One more, of a later day, that it does not end after all begins anew: nothing before counts any more.
    """

    about: date
    on: date
    by: str
    why: str
    ends: bool


class Reason(NamedTuple):
    """Why somebody stands where they stand: what happened, the day of the period it is about, and the rung after it.

    Codes: MET, EXCUSED, UNKNOWN, BREACH; NOT_TOLD (so without effect), APPEAL_OPEN (so without effect yet),
    APPEAL_UPHELD (that breach is taken away), PASSED_OVER (it came too late to be told in its turn: it counts for
    nothing), PROPOSED, KEPT, ENDED and AGAIN (by a person).
    """

    code: str
    about: date
    rung: int


class Effect(NamedTuple):
    """What happens, of which breach, from which day to which, both included; None where a later one ends it."""

    word: str
    about: date
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """Where somebody stands: rung 0 is clear. `effect` is what holds on the day asked about; `next_effect` what will.

    `brings` is what the rung has for effect, for so many `days`, once it was told and answered; `to_tell` are the days
    of breaches since all was clear that nobody told them of. `answer_by` is the last day to answer to the last breach.
    `given_back` are the days of breaches of which what was withheld is due. `is_proposed` waits for a person;
    `is_ended` was decided by one.
    """

    rung: int = 0
    name: str = ""
    brings: str = ""
    days: int = 0
    to_tell: tuple[date, ...] = ()
    effect: Effect | None = None
    next_effect: Effect | None = None
    answer_by: date | None = None
    is_proposed: bool = False
    is_ended: bool = False
    given_back: tuple[date, ...] = ()
    reasons: tuple[Reason, ...] = ()


def climb(
    terms: Terms | Mapping[str, Any],
    history: Iterable[Period | Mapping[str, Any]],
    on: date,
    *,
    appeals: Iterable[Appeal | Mapping[str, Any]] = (),
    decisions: Iterable[Decision | Mapping[str, Any]] = (),
) -> Step:
    """Where somebody stands on that day, of all that was known by then. LadderError for what cannot be read.

    No rung is left out, and nobody climbs by a breach they had not been told of when they were told of a later one:
    the step they were told of then is the step it stays. Asked again with a breach taken away, it says where they would
    stand without it: what was paid by then is never written anew, the difference is an entry of its own.

    >>> rungs = (Rung("warning"), Rung("block", "withheld", given_back="next"), Rung("end"))
    >>> terms = Terms(rungs, notice_days=10, appeal_days=10)
    >>> may = Period("breach", date(2026, 5, 31), told_on=date(2026, 6, 1))
    >>> climb(terms, [may], date(2026, 6, 30)).name
    'warning'
    >>> july = Period("breach", date(2026, 7, 31), told_on=date(2026, 8, 1))
    >>> step = climb(terms, [may, july], date(2026, 8, 5))
    >>> step.name, step.effect, step.next_effect.from_on.isoformat(), step.answer_by.isoformat()
    ('block', None, '2026-08-12', '2026-08-11')
    >>> climb(terms, [may, july], date(2026, 8, 12)).effect.word
    'withheld'
    >>> climb(terms, [may, july, Period("met", date(2026, 9, 30))], date(2026, 9, 30)).rung
    0
    """
    terms = _checked(told_as(Terms, terms))
    known = [period for period in _in_order(history) if period.on <= on]
    answered = {one.about: one for one in (told_as(Appeal, one) for one in appeals) if one.lodged_on <= on}
    decided = sorted(
        (one for one in (told_as(Decision, one) for one in decisions) if one.on <= on), key=lambda one: one.on
    )
    _check_answers(known, answered, decided)
    late = passed_over(known, (about for about, one in answered.items() if _is_upheld(one, on)))
    standing = _Standing(terms, on, late)
    for period in known:
        standing.see(period, answered.get(period.on), [one for one in decided if one.about == period.on])
    return standing.step()


def passed_over(history: Iterable[Period], taken_away: Iterable[date] = ()) -> frozenset[date]:
    """The days of breaches nobody was told of before they were told of a later one; of what was taken away none counts.

    >>> known = [Period("breach", date(2026, 3, 31)), Period("breach", date(2026, 5, 31), told_on=date(2026, 6, 2))]
    >>> passed_over(known) == {date(2026, 3, 31)}, passed_over(known, [date(2026, 5, 31)])
    (True, frozenset())
    """
    gone, found, told_on = {*taken_away}, set(), date.max
    for period in sorted(history, key=lambda period: period.on, reverse=True):
        if period.outcome == "breach" and period.on not in gone:
            if told_on < (period.told_on or date.max):
                found.add(period.on)
            told_on = min(told_on, period.told_on or date.max)
    return frozenset(found)


@dataclass(slots=True)
class _Standing:
    """One history, read from its first period to its last."""

    terms: Terms
    on: date
    late: frozenset[date]
    in_a_row: int = 0
    is_ended: bool = False
    is_proposed: bool = False
    again_on: date | None = None
    answer_by: date | None = None
    to_tell: list[date] = field(default_factory=list)
    effects: list[tuple[Effect, Rung]] = field(default_factory=list)
    given_back: list[date] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    @property
    def rung(self) -> int:
        return min(max(0, self.in_a_row - self.terms.grace), len(self.terms.rungs))

    def see(self, period: Period, appeal: Appeal | None, decided: Sequence[Decision]) -> None:
        if self.is_ended and not (period.outcome == "met" and self.terms.recovery == "met"):
            return
        if self.again_on and period.on < self.again_on:
            return
        self._give_back("next", period.on)
        if period.outcome == "met":
            self._clear(period.on)
        elif period.outcome == "breach":
            if appeal and _is_upheld(appeal, self.on):
                self._say("APPEAL_UPHELD", period)
            elif period.on in self.late:
                self._say("PASSED_OVER", period)
            else:
                self._climb(period, appeal, decided)
            return
        self._say(period.outcome.upper(), period)

    def step(self) -> Step:
        now = [effect for effect, _ in self.effects if _holds(effect, self.on)]
        soon = [effect for effect, _ in self.effects if effect.from_on > self.on]
        rung = self.terms.rungs[self.rung - 1] if self.rung else Rung("")
        return Step(
            rung=self.rung,
            name=rung.name,
            brings=rung.effect,
            days=rung.days,
            to_tell=tuple(self.to_tell),
            effect=now[-1] if now else None,
            next_effect=soon[0] if soon else None,
            answer_by=self.answer_by,
            is_proposed=self.is_proposed,
            is_ended=self.is_ended,
            given_back=tuple(self.given_back),
            reasons=tuple(self.reasons),
        )

    def _climb(self, period: Period, appeal: Appeal | None, decided: Sequence[Decision]) -> None:
        self.in_a_row += 1
        self.is_proposed, self.answer_by = False, None
        self._say("BREACH", period)
        if self.rung == 0:
            return
        first_day = self._first_day(period, appeal)
        if self.rung == len(self.terms.rungs):
            self._propose(period, first_day, decided)
        elif first_day:
            self._take_effect(period, first_day)

    def _first_day(self, period: Period, appeal: Appeal | None) -> date | None:
        """The first day on which something may happen because of this breach; None while it may not."""
        if period.told_on is None:
            self._say("NOT_TOLD", period)
            self.to_tell.append(period.on)
            return None
        self.answer_by = period.told_on + self.terms.appeal_days * DAY
        first_day = max(period.told_on + self.terms.notice_days * DAY, self.answer_by + DAY)
        if appeal is None or appeal.lodged_on > self.answer_by:
            return first_day
        if appeal.decided_on is None or appeal.decided_on > self.on:
            self._say("APPEAL_OPEN", period)
            return None
        return max(first_day, appeal.decided_on + DAY)

    def _propose(self, period: Period, first_day: date | None, decided: Sequence[Decision]) -> None:
        self._say("PROPOSED", period)
        if not decided:
            self.is_proposed = True
        elif not decided[0].ends:
            self.in_a_row -= 1
            self._say("KEPT", period)
        elif first_day is None or decided[0].on < first_day:
            raise LadderError(
                "TOO_EARLY",
                "decisions",
                f"{decided[0].by} cannot end it on {decided[0].on}: the days to answer have to be over first.",
            )
        elif decided[-1].ends:
            self.is_ended = True
            self._say("ENDED", period)
        else:
            self.again_on = decided[-1].on
            self._stop(self.again_on)
            self.in_a_row, self.answer_by = 0, None
            self._say("AGAIN", period)

    def _take_effect(self, period: Period, first_day: date) -> None:
        rung = self.terms.rungs[self.rung - 1]
        if rung.effect:
            self._stop(first_day)
            until_on = first_day + (rung.days - 1) * DAY if rung.days else None
            self.effects.append((Effect(rung.effect, period.on, first_day, until_on), rung))

    def _stop(self, day: date) -> None:
        """What held until something ends it holds no longer from this day on; what has not begun by then never does."""
        cut = [
            (effect._replace(until_on=min(effect.until_on or day - DAY, day - DAY)), rung)
            for effect, rung in self.effects
        ]
        self.effects = [(effect, rung) for effect, rung in cut if effect.until_on and effect.from_on <= effect.until_on]

    def _clear(self, day: date) -> None:
        self._give_back("met", day)
        self._stop(day)
        self.to_tell.clear()
        self.in_a_row, self.is_ended, self.is_proposed, self.answer_by = 0, False, False, None

    def _give_back(self, when: Literal["next", "met"], day: date) -> None:
        """What a rung withheld before this day and gives back now."""
        for effect, rung in self.effects:
            if rung.given_back == when and effect.from_on < day and effect.about not in self.given_back:
                self.given_back.append(effect.about)

    def _say(self, code: str, period: Period) -> None:
        self.reasons.append(Reason(code, period.on, self.rung))


def _is_upheld(appeal: Appeal, on: date) -> bool:
    return appeal.is_upheld and appeal.decided_on is not None and appeal.decided_on <= on


def _holds(effect: Effect, on: date) -> bool:
    return effect.from_on <= on and (effect.until_on is None or on <= effect.until_on)


def _checked(terms: Terms) -> Terms:
    if len(terms.rungs) < 2:
        raise LadderError("RUNGS", "rungs", "A ladder has two rungs or more: a warning first, a proposal last.")
    if terms.rungs[0].effect:
        raise LadderError("FIRST_RUNG", "rungs", "The first rung is a warning: it has no effect.")
    if terms.rungs[-1].effect:
        raise LadderError(
            "LAST_RUNG", "rungs", "The last rung proposes to end: a person decides, nothing happens by itself."
        )
    for name, days in (
        ("notice_days", terms.notice_days),
        ("appeal_days", terms.appeal_days),
        ("grace", terms.grace),
        *((rung.name, rung.days) for rung in terms.rungs),
    ):
        if days < 0:
            raise LadderError("NEGATIVE", name, f"{name} is {days}: write 0 or more.")
    return terms


def _in_order(history: Iterable[Period | Mapping[str, Any]]) -> list[Period]:
    periods = sorted((told_as(Period, period) for period in history), key=lambda period: period.on)
    for before, period in zip([None, *periods], periods, strict=False):
        if period.outcome not in get_args(Outcome):
            raise LadderError(
                "OUTCOME", f"{period.on}.outcome", f"{period.outcome!r} is none of {', '.join(get_args(Outcome))}."
            )
        if before and before.on == period.on:
            raise LadderError(
                "TWICE", f"{period.on}.on", f"There are two periods of {period.on}: each has its own day."
            )
        if period.told_on and period.told_on < period.on:
            raise LadderError(
                "TOLD_BEFORE",
                f"{period.on}.told_on",
                f"Nobody is told on {period.told_on} of what is known on {period.on}.",
            )
    return periods


def _check_answers(known: Sequence[Period], appeals: Mapping[date, Appeal], decisions: Sequence[Decision]) -> None:
    breaches = {period.on for period in known if period.outcome == "breach"}
    for about in (appeals.keys() | {one.about for one in decisions}) - breaches:
        raise LadderError("NO_BREACH", str(about), f"There is no breach of {about} to answer or to decide on.")
    for one in decisions:
        if not one.by.strip() or not one.why.strip():
            raise LadderError("NOBODY", f"{one.about}.by", "Who decided, and why, has a name and words.")
