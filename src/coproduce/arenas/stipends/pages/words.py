"""What a record says, in sentences a mother reads: how each period went, what follows and when, and what was paid."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.arenas.stipends.models import Attendance, Payment
from coproduce.arenas.stipends.queries.mine import ChildsRecord
from coproduce.arenas.stipends.queries.records import Here
from coproduce.arenas.stipends.rules import Step, share_asked
from coproduce.arenas.stipends.rules.attendance import years_on
from coproduce.core.quantity import Quantity, unit_of_money

#: What became of a payment.
STATES = {
    Payment.PENDING: gettext_lazy("on its way"),
    Payment.PAID: gettext_lazy("paid"),
    Payment.FAILED: gettext_lazy("did not arrive; it is paid again"),
    Payment.REVERSED: gettext_lazy("came back"),
}

#: Why a part is not paid, or not for everybody.
WHY = {
    "INCOME": gettext_lazy("the family earns more than this part is for"),
    "NOBODY": gettext_lazy("nobody is of the age it is for"),
    "MOST": gettext_lazy("it is paid for no more children than this"),
    "ENDED": gettext_lazy("not for everybody at the moment"),
    "ENOUGH": gettext_lazy("nothing has to be added"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One period as it reads: which days, how it went, what followed, and whether it can be answered now."""

    row: Attendance
    days: str
    went: str
    followed: tuple[str, ...]
    can_answer: bool


def periods_in_words(one: ChildsRecord, place: Here) -> list[Told]:
    """The periods of a child, the last first."""
    return [
        Told(row, days_in_words(row), went_in_words(row, place), tuple(_followed(row, place)), can_answer(row, place))
        for row in one.rows
    ]


def days_in_words(row: Attendance) -> str:
    """First and last month, or the days where they are no whole months."""
    return _("%(first)s to %(last)s") % {"first": date_format(row.from_on), "last": date_format(row.until_on)}


def went_in_words(row: Attendance, place: Here) -> str:
    """How it went, in numbers anybody can count again."""
    known = row.held - row.excused - row.no_school - row.unknown
    said = {"present": row.present, "known": known}
    if row.outcome == "met":
        return _("At %(present)s of %(known)s lessons. That is as agreed.") % said
    if row.outcome == "excused":
        if row.why_excused:
            return _("Excused: %(why)s. Nothing is asked.") % {"why": row.why_excused}
        return _("Nothing is asked at this age.")
    if row.outcome == "unknown":
        return _("Too little is known of these months. What is not known costs you nothing.")
    asked = share_asked(years_on(row.child.born_on, row.from_on), place.rules.bands)
    share = f"{asked.numerator} of {asked.denominator}" if asked else ""
    if asked and asked.denominator > 10:
        share = _("%(number)s of 100") % {"number": round(100 * asked)}
    return _("At %(present)s of %(known)s lessons. %(asked)s were agreed.") % {**said, "asked": share}


def can_answer(row: Attendance, place: Here) -> bool:
    """Whether its days to answer run, and nobody has answered."""
    last = last_day(row, place)
    return last is not None and not row.appealed_on and place.today <= last


def last_day(row: Attendance, place: Here) -> date | None:
    """The last day to answer."""
    if row.told_on is None:
        return None
    return date.fromordinal(row.told_on.toordinal() + place.rules.appeal_days)


def _followed(row: Attendance, place: Here) -> Iterator[str]:
    if row.outcome != "breach":
        return
    if row.told_on is None:
        yield _("Nothing follows from it: nobody has told you of a step.")
        return
    yield _("%(name)s told you on %(day)s.") % {"name": _name(row.told_by), "day": date_format(row.told_on)}
    if row.supporter:
        yield _("%(name)s stands beside you: ask for help, whatever kept your child at home.") % {
            "name": row.supporter.name
        }
    if row.appealed_on:
        yield _("Your answer of %(day)s: “%(words)s”") % {
            "day": date_format(row.appealed_on), "words": row.appeal_words
        }  # fmt: skip
        yield _answer(row)
    if row.ended_on:
        said = {"name": _name(row.ended_by), "day": date_format(row.ended_on), "why": row.ended_why}
        if row.ends:
            yield _("%(name)s decided on %(day)s that this child’s part ends: “%(why)s”") % said
        else:
            yield _("%(name)s decided on %(day)s that it goes on: “%(why)s”") % said


def _answer(row: Attendance) -> str:
    if row.answered_on is None:
        return _("Somebody else than whoever told you looks at it. Until then nothing happens.")
    said = {"name": _name(row.answered_by), "words": row.answer_words}
    if row.is_upheld:
        return _("%(name)s agrees: “%(words)s”. It is as if these months had not been counted.") % said
    return _("%(name)s looked at it: “%(words)s”. It stays as it was.") % said


def _name(agent: Any) -> str:
    return agent.name if agent else _("The desk")


def what_is_next(one: ChildsRecord, place: Here) -> list[str]:
    """What holds today for a child, what would come next and when, and until when that can be answered."""
    step, name = one.step, one.child.name
    last = next((row for row in one.rows if row.outcome == "breach"), None)
    if step.is_ended:
        return [
            _("The part for %(name)s has ended; a person decided that. The others stay as they are.") % {"name": name}
        ]
    if not step.rung or last is None:
        return [_("All is well. Nothing waits.")]
    said = [
        _("Step %(number)s of %(all)s: %(step)s.")
        % {"number": step.rung, "all": len(place.rules.rungs), "step": _(step.name)}
    ]
    if step.effect:
        said.append(_effect(step.effect.word, step.effect.from_on, step.effect.until_on, name))
    if step.next_effect and step.next_effect != step.effect:
        said.append(_effect(step.next_effect.word, step.next_effect.from_on, step.next_effect.until_on, name))
    said += _now(step, last, place)
    return said


def _now(step: Step, last: Attendance, place: Here) -> Iterator[str]:
    if last.told_on is None:
        yield _("Nobody has told you of the last step. Nothing happens before.")
    elif can_answer(last, place) and (day := last_day(last, place)):
        yield _("You can answer until %(day)s, and nothing happens before.") % {"day": date_format(day)}
    if step.is_proposed:
        yield _("A person decides whether it goes on, and says why. No rule does.")
    elif not step.effect and not step.next_effect and last.told_on:
        yield _("Nothing is taken from what you are paid.")


def _effect(word: str, from_on: date, until_on: date | None, name: str) -> str:
    said = {"name": name, "first": date_format(from_on), "last": date_format(until_on) if until_on else ""}
    if word == "withheld":
        return (
            _("From %(first)s the part for %(name)s is kept for you. It is paid with the next months that are known.")
            % said
        )
    if until_on:
        return _("From %(first)s to %(last)s the part for %(name)s is not paid.") % said
    return _("From %(first)s the part for %(name)s is not paid.") % said


def money(minor: int, currency: str) -> Quantity:
    return unit_of_money(currency)(minor)


def payment_in_words(row: Payment, currency: str) -> dict[str, Any]:
    """One payment: of which month, how much, what became of it, and its parts with why."""
    return {
        "row": row,
        "month": date_format(row.for_month_on, "YEAR_MONTH_FORMAT"),
        "amount": money(row.amount_minor, currency),
        "state": STATES[row.state],
        "parts": [
            {
                "code": line["code"], "people": line["people"], "each": money(line["each_minor"], currency),
                "amount": money(line["amount_minor"], currency), "why": WHY.get(line["why"], ""),
            }
            for line in row.lines if line["amount_minor"] or line["why"] == "ENDED"
        ],
    }  # fmt: skip
