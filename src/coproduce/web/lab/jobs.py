"""Studies are drawn one part at a time: each is kept in a transaction of its own, and the worker goes on after it."""

from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction

from coproduce.community.base import clock
from coproduce.community.base.schedule import job
from coproduce.web.lab.drawing import Question, part
from coproduce.web.lab.models import Draw, Study
from coproduce.web.lab.rules import KINDS, Kind, parts

#: Seconds after which other jobs have their turn.
TURN = 5.0


def _is_asked() -> bool:
    return Study.objects.filter(finished_at=None).exists()


@job("lab.go_on", every=timedelta(seconds=1), when=_is_asked)
def go_on(now: datetime) -> None:
    """Draw what was asked first, for a few seconds; the next turn goes on after the last part that is kept."""
    until = monotonic() + TURN
    while monotonic() < until and (study := Study.objects.filter(finished_at=None).order_by("pk").first()):
        draw_next(study)


def _next(study: Study) -> tuple[Kind, int] | None:
    """The part that comes next; None where all are there."""
    for kind in KINDS:
        done = study.finished.filter(kind=kind).count()
        if done < parts(kind, study.draws):
            return kind, done
    return None


def draw_next(study: Study) -> None:
    """One more part, kept unless the study was taken away meanwhile; nobody is kept from writing while it is drawn."""
    following = _next(study)
    begun = monotonic()
    if following is not None:
        asked = Question(study.people, study.years, study.seed, study.numbers, study.age_sex, study.pairs)
        found = part(asked, *following)
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
