"""The verb that keeps a forecast on the day it is made, before anybody can know; scored once its weeks have come."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Forecast
from coproduce.community.exchange.weekly.rules import MOST_WEEKS, is_a_fan
from coproduce.community.people.models import Community
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class Kept:
    """The forecast, the day it was made, and how many weeks it foretells."""

    forecast: UUID
    made_on: date
    weeks: int


@action("exchange.keep_forecast", receipt=Kept)
def keep_forecast(
    actor: Actor, *, low: tuple[int, ...], middle: tuple[int, ...], high: tuple[int, ...], how: str, request_id: UUID
) -> Done[Kept] | Refusal:
    """Keep how many members may take part in each week from tomorrow on: the middle, and where eight of ten lie.

    `how` says by which method. It is of today, whoever made it, and nobody changes it.
    """
    if not is_a_fan(low, middle, high):
        return Refusal(
            "NOT_A_FAN",
            f"Give low, middle and high for the same 1 to {MOST_WEEKS} weeks, in whole people, none below another.",
            "middle",
        )
    if fault := may_say(how, "how", 300, "Say how it was made."):
        return fault
    place = Community.objects.get(pk=actor.community_id)
    row = Forecast.objects.create(
        community=place, made_on=clock.today(place.time_zone), low=list(low), middle=list(middle), high=list(high),
        how=how.strip(),
    )  # fmt: skip
    return Done(Kept(row.public_id, row.made_on, len(row.middle)))
