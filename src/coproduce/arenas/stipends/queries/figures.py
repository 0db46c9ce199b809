"""Whether steps fall on all alike: of children with a register, how many were told of a step, by area and sex."""

from collections import defaultdict
from dataclasses import dataclass

from coproduce.arenas.stipends.models import Attendance, Child
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import shown
from coproduce.community.exchange.ring import Rate
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
    """Everybody, by area, and by sex."""

    total: Line
    areas: tuple[Line, ...]
    sexes: tuple[Line, ...]


def figures(actor: Actor) -> Figures | None:
    """The figures up to today; None for who may not read them. 1 to 7 is hidden from members."""
    seen = policy.rule_on(actor, "stipends.read_figures")
    if seen == "deny":
        return None
    rule = Suppression(0) if seen == "allow" else Suppression()
    known = Attendance.objects.exclude(known_on=None)
    children = Child.objects.filter(community_id=actor.community_id, pk__in=known.values("child"))
    told = set(known.exclude(told_on=None).filter(is_upheld=False).values_list("child", flat=True))
    areas: dict[str, list[bool]] = defaultdict(list)
    sexes: dict[str, list[bool]] = defaultdict(list)
    everybody = []
    for pk, sex, area in children.values_list("pk", "sex", "family__agent__membership__neighbourhood__name"):
        everybody.append(pk in told)
        areas[area or NOT_SAID].append(pk in told)
        sexes[sex or NOT_SAID].append(pk in told)
    return Figures(_line((), everybody, rule), _table(areas, rule), _table(sexes, rule))


def _table(of: dict[str, list[bool]], rule: Suppression) -> tuple[Line, ...]:
    """A line of each, few put together. Where one share is hidden all are: the total would tell it."""
    cells = rule.table([(name, len(of[name])) for name in sorted(of)]).cells
    lines = [_line(cell.labels, [one for name in cell.labels for one in of[name]], rule) for cell in cells]
    if any(line.told is None for line in lines):
        lines = [Line(line.labels, line.children, None) for line in lines]
    return tuple(lines)


def _line(labels: tuple[str, ...], told: list[bool], rule: Suppression) -> Line:
    n, k = len(told), sum(told)
    return Line(labels, rule.hide(n), shown(Rate(k, n, k / n, *wilson(k, n)), rule) if n else None)
