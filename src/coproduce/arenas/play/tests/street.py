"""A street that makes merry: a festival on its way, whoever is not of age, and who says yes for them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.fixtures.towns import NOON, TODAY, Town, told

from coproduce.arenas.play.consents import PICTURES
from coproduce.community.exchange.models import Occasion
from coproduce.community.exchange.occasions.rules import SlotWanted
from coproduce.community.people.models import Agent, Membership

#: In so many days it begins.
SOON = timedelta(days=10)

HOW = {"quiet": "The vestry", "access": "No steps", "rain": "In the hall", "kit": "A cup"}


def part(town: Town, words: str = "Cakes", **more: Any) -> dict[str, Any]:
    begins, slots = NOON + SOON, (SlotWanted(f"A stall {town.canary}", 2), SlotWanted("Company"))
    when = {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}
    return {"words": f"{words} {town.canary}", **when, "slots": slots, "place": f"Hall {town.canary}", **more}


def idea(town: Town, who: str = "Ana", **more: Any) -> UUID:
    festival: UUID = told(
        "play.propose_festival",
        town.actor(who),
        name=f"Lantern night {town.canary}",
        words=f"Light {town.canary}",
        **more,
    ).festival
    return festival


def agreed(town: Town, who: str = "Ana", backers: tuple[str, str] = ("Ben", "Dee"), **more: Any) -> UUID:
    festival = idea(town, who, **more)
    for one in backers:
        told("play.back_festival", town.actor(one), festival=festival)
    return festival


def planned(town: Town, who: str = "Ana", **more: Any) -> UUID:
    festival = agreed(town, who, **more)
    said = {name: f"{words} {town.canary}" for name, words in HOW.items()}
    told("play.keep_festival", town.actor(who), festival=festival, name=f"Lantern night {town.canary}", **said)
    told("play.plan_part", town.actor(who), festival=festival, **part(town))
    return festival


def announced(town: Town, who: str = "Ana", **more: Any) -> UUID:
    festival = planned(town, who, **more)
    told("play.announce_festival", town.actor(who), festival=festival)
    return festival


def occasion(town: Town) -> Occasion:
    """The last one that was opened in the arena."""
    return Occasion.objects.filter(community=town.community, arena="play").latest("pk")


def slot(town: Town, needs: str = "A stall") -> UUID:
    found: UUID = occasion(town).slots.filter(needs__startswith=needs).values_list("public_id", flat=True).get()
    return found


def over(town: Town, on: date = TODAY - timedelta(days=1)) -> Occasion:
    """It took place yesterday."""
    row = occasion(town)
    begins = datetime.combine(on, NOON.timetz())
    Occasion.objects.filter(pk=row.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=2))
    row.refresh_from_db()
    return row


def not_of_age(town: Town, who: str = "Rae", guardian: str = "Sal", *, says_yes: bool = True) -> None:
    """Fifteen years old, with a guardian who says yes to meeting in company."""
    in_three_years = TODAY + timedelta(days=3 * 365)
    cleo = town.actor("Cleo")
    told("people.say_age_band", cleo, member=town.agents[who], adult_on=in_three_years)
    named = told("people.name_guardian", cleo, member=town.agents[who], guardian=town.agents[guardian]).id
    if says_yes:
        told("people.say_yes_for", town.actor(guardian), guardian=named, what="meet")
    Membership.objects.filter(agent__public_id=town.agents[who]).update(roles=["member"])
    Membership.objects.filter(agent__public_id=town.agents[guardian]).update(roles=["member"])


def may_be_seen(town: Town, who: str, by: str = "") -> None:
    told("people.consent", town.actor(by or who), member=town.agents[who], scope=PICTURES)


def agent(town: Town, who: str) -> Agent:
    return Agent.objects.get(public_id=town.agents[who])
