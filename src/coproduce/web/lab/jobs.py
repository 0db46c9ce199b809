"""Studies are drawn one draw at a time: each is kept in a transaction of its own, and the worker goes on after it."""

from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction

from coproduce.community.base import clock
from coproduce.community.base.schedule import job
from coproduce.web.lab.drawing import draw
from coproduce.web.lab.models import Draw, Study

#: Seconds after which other jobs have their turn.
TURN = 5.0


def _is_asked() -> bool:
    return Study.objects.filter(finished_at=None).exists()


@job("lab.go_on", every=timedelta(seconds=1), when=_is_asked)
def go_on(now: datetime) -> None:
    """Draw what was asked first, for a few seconds; the next turn goes on after the last draw that is kept."""
    until = monotonic() + TURN
    while monotonic() < until and (study := Study.objects.filter(finished_at=None).order_by("pk").first()):
        draw_next(study)


def draw_next(study: Study) -> None:
    """One more draw, kept unless the study was taken away meanwhile; nobody is kept from writing while it is drawn."""
    number = study.finished.count()
    found = draw(study.people, study.years, study.seed, number, study.numbers) if number < study.draws else None
    with transaction.atomic():
        here = Study.objects.select_for_update().filter(pk=study.pk).first()
        if here is None:
            return
        if found is not None:
            Draw.objects.get_or_create(study=here, number=number, defaults={"result": found})
        if here.finished.count() >= here.draws:
            here.finished_at = clock.now()
            here.save(update_fields=["finished_at"])
