"""Asking the model, and taking a study away."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coproduce import __version__
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.weekly.queries import own_ties as its_ties
from coproduce.community.people.models import Community
from coproduce.community.people.queries import myself
from coproduce.core.refusal import Refusal
from coproduce.web.lab.drawing import contracts
from coproduce.web.lab.models import Study, Wanted
from coproduce.web.lab.rules import PEOPLE, Moved, may_ask


@dataclass(frozen=True, slots=True)
class Asked:
    """The study."""

    id: UUID


@action("lab.ask", receipt=Asked)
def ask(
    actor: Actor,
    *,
    people: int = 1_000,
    years: int = 5,
    draws: int = 30,
    seed: int = 1,
    moved: tuple[Moved, ...] = (),
    age_sex: tuple[int, ...] = (),
    own_ties: bool = False,
    request_id: UUID,
) -> Done[Asked] | Refusal:
    """Ask the model: so many simulated adults, years and draws, with numbers `moved` from what their sources say.

    `age_sex` are women and men of six ages from 16 on, for a town of its own; with `own_ties` there are as many adults
    as members, tied as they are who helped by agreement. The worker draws it part by part, one study at a time.
    """
    if fault := may_ask(people, years, draws, seed, moved, age_sex):
        return fault
    numbers = {one.number: one.millionths / 1_000_000 for one in moved}
    try:
        contracts(numbers)
    except ValueError as fault:
        return Refusal("OUT_OF_RANGE", "%(why)s", "moved", {"why": str(fault)})
    here = Community.objects.select_for_update().get(pk=actor.community_id)
    if Study.objects.filter(community=here, finished_at=None).exists():
        return Refusal("WAIT", "Another study is being drawn here. Ask again when it is done, or take it away.")
    pairs: tuple[tuple[int, int], ...] = ()
    if own_ties:
        own = its_ties(actor, clock.today(here.time_zone))
        if own is None or not own.pairs:
            return Refusal(
                "NO_TIES",
                "Too few members have helped each other by a thread of their own to go by their ties.",
                "own_ties",
            )
        if own.members > PEOPLE[1]:
            return Refusal(
                "TOO_MANY", "There are more members than are drawn on a page. Ask on the command line.", "own_ties"
            )
        people, pairs = own.members, own.pairs
    row = Study.objects.create(
        community=here, people=people, years=years, draws=draws, seed=seed, numbers=numbers, age_sex=list(age_sex),
        own_ties=len(pairs) or None, pairs=pairs, version=__version__, asked_at=clock.now(), asked_by=myself(actor),
    )  # fmt: skip
    return Done(Asked(row.public_id))


@dataclass(frozen=True, slots=True)
class Waits:
    """Since when a forecast is on its way."""

    asked_at: datetime


@action("lab.want_forecast", receipt=Waits)
def want_forecast(actor: Actor, *, request_id: UUID) -> Done[Waits] | Refusal:
    """Want a forecast of the community's own weeks: the worker makes it, and keeps it as of that day.

    One at a time; why there was none the last time is forgotten.
    """
    place = Community.objects.select_for_update().get(pk=actor.community_id)
    if Wanted.objects.filter(community=place, why="").exists():
        return Refusal("WAIT", "A forecast is being made here. It stands on this page when it is done.")
    said = {"asked_by": myself(actor), "asked_at": clock.now(), "request": request_id, "why": ""}
    row, _ = Wanted.objects.update_or_create(community=place, defaults=said)
    return Done(Waits(row.asked_at))


@action("lab.remove", receipt=Asked)
def remove(actor: Actor, *, study: UUID, request_id: UUID) -> Done[Asked] | Refusal:
    """Take a study away, with all it answered; its address then leads nowhere."""
    gone, _ = Study.objects.filter(community_id=actor.community_id, public_id=study).delete()
    if not gone:
        return Refusal("NOT_FOUND", "There is no such study here. Look at those that are kept.", "study")
    return Done(Asked(study))
