"""What follows: go on, stop, or wait until a month. Drawn from the plan, the result and how many come in a year."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from coproduce.community.evidence.rules.analysing import Result
from coproduce.community.evidence.rules.power import TOO_LONG_YEARS, power
from coproduce.community.evidence.rules.sheet import Sheet
from coproduce.core.refusal import Refusal

Deed = Literal["continue", "stop", "wait"]


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, and why: an English sentence with places for `values`. `month` is until when to wait, where known."""

    do: Deed
    why: str
    values: tuple[tuple[str, str], ...] = ()
    month: date | None = None


def advice(sheet: Sheet, result: Result | Refusal | None, each: int, a_year: int, today: date) -> Advice:
    """What to do once so many were followed on the smaller side, where so many come in a year on both.

    A difference says "go on" only where the design can bear it. What rules out the difference that was hoped for says
    stop as plainly as harm does; what rules out nothing says that we cannot tell.
    """
    if result is None:
        day = sheet.looked_at_from
        return Advice(
            "wait", "Not everybody has been followed to the end.", (), day.replace(day=1) if day > today else None
        )
    if isinstance(result, Refusal):
        return Advice("wait", result.template, tuple(result.values.items()))
    found = result.difference
    hoped = "fewer" if sheet.share_with < sheet.share_without else "more"
    if found.estimate is None:
        return Advice("wait", "The numbers are too small to be shown.")
    if found.reading not in ("cannot tell", hoped):
        return Advice(
            "stop", "It went the other way, and by more than chance alone would do. Look at why before going on."
        )
    needed = power(sheet.share_without, sheet.share_with, max(1, a_year)).each
    if found.reading == hoped:
        if found.may_be_said_to_follow:
            return Advice(
                "continue", "It went as hoped, by more than chance alone would do, in a design that can tell."
            )
        return Advice("wait", "It went as hoped, but this design cannot tell why. Offer it by lot, or ward by ward.")
    hoped_for = (sheet.share_with - sheet.share_without) / 100
    if found.low is not None and found.high is not None and not found.low <= hoped_for <= found.high:
        return Advice(
            "stop", "A difference as large as was hoped for is ruled out, and none at all is not. Do not promise it."
        )
    if each >= needed:
        return Advice(
            "wait",
            "We cannot tell: neither no difference nor the one that was hoped for is ruled out. Hand the counts over "
            "to be put together with other places.",
        )
    years = 2 * (needed - each) / a_year if a_year else None
    if years is None or years > TOO_LONG_YEARS:
        return Advice(
            "wait",
            "We cannot tell, and alone we never shall: it takes %(needed)s people on each side, we have %(each)s. "
            "Hand the counts over to be put together with other places.",
            (("needed", str(needed)), ("each", str(each))),
        )
    return Advice(
        "wait",
        "We cannot tell yet: it takes %(needed)s people on each side and there were %(each)s.",
        (("needed", str(needed)), ("each", str(each))),
        (today + timedelta(days=round(365.25 * years))).replace(day=1),
    )
