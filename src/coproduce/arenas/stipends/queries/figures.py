"""Whether steps fall on all alike, by area, sex and disability; and whether it goes round: who helps in turn."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Subquery

from coproduce.arenas.stipends import ARENA
from coproduce.arenas.stipends.models import Attendance, Child
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, shown, unaided
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.exchange.ring import Helped, Rate, ReturnRate, followed_since, rate_of
from coproduce.community.people.models import Membership
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
        _rate(upheld, rule), came_round(actor, today, rule), asked(actor, ARENA.slug, rule),
        unaided(actor, ARENA.slug, rule),
    )  # fmt: skip


def came_round(actor: Actor, today: date, rule: Suppression) -> ReturnRate | None:
    """R: of those first paid here before they had helped anybody, who helped someone in turn, in whatever arena."""
    asks = Ask.objects.filter(community_id=actor.community_id, arena=ARENA.slug, helped_on__lte=today)
    stands = Contribution.objects.filter(corrected_by=None, effective_on__lte=today).exclude(giver=F("receiver"))
    gave_on = stands.filter(giver=OuterRef("agent")).order_by("effective_on").values("effective_on")[:1]
    said = asks.annotate(gave_on=Subquery(gave_on)).order_by("helped_on", "pk")
    names = ("agent", "helped_on", "gave_on", "agent__membership__state", "agent__membership__left_on")
    first: dict[int, list[Helped]] = {}
    gave: dict[int, date] = {}
    left: dict[int, date] = {}
    for who, on, gave_first, state, left_on in said.values_list(*names):
        first[who] = [Helped(0, who, ARENA.slug, on)]
        if gave_first:
            gave[who] = gave_first
        if left_on and state == Membership.LEFT:
            left[who] = left_on
    rate = rate_of(followed_since(first, gave, left, today), ARENA.slug)
    few = (rate.n - rate.returned, rate.returned, rate.known - rate.returned, rate.n - rate.known)
    return None if any(rule.hide(number) is None for number in few) else rate


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
