"""What goes by itself once its time is over: by the `keep` of each model. The same questions count and delete.

Counting says how many rows of what, never what they say. Members who left long ago are forgotten as if they had
asked for it, unless somebody worries about them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext

from coproduce.community.base import clock
from coproduce.community.base.actor import clockwork
from coproduce.community.base.models import AuditRow
from coproduce.community.people.models import SOMEBODY, Concern, ConcernNote, Membership
from coproduce.community.privacy.erasing import forget
from coproduce.community.privacy.others import belongs, here
from coproduce.community.privacy.registry import AFTER_LEAVING, CONCERN, READINGS, Kept, registry
from coproduce.community.privacy.words import called

#: People forgotten in one run; the next day goes on.
MOST = 200


@dataclass(frozen=True, slots=True)
class Due:
    """So many rows of one kind whose time is over."""

    name: str
    number: int
    why: str


def due(community: int | None = None) -> list[Due]:
    """What would go now, here or in all communities: what, how much, and why."""
    found = [
        Due(called(kept), rows.count(), gettext("kept %(how_long)s") % {"how_long": kept.how_long()})
        for kept, rows in _over(community)
    ]
    left = _left(community).count()
    found.append(
        Due(gettext("Members who left"), left, gettext("forgotten %(days)s days after") % {"days": AFTER_LEAVING})
    )
    return [one for one in found if one.number]


def let_go() -> dict[str, int]:
    """Delete what is over, each kind in a transaction of its own; how many rows of which went."""
    gone: dict[str, int] = {}
    for kept, rows in _over(None):
        with transaction.atomic():
            if number := rows.count():
                rows.order_by().delete()
                gone[kept.label] = gone.get(kept.label, 0) + number
    for membership in _left(None).select_related("agent", "person", "community")[:MOST]:
        with transaction.atomic():
            forget(clockwork(membership.community_id), membership)
        gone["people.Agent"] = gone.get("people.Agent", 0) + 1
    return gone


def _over(community: int | None) -> Iterator[tuple[Kept, QuerySet[Model]]]:
    """Each table with the rows whose time is over."""
    now = clock.now()
    for kept in registry():
        if community and not belongs(kept.model):
            continue
        rows = kept.model._base_manager.filter(here(kept.model, community) if community else Q())
        if isinstance(kept.keep, tuple):
            field, days = kept.keep
            until: datetime | object = now - timedelta(days=days)
            if not kept.model._meta.get_field(field).get_internal_type().startswith("DateTime"):
                until = (now - timedelta(days=days)).date()
            yield kept, rows.filter(**{f"{field}__lt": until})
        elif kept.model is AuditRow:
            yield kept, rows.filter(kind=AuditRow.READ, recorded_at__lt=now - timedelta(days=READINGS + 1))
        elif kept.model in (Concern, ConcernNote):
            path = "closed_at" if kept.model is Concern else "concern__closed_at"
            yield kept, rows.filter(**{f"{path}__lt": now - timedelta(days=CONCERN)})


def _left(community: int | None) -> QuerySet[Membership]:
    """Who left so long ago, is not forgotten yet, and nobody worries about."""
    worried = Concern.objects.exclude(state=Concern.CLOSED).exclude(about=None).values("about")
    found = Membership.objects.filter(
        state=Membership.LEFT, left_on__lt=(clock.now() - timedelta(days=AFTER_LEAVING)).date(), agent__merged_into=None
    )
    found = found.exclude(agent__name=SOMEBODY).exclude(agent__in=worried).order_by("pk")
    return found.filter(community=community) if community else found
