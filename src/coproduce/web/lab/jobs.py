"""Studies are drawn one part at a time: each is kept in a transaction of its own, and the worker goes on after it.

A forecast takes a few seconds and is made whole.
"""

from datetime import datetime, timedelta
from time import monotonic
from uuid import uuid5

from django.db import transaction

from coproduce.community.base import clock
from coproduce.community.base.schedule import job
from coproduce.community.exchange.weekly.actions import keep_forecast
from coproduce.community.people.models import Membership
from coproduce.community.people.queries import HERE, actor_of_member
from coproduce.core.refusal import Refusal
from coproduce.web.lab.drawing import Question, part
from coproduce.web.lab.models import Draw, Study, Wanted
from coproduce.web.lab.rules import KINDS, Kind, parts

#: Seconds after which other jobs have their turn.
TURN = 5.0

#: What is said of a study that ended by a fault of the program.
BROKE = "The program failed. Whoever keeps this installation reads why among its jobs."

#: How many weeks are foretold for a page, and by how many towns tried against the weeks that were.
AHEAD, TRIED = 26, 60


def _is_asked() -> bool:
    return Study.objects.filter(finished_at=None).exists()


@job("lab.go_on", every=timedelta(seconds=1), when=_is_asked)
def go_on(now: datetime) -> None:
    """Draw what was asked first, for a few seconds; the next turn goes on after the last part that is kept."""
    until = monotonic() + TURN
    while monotonic() < until and (study := Study.objects.filter(finished_at=None).order_by("pk").first()):
        draw_next(study)


def _is_wanted() -> bool:
    return Wanted.objects.filter(why="").exists()


@job("lab.foretell", every=timedelta(seconds=1), when=_is_wanted)
def foretell_next(now: datetime) -> None:
    """Make the forecast that was wanted first, for whoever wanted it, and keep it; or write down why there is none."""
    row = Wanted.objects.filter(why="").select_related("community").order_by("asked_at").first()
    if row is None:
        return
    here = Wanted.objects.filter(pk=row.pk, request=row.request)
    if why := _foretell(row):
        here.update(why=why)
    else:
        here.delete()


def _foretell(row: Wanted) -> str:
    """Why there is no forecast, or nothing: then one is kept, or whoever wanted it may not read it any more."""
    here = Membership.objects.filter(community=row.community, agent=row.asked_by_id, state__in=HERE)
    member = here.select_related("community").first()
    if member is None:
        return ""
    actor = actor_of_member(member, "task")
    from coproduce.economy.comparing import StudyError
    from coproduce.web.lab.foretelling import foretell

    try:
        fan = foretell(actor, clock.today(row.community.time_zone), ahead=AHEAD, draws=TRIED)
    except StudyError as nothing:
        return str(nothing)
    if fan is None:
        return ""
    once = uuid5(row.request, "kept")
    outcome = keep_forecast(actor, low=fan.low, middle=fan.middle, high=fan.high, how=fan.how, request_id=once)
    return outcome.sentence if isinstance(outcome, Refusal) else ""


def _next(study: Study) -> tuple[Kind, int] | None:
    """The part that comes next; None where all are there."""
    for kind in KINDS:
        done = study.finished.filter(kind=kind).count()
        if done < parts(kind, study.draws):
            return kind, done
    return None


def draw_next(study: Study) -> None:
    """One more part, kept unless the study was taken away meanwhile; nobody is kept from writing while it is drawn.

    What cannot be drawn ends the study and says why, so that those asked after it have their turn.
    """
    following = _next(study)
    begun = monotonic()
    if following is not None:
        asked = Question(study.people, study.years, study.seed, study.numbers, study.age_sex, study.pairs)
        try:
            found = part(asked, *following)
        except ValueError as said:  # the model's own sentence
            _end(study, str(said))
            return
        except Exception:
            _end(study, BROKE)
            raise
    took = round(1_000 * (monotonic() - begun))
    with transaction.atomic():
        here = Study.objects.select_for_update().filter(pk=study.pk).first()
        if here is None:
            return
        if following is not None:
            kind, number = following
            Draw.objects.get_or_create(
                study=here, kind=kind, number=number, defaults={"result": found, "milliseconds": took}
            )
        if _next(here) is None:
            here.finished_at, here.pairs = clock.now(), []
            here.save(update_fields=["finished_at", "pairs"])


def _end(study: Study, why: str) -> None:
    Study.objects.filter(pk=study.pk).update(finished_at=clock.now(), pairs=[], why=why[:300])
