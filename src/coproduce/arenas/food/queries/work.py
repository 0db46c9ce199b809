"""How much work on the field somebody has done of what their shares ask for, and what is to come.

A job is a place at an occasion of food that somebody came to; what counts for the core is a rule of the community.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from coproduce.arenas.food import ARENA
from coproduce.arenas.food.models import Eater
from coproduce.arenas.food.queries.here import Here
from coproduce.arenas.food.rules import CORE, OTHER, Part, work_counted
from coproduce.community.base import audit, clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.models import Occasion, SignUp
from coproduce.community.exchange.occasions.rules import local
from coproduce.core.obligation import Contribution, Counted


@dataclass(frozen=True, slots=True)
class Worked:
    """Of one member in a year: their shares, and what of their jobs counts."""

    row: Eater
    counted: Counted

    @property
    def core_short(self) -> int:
        return self.counted.missing.get(CORE, 0)

    @property
    def short(self) -> int:
        return max(self.counted.short, self.core_short)


def read_work(actor: Actor, place: Here, why: str) -> tuple[Worked | None, list[Worked]]:
    """One's own, if there is one; and for the desk everybody's who has a share, by name: that is written down."""
    is_desk, mine = policy.may(actor, "food.read_work"), Q(agent=actor.agent_id or 0)
    which = ~Q(parts=[]) | mine if is_desk else mine
    rows = Eater.objects.filter(which, community_id=actor.community_id).select_related("agent")
    found = list(_worked(rows.order_by("agent__name", "pk"), place))
    everybody = [one for one in found if is_desk and one.row.parts]
    audit.reading(actor, "food.read_work", [one.row.agent_id for one in everybody], why)
    return next((one for one in found if one.row.agent_id == actor.agent_id), None), everybody


def work_to_come(actor: Actor) -> QuerySet[Occasion]:
    """Occasions of food to come, the next first."""
    if not policy.may(actor, "food.read_page"):
        return Occasion.objects.none()
    here = Occasion.objects.filter(community_id=actor.community_id, arena=ARENA.slug, cancelled_at=None)
    return here.filter(ends_at__gt=clock.now()).order_by("starts_at", "pk")


def _worked(rows: Iterable[Eater], place: Here) -> Iterable[Worked]:
    known = list(rows)
    year = date(place.today.year, 1, 1), date(place.today.year, 12, 31)
    jobs = _jobs([row.agent_id for row in known], place, year)
    for row in known:
        excused = [
            Contribution(f"excused {n} {job}", date.fromisoformat(one["on"]), 1, CORE if one["is_core"] else OTHER,
                         is_excused=True)
            for n, one in enumerate(row.excused) for job in range(one["jobs"])
        ]  # fmt: skip
        yield Worked(row, work_counted(map(_part, row.parts), year, [*jobs[row.agent_id], *excused], place.today))


def _jobs(agents: Collection[int], place: Here, year: tuple[date, date]) -> Mapping[int, list[Contribution]]:
    core = {one.casefold() for one in place.rules.core_jobs}
    came = SignUp.objects.filter(
        agent__in=agents, minutes__gt=0, slot__occasion__arena=ARENA.slug, slot__occasion__cancelled_at=None,
        slot__occasion__starts_at__year__gte=year[0].year - 1,
    )  # fmt: skip
    zone = ZoneInfo(place.community.time_zone)
    found: dict[int, list[Contribution]] = defaultdict(list)
    for pk, agent, needs, starts in came.values_list("pk", "agent", "slot__needs", "slot__occasion__starts_at"):
        kind = CORE if needs.strip().casefold() in core else OTHER
        found[agent].append(Contribution(f"{pk:012}", local(starts, zone).date(), 1, kind))
    return found


def _part(said: Mapping[str, object]) -> Part:
    days = {name: date.fromisoformat(str(said[name])) if said[name] else None for name in ("from_on", "until_on")}
    return Part(**{name: said[name] for name in ("required", "core", "trial_days")}, **days)  # type: ignore[arg-type]
