"""What can be learned, one's own way, what is learned together, stories and figures, for scripts."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema

from coproduce.arenas.learning import ARENA
from coproduce.arenas.learning.models import Session, Story
from coproduce.arenas.learning.queries import mine
from coproduce.arenas.learning.queries.figures import figures
from coproduce.community.base import clock, policy
from coproduce.community.exchange.figures_api import PaidAndUnpaid, Share, up_to_today, work_moved
from coproduce.community.exchange.queries import thread
from coproduce.community.people.api import NotThereError, PageNumber, actor_of, paged
from coproduce.community.people.models import Community

router = Router(tags=["learning"])


class LearningTopic(Schema):
    """What people show each other, and the professional who can be asked."""

    id: UUID
    name: str
    professional: str


class LearningTopics(Schema):
    items: list[LearningTopic]


class StepGained(Schema):
    """A step, and the time and the sessions that had gone into it."""

    step: str
    minutes: int
    sessions: int


class OwnWay(Schema):
    """What one wants to learn and how far one has come; `first` and `now` on one's own scale from 0 to 10."""

    topic: UUID
    goal: str
    lowest: str
    highest: str
    first: int | None
    now: int | None
    step: str
    gained: list[StepGained]


class OwnWays(Schema):
    items: list[OwnWay]


class LearningSession(Schema):
    """One day of a pair: who has said what they learned, and whether it counts."""

    done_on: date
    shows: UUID
    learns: UUID
    minutes: int
    has_shown_said: bool
    has_learned_said: bool
    counts: bool


class LearnedTogether(Schema):
    """What a pair or a circle learns: since when, how far, and day by day."""

    topic: str
    professional: str
    stage: str
    began_on: date | None
    maintain_on: date | None
    sessions: list[LearningSession]


class LearningStory(Schema):
    id: UUID
    topic: str
    first_name: str
    words: str


class LearningStories(Schema):
    items: list[LearningStory]
    count: int
    next: int | None


class CameOf(Schema):
    """How many pairs came of each of `n` that are through, with the 95 % interval; none where it has no upper end."""

    k: float
    low: float
    high: float
    n: int


class FiguresLine(Schema):
    """Of a topic or a generation, or several; null is not shown."""

    labels: list[str]
    pairs: int | None
    sessions: int | None
    minutes: int | None
    reproduction: CameOf | None
    alone: Share | None
    better: Share | None


class OnStep(Schema):
    steps: list[str]
    people: int | None
    minutes: int | None


class LearningFigures(Schema):
    """Everything counted up to today."""

    is_demo: bool
    total: FiguresLine
    topics: list[FiguresLine]
    generations: list[FiguresLine]
    steps: list[OnStep]
    maintain: Share | None
    needed: Share | None
    useful_tutors: Share | None
    useful_learners: Share | None
    return_rate: Share | None
    asked: Share | None
    without_staff: Share | None


@router.get("/topics", response=LearningTopics, operation_id="learning.read_topics")
def read_topics(request: HttpRequest, community: Path[str]) -> Any:
    """What can be learned here."""
    actor = actor_of(request, community)
    if not policy.may(actor, "learning.read_page"):
        raise NotThereError
    rows = mine.topics(actor)
    return {
        "items": [{"id": row.public_id, "name": row.category.name, "professional": row.professional} for row in rows]
    }


@router.get("/ways", response=OwnWays, operation_id="learning.read_ways")
def read_ways(request: HttpRequest, community: Path[str]) -> Any:
    """One's own aims and steps."""
    actor = actor_of(request, community)
    if not policy.may(actor, "learning.read_page"):
        raise NotThereError
    return {
        "items": [
            {
                "topic": one.aim.topic.public_id, "goal": one.aim.goal, "lowest": one.aim.lowest,
                "highest": one.aim.highest, "first": one.aim.first, "now": one.aim.now, "step": one.aim.step,
                "gained": one.gained,
            }
            for one in mine.ways(actor)
        ]
    }  # fmt: skip


@router.get("/together/{agreement}", response=LearnedTogether, operation_id="learning.read_together")
def read_together(request: HttpRequest, community: Path[str], agreement: Path[UUID]) -> Any:
    """What a pair or a circle of one's own learns; for the desk, of any here."""
    actor = actor_of(request, community)
    row = thread(actor, agreement)
    pairs = mine.pairs_of(row) if row is not None and row.arena == ARENA.slug else []
    if not policy.may(actor, "learning.read_page") or not pairs:
        raise NotThereError
    sessions = Session.objects.filter(pair__in=pairs).select_related("pair__tutor", "pair__learner")
    return {
        "topic": pairs[0].topic.category.name,
        "professional": pairs[0].topic.professional,
        "stage": pairs[0].stage,
        "began_on": pairs[0].began_on,
        "maintain_on": pairs[0].maintain_on,
        "sessions": [
            {
                "done_on": one.done_on, "shows": one.pair.tutor.public_id, "learns": one.pair.learner.public_id,
                "minutes": one.minutes, "has_shown_said": one.tutor_said_at is not None,
                "has_learned_said": one.learner_said_at is not None, "counts": one.entry is not None,
            }
            for one in sessions.order_by("done_on", "pk")
        ],
    }  # fmt: skip


@router.get("/stories", response=LearningStories, operation_id="learning.read_stories")
def read_stories(request: HttpRequest, community: Path[str], page: PageNumber = 1) -> Any:
    """Stories whose tellers say yes to it, the newest first."""
    actor = actor_of(request, community)
    if not policy.may(actor, "learning.read_page"):
        raise NotThereError
    today = clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id))
    return paged(mine.stories(actor, today), page, _story)


@router.get("/figures", response=LearningFigures, operation_id="learning.read_figures")
def read_figures(request: HttpRequest, community: Path[str]) -> Any:
    """The figures up to today."""
    return up_to_today(request, community, figures, LearningFigures)


@router.get("/figures/work-moved", response=PaidAndUnpaid, operation_id="learning.read_work_moved")
def read_work_moved(
    request: HttpRequest, community: Path[str], year: Annotated[int | None, Field(ge=1, le=9999)] = None
) -> Any:
    """Given hours by sex beside the paid hours of staff, in a year: this one unless said."""
    return work_moved(request, community, ARENA.slug, year)


def _story(row: Story) -> dict[str, Any]:
    return {
        "id": row.public_id, "topic": row.topic.category.name, "first_name": row.agent.name.partition(" ")[0],
        "words": row.words,
    }  # fmt: skip
