"""Goals and how far they are: sums only. Nobody reads what another gave; one's own lines are one's own."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from coproduce.arenas.play.models import Given, Goal
from coproduce.arenas.play.rules import Given as Line, Goal as Told, Progress, progress
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor

#: Amounts are kept in so many parts of their unit.
PARTS = 1000


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal, how much there is (the bare `number` too) and is to be; per cents whole, and what was celebrated when."""

    row: Goal
    number: str
    total: str
    target: str
    percent: int
    celebrated: tuple[tuple[int, date], ...]


def goals(actor: Actor) -> QuerySet[Goal]:
    """The goals of a community, the newest first."""
    if not policy.may(actor, "play.read_page"):
        return Goal.objects.none()
    return Goal.objects.filter(community_id=actor.community_id).select_related("festival", "keeper").order_by("-pk")


def as_told(row: Goal) -> tuple[list[Line], Told]:
    """Its lines in their order, and the goal, as the rules are told of them."""
    given = Given.objects.filter(goal=row).order_by("pk")
    lines = [Line(amount, pk, about) for pk, amount, about in given.values_list("pk", "amount", "corrects")]
    celebrated = tuple(mark for mark, _ in row.celebrated)
    return lines, Told(row.target, row.unit, tuple(row.milestones), celebrated)


def reached(row: Goal) -> Reached:
    """How far it is."""
    lines, told = as_told(row)
    now = progress(told, lines)
    assert isinstance(now, Progress), now
    celebrated = tuple((mark, date.fromisoformat(on)) for mark, on in row.celebrated)
    return Reached(
        row, _number(now.total), far(row, now), _words(Fraction(row.target), row.unit), int(now.percent), celebrated
    )


def far(row: Goal, now: Progress) -> str:
    """How much there is together, in words."""
    return _words(now.total, row.unit)


def own(actor: Actor, row: Goal) -> QuerySet[Given]:
    """What the reader gave with their name, and can put right."""
    return Given.objects.filter(goal=row, agent=actor.agent_id or 0, corrects=None).order_by("-pk")


def amount(line: Given, unit: str) -> str:
    """One line in words."""
    return _words(Fraction(line.amount), unit)


def _words(parts: Fraction, unit: str) -> str:
    return f"{_number(parts)} {unit}"


def _number(parts: Fraction) -> str:
    whole, rest = divmod(abs(int(parts)), PARTS)
    fraction = f".{rest:03d}".rstrip("0") if rest else ""
    return f"{'−' if parts < 0 else ''}{whole}{fraction}"
