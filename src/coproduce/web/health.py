"""Whether the program is well, for whatever watches it: nothing of anybody, and nothing to guess from.

`/health/` says that it answers at all. `/health/ready/` looks at what it needs: the database, in the shape this program
knows; a worker that looked lately; room to write. What is missing is said on the machine itself, by `coproduce doctor`.
"""

import shutil
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coproduce.community.base import clock, sql_objects
from coproduce.community.base.models import Schedule

#: The worker looks every few seconds and has something to do every few minutes.
LATE = timedelta(minutes=15)

#: Free bytes below which nothing more should be begun.
LEAST_SPACE = 200 * 1024**2


@require_safe
@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"well": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """503 when something it needs is missing."""
    found = {"database": _database(), "worker": False, "space": has_space()}
    if found["database"]:
        found["worker"] = worker_looked()
    well = all(found.values())
    return JsonResponse({"well": well, **found}, status=200 if well else 503)


def has_space() -> bool:
    """Whether there is room in the data folder."""
    place = settings.DATA if settings.DATA.exists() else settings.DATA.parent
    return shutil.disk_usage(place).free >= LEAST_SPACE


def worker_looked() -> bool:
    """Whether a worker has done something lately."""
    last = (
        Schedule.objects.order_by("-started_at").exclude(started_at=None).values_list("started_at", flat=True).first()
    )
    return last is not None and clock.now() - last < LATE


def _database() -> bool:
    try:
        return not sql_objects.stale()
    except DatabaseError:
        return False
