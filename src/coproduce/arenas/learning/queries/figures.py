"""Does it go round here? Pairs and sessions by topic and by generation, and whether people feel needed.

Small numbers are hidden from who may not see the books whole. Nothing here says that it works: it says what was
counted, of how many, and how sure that is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q, Sum

from coproduce.arenas.learning import ARENA, rules
from coproduce.arenas.learning.models import Aim, Pair
from coproduce.arenas.learning.queries.mine import GOES_ON
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round, shown, unaided
from coproduce.community.exchange.ring import Rate, ReturnRate
from coproduce.core.network import Case, chain_reproduction
from coproduce.core.stats import Suppression, wilson


@dataclass(frozen=True, slots=True)
class Reproduction:
    """How many pairs came of each that is through, of `n`, with the 95 % interval."""

    k: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Line:
    """Of one topic or one generation, or of several put together; None is hidden, or nobody is there yet.

    `alone` are learners who can do it on their own, `better` those who stand higher on their own scale than at first.
    """

    labels: tuple[str, ...]
    pairs: int | None
    sessions: int | None
    minutes: int | None
    reproduction: Reproduction | None
    alone: Rate | None
    better: Rate | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step, or several put together: how many stand on it, and how much time went into it for all of them."""

    steps: tuple[str, ...]
    people: int | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted up to today. `total` is of all topics."""

    is_whole: bool
    total: Line
    topics: tuple[Line, ...]
    generations: tuple[Line, ...]
    steps: tuple[StepLine, ...]
    maintain: Rate | None
    needed: Rate | None
    useful_tutors: Rate | None
    useful_learners: Rate | None
    return_rate: ReturnRate | None
    asked: Rate | None
    without_staff: Rate | None


@dataclass(frozen=True, slots=True)
class _Pair:
    """A pair that began, as it is counted."""

    row: Pair
    place: tuple[int, int | None] | None
    minutes: int
    sessions: int
    aim: Aim | None

    @property
    def is_through(self) -> bool:
        """The learner can do it alone, or it is over: now somebody may come of it."""
        is_over = self.row.stage != Pair.START or self.row.agreement.state not in GOES_ON
        return is_over or (self.aim is not None and self.aim.step in rules.STEPS[2:])


def figures(actor: Actor, today: date) -> Figures | None:
    """The figures up to today; None for who may not read them."""
    seen = policy.rule_on(actor, "learning.read_figures")
    if seen == "deny":
        return None
    rule = Suppression(0) if seen == "allow" else Suppression()
    aims = list(Aim.objects.filter(topic__community_id=actor.community_id))
    pairs = _pairs(actor.community_id, aims)
    said = {name: sum(getattr(one.row, name) for one in pairs) for name in SAID}
    by_topic: dict[str, list[_Pair]] = defaultdict(list)
    by_generation: dict[int, list[_Pair]] = defaultdict(list)
    for one in pairs:
        by_topic[one.row.topic.category.name].append(one)
        if one.place:
            by_generation[one.place[0]].append(one)
    return Figures(
        is_whole=seen == "allow",
        total=_line((), pairs, pairs, rule),
        topics=_table({name: by_topic[name] for name in sorted(by_topic)}, pairs, rule),
        generations=_table({str(number): by_generation[number] for number in sorted(by_generation)}, pairs, rule),
        steps=_steps(pairs, aims, rule),
        maintain=rate(sum(one.row.maintain_on is not None for one in pairs), len(pairs), rule),
        needed=rate(said["tutors_needed"] + said["learners_needed"], said["tutors_said"] + said["learners_said"], rule),
        useful_tutors=rate(said["tutors"], said["of_tutors"], rule),
        useful_learners=rate(said["learners"], said["of_learners"], rule),
        return_rate=came_round(actor, ARENA.slug, today, rule),
        asked=asked(actor, ARENA.slug, rule),
        without_staff=unaided(actor, ARENA.slug, rule),
    )


def rate(k: int, n: int, rule: Suppression) -> Rate | None:
    """`k` of `n` with its interval, where neither those nor the others are few; None of nobody too."""
    return shown(Rate(k, n, k / n, *wilson(k, n)), rule) if n else None


#: What both sides said of the sessions of a pair that count: how useful it was, and whether somebody needed them.
SAID: Mapping[str, Q] = {
    "of_tutors": Q(sessions__tutor_useful__isnull=False),
    "of_learners": Q(sessions__learner_useful__isnull=False),
    "tutors": Q(sessions__tutor_useful__gte=2),
    "learners": Q(sessions__learner_useful__gte=2),
    "tutors_needed": Q(sessions__tutor_needed=True),
    "learners_needed": Q(sessions__learner_needed=True),
    "tutors_said": Q(sessions__tutor_needed__isnull=False),
    "learners_said": Q(sessions__learner_needed__isnull=False),
}


def _pairs(community_id: int, aims: Iterable[Aim]) -> list[_Pair]:
    """Every pair that began, in the order they did, each with its place in the chain of its topic."""
    counts = Q(sessions__entry__isnull=False)
    rows = list(
        Pair.objects.filter(community_id=community_id, began_on__isnull=False)
        .select_related("topic__category", "agreement")
        .annotate(
            minutes=Sum("sessions__minutes", filter=counts, default=0),
            number=Count("sessions", filter=counts),
            **{name: Count("sessions", filter=counts & what) for name, what in SAID.items()},
        )
        .order_by("began_on", "pk")
    )
    aim_of = {(aim.agent_id, aim.topic_id): aim for aim in aims}
    places = _places(rows)
    return [
        _Pair(row, places.get(row.pk), row.minutes, row.number, aim_of.get((row.learner_id, row.topic_id)))
        for row in rows
    ]


def _places(rows: Sequence[Pair]) -> dict[int, tuple[int, int | None]]:
    """The generation of each pair, and the pair it came of. Two records that became one may have closed a circle: its
    topic has no generations then."""
    places: dict[int, tuple[int, int | None]] = {}
    of_topic: dict[int, list[Pair]] = defaultdict(list)
    for row in rows:
        of_topic[row.topic_id].append(row)
    for theirs in of_topic.values():
        try:
            links = rules.links(
                rules.Pair(row.tutor_id, row.learner_id, row.topic_id, row.began_on or date.min) for row in theirs
            )
        except rules.LearningError:
            continue
        for row, link in zip(theirs, links, strict=True):
            came_of = None if link.came_of is None else theirs[link.came_of].pk
            places[row.pk] = (link.generation, came_of)
    return places


def _table(of: Mapping[str, Sequence[_Pair]], everybody: Sequence[_Pair], rule: Suppression) -> tuple[Line, ...]:
    """A line of each, small ones put together. Where one has few sessions none says how many: the sum stands above."""
    if not of:
        return ()
    cells = rule.table([(name, len(pairs)) for name, pairs in of.items()]).cells
    lines = [_line(cell.labels, [one for name in cell.labels for one in of[name]], everybody, rule) for cell in cells]
    if any(line.sessions is None for line in lines):
        lines = [replace(line, sessions=None, minutes=None) for line in lines]
    return tuple(lines)


def _line(labels: tuple[str, ...], pairs: Sequence[_Pair], everybody: Sequence[_Pair], rule: Suppression) -> Line:
    learned = [one for one in pairs if one.aim is not None]
    alone = sum(one.aim is not None and one.aim.step in rules.STEPS[2:] for one in learned)
    moved = [(one.aim.first, one.aim.now) for one in learned if one.aim]
    scaled = [(first, now) for first, now in moved if first is not None and now is not None]
    number = rule.hide(len(pairs))
    return Line(
        labels,
        number,
        rule.hide(sum(one.sessions for one in pairs)),
        None if number is None else sum(one.minutes for one in pairs),
        _reproduction(pairs, everybody, rule),
        rate(alone, len(learned), rule),
        rate(sum(now > first for first, now in scaled), len(scaled), rule),
    )


def _reproduction(pairs: Sequence[_Pair], everybody: Iterable[_Pair], rule: Suppression) -> Reproduction | None:
    """k of these pairs alone, whatever came of others; nothing of few."""
    mine = {one.row.pk for one in pairs if one.place}
    through = sum(one.is_through for one in pairs if one.place)
    if not through or rule.hide(through) is None:
        return None
    cases = [
        Case(one.row.pk, one.place[1], one.is_through and one.row.pk in mine, one.place[0])
        for one in everybody
        if one.place
    ]
    k, (low, high) = chain_reproduction(cases)
    return None if k is None else Reproduction(k, low, high, through)


def _steps(pairs: Iterable[_Pair], aims: Iterable[Aim], rule: Suppression) -> tuple[StepLine, ...]:
    """How many stand on each step, and the hours beside it: as learner and as the one who shows."""
    of: Counter[tuple[int, int]] = Counter()
    for one in pairs:
        of[one.row.tutor_id, one.row.topic_id] += one.minutes
        of[one.row.learner_id, one.row.topic_id] += one.minutes
    people: Counter[str] = Counter()
    time: Counter[str] = Counter()
    for aim in aims:
        people[aim.step] += 1
        time[aim.step] += of[aim.agent_id, aim.topic_id]
    cells = rule.table([(step, people[step]) for step in rules.STEPS]).cells
    return tuple(
        StepLine(cell.labels, cell.count, None if cell.count is None else sum(time[step] for step in cell.labels))
        for cell in cells
    )
