"""Whether steps fall on all alike, by area, sex and disability; and whether it goes round: who helps in turn."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from coproduce.arenas.stipends import ARENA
from coproduce.arenas.stipends.models import Attendance, Child
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round_of_asked, shown, unaided
from coproduce.community.exchange.ring import Rate, ReturnRate
from coproduce.core.stats import Suppression, wilson

NOT_SAID = "not said"


@dataclass(frozen=True, slots=True)
class Line:
    """Of one group, or of several put together: how many children, and how many were told of a step, with interval."""

    labels: tuple[str, ...]
    children: int | None
    told: Rate | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everybody, by area, sex and disability; how many answers were right; and R, asked, without the desk."""

    total: Line
    areas: tuple[Line, ...]
    sexes: tuple[Line, ...]
    disabilities: tuple[Line, ...]
    upheld: Rate | None
    return_rate: ReturnRate | None
    asked: Rate | None
    without_staff: Rate | None


def figures(actor: Actor, today: date) -> Figures | None:
    """The figures up to today; None for who may not read them. 1 to 7 is hidden from members.

    `upheld` is of answers decided on: so often had a family been told of a step without good reason.
    """
    seen = policy.rule_on(actor, "stipends.read_figures")
    if seen == "deny":
        return None
    rule = Suppression(0) if seen == "allow" else Suppression()
    known = Attendance.objects.exclude(known_on=None)
    told = known.exclude(told_on=None).filter(is_upheld=False, child=OuterRef("pk"))
    children = Child.objects.filter(community_id=actor.community_id, pk__in=known.values("child"))
    areas: dict[str, list[bool]] = defaultdict(list)
    sexes: dict[str, list[bool]] = defaultdict(list)
    disabilities: dict[str, list[bool]] = defaultdict(list)
    everybody = []
    area_of = "family__agent__membership__neighbourhood__name"
    rows = children.annotate(is_told=Exists(told)).values_list("is_told", "sex", "disability", area_of)
    for is_told, sex, disability, area in rows:
        everybody.append(is_told)
        areas[area or NOT_SAID].append(is_told)
        sexes[sex or NOT_SAID].append(is_told)
        disabilities[disability or NOT_SAID].append(is_told)
    decided = known.filter(child__community_id=actor.community_id).exclude(answered_on=None)
    upheld = list(decided.values_list("is_upheld", flat=True))
    return Figures(
        _line((), everybody, rule), _table(areas, rule), _table(sexes, rule), _table(disabilities, rule),
        _rate(upheld, rule), came_round_of_asked(actor, ARENA.slug, today, rule), asked(actor, ARENA.slug, rule),
        unaided(actor, ARENA.slug, rule),
    )  # fmt: skip


def _table(of: dict[str, list[bool]], rule: Suppression) -> tuple[Line, ...]:
    """A line of each, few put together. Where one share is hidden all are: the total would tell it."""
    cells = rule.table([(name, len(of[name])) for name in sorted(of)]).cells
    lines = [_line(cell.labels, [one for name in cell.labels for one in of[name]], rule) for cell in cells]
    if any(line.told is None for line in lines):
        lines = [Line(line.labels, line.children, None) for line in lines]
    return tuple(lines)


def _line(labels: tuple[str, ...], told: list[bool], rule: Suppression) -> Line:
    return Line(labels, rule.hide(len(told)), _rate(told, rule))


def _rate(which: Iterable[bool], rule: Suppression) -> Rate | None:
    """How many of them, with the interval; None of nobody, and of few."""
    said = list(which)
    n, k = len(said), sum(said)
    return shown(Rate(k, n, k / n, *wilson(k, n)), rule) if n else None
