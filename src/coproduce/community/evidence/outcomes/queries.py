"""What is asked here, what one person answered, and what all answers come to: sums, of which no few are shown."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.evidence.models import Outcome, SiteMeasure
from coproduce.community.evidence.outcomes.measures import SHIPPED
from coproduce.community.evidence.outcomes.rules import (
    CAN,
    CANNOT,
    NOT_WANTED,
    WITH_HELP,
    Measure,
    Reading,
    capability,
    change,
    is_well,
    read_measure,
    score,
)
from coproduce.community.evidence.queries.books import Books
from coproduce.community.people.models import Agent
from coproduce.core.stats import Suppression
from coproduce.core.stats.figure import Figure, share_of

READ = "evidence.read_answers"


def measures_of(community_id: int) -> list[Measure]:
    """Everything that is asked here: what ships, and what the site brought, the latest of each name."""
    texts: dict[str, str] = {}
    for row in SiteMeasure.objects.filter(community_id=community_id).order_by("made_at", "pk"):
        texts[row.slug] = row.text
    brought = (read_measure(text) for _, text in sorted(texts.items()))
    return [*SHIPPED, *(one for one in brought if isinstance(one, Measure))]


def measure_called(community_id: int, slug: str) -> Measure | None:
    """One of them."""
    return next((one for one in measures_of(community_id) if one.slug == slug), None)


def answers_of(actor: Actor, whose: Agent) -> QuerySet[Outcome]:
    """What one person answered, the latest first. Read by anybody else, that is written down."""
    if not policy.may(actor, READ, policy.towards(actor, whose.pk)):
        return Outcome.objects.none()
    audit.reading(actor, READ, [whose.pk], why="page")
    return Outcome.objects.filter(community_id=actor.community_id, agent=whose).order_by("-asked_on", "measure")


#: Ways to stand with a need, those of few put together, and how many stand so.
Ways = tuple[tuple[tuple[str, ...], Figure], ...]


@dataclass(frozen=True, slots=True)
class Read:
    """One reading of everybody: how many are doing well now, and of those asked twice how many better and worse."""

    reading: Reading
    now: Figure
    better: Figure
    worse: Figure


@dataclass(frozen=True, slots=True)
class Need:
    """One of the nine needs: how many can what they want of it, can with help, cannot, and do not want to."""

    measure: Measure
    standing: Ways


@dataclass(frozen=True, slots=True)
class Came:
    """What the answers of a year come to. `asked` is how many of the members said yes to being asked at all."""

    from_on: date
    until_on: date
    asked: Figure
    readings: tuple[tuple[Measure, tuple[Read, ...]], ...]
    needs: tuple[Need, ...]


def came_of(books: Books, *, is_outside: bool = False) -> Came:
    """What answers come to, of members who say yes to it today; `is_outside` where their licence allows no report."""
    from_on, today = books.from_on, books.today
    agreed = {one.agent for one in books.members if one.agrees}
    rows: defaultdict[str, defaultdict[int, list[Outcome]]] = defaultdict(lambda: defaultdict(list))
    for row in books.outcomes:
        if row.agent_id in agreed:
            rows[row.measure][row.agent_id].append(row)
    measures = [one for one in measures_of(books.community.pk) if not is_outside or _may_be_told(one)]
    asked = share_of(len(agreed), len(books.members), of="members", from_on=from_on, until_on=today, is_live=True)
    return Came(
        from_on,
        today,
        asked,
        tuple(
            (one, tuple(_read(reading, [*rows[one.slug].values()], from_on, today) for reading in one.readings))
            for one in measures
            if one.readings and one.slug in rows
        ),
        tuple(
            Need(one, _standing([*rows[one.slug].values()], from_on, today))
            for one in measures
            if one.need and one.slug in rows
        ),
    )


def _may_be_told(measure: Measure) -> bool:
    return measure.licence is None or "report" in measure.licence.allows


def _read(reading: Reading, people: Sequence[Sequence[Outcome]], from_on: date, today: date) -> Read:
    """First and latest of each; whoever skipped a question of it, or would rather not, is missing."""
    scores = [[score(reading, row.answers) for row in rows] for rows in people]
    latest = [one[-1] for one in scores]
    known = [one for one in latest if one is not None]
    twice = [one for one in scores if len(one) > 1]
    pairs = [(one[0], one[-1]) for one in twice]
    both = [(before, after) for before, after in pairs if before is not None and after is not None]
    moved = [change(reading, before, after) for before, after in both]
    now = share_of(
        sum(is_well(reading, one) for one in known), len(known), of="who answered", missing=len(latest) - len(known),
        from_on=from_on, until_on=today, is_live=True,
    )  # fmt: skip
    better, worse = (
        share_of(
            moved.count(way), len(moved), of="who answered twice", missing=len(twice) - len(both), design="B",
            from_on=from_on, until_on=today, is_live=True,
        )
        for way in (1, -1)
    )  # fmt: skip
    return Read(reading, now, better, worse)


def _standing(people: Sequence[Sequence[Outcome]], from_on: date, today: date) -> Ways:
    """Everybody's latest. Ways of few are put together: one left out would be found from the others."""
    found = [capability(rows[-1].answers) for rows in people]
    known = [one for one in found if one is not None]
    counted = Suppression().table([(way, known.count(way)) for way in (CAN, WITH_HELP, CANNOT, NOT_WANTED)])
    few = Figure("A", "who answered", from_on, today, None, missing=None, missing_share=None)
    return tuple(
        (
            cell.labels,
            few
            if cell.count is None or len(counted.cells) == 1
            else share_of(
                cell.count, len(known), of="who answered", missing=len(found) - len(known), from_on=from_on,
                until_on=today, is_live=True,
            ),
        )
        for cell in counted.cells
    )  # fmt: skip


def every_figure(came: Came) -> Iterator[tuple[str, str, Figure]]:
    """Each figure with what it is about and whom it counts, for tables."""
    yield "Said yes to being asked", "", came.asked
    for _, reads in came.readings:
        for one in reads:
            for group, figure in (("now", one.now), ("better", one.better), ("worse", one.worse)):
                yield str(one.reading.name), group, figure
    for need in came.needs:
        for ways, figure in need.standing:
            yield str(need.measure.name), " · ".join(ways), figure
