"""What the made-up people say of themselves to be counted, and the paid hours of the made-up desk."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from coproduce.community.base.actor import Actor
from coproduce.community.people.counting.rules import AGE_BANDS, DISABILITIES, NOT_SAID, SEXES
from coproduce.community.people.models import Membership
from coproduce.core.quantity import HOURS
from coproduce.web.demo.doing import do

#: The share of people who say something of themselves.
SAY_SOMETHING = 0.8

#: Of a hundred who say something: woman, man, other word, not said; and yes, no, not said.
OF_EACH_SEX, OF_EACH_DISABILITY = (58, 36, 2, 4), (17, 70, 13)

#: Of a hundred, from under 18 to 75 and over, and not said.
OF_EACH_AGE = (2, 9, 14, 22, 27, 21, 5)

TONGUES = ("en", "en", "en", "en", "en", "pl", "cy", "ur", "so", "pa", NOT_SAID)

#: What somebody is paid for each month: whose hours they are, from how many quarters of an hour to how many.
WORK = (("Broker", "women", 180, 240), ("Driver", "men", 24, 60))


def say_about_themselves(desk: Actor, seed: int, refs: tuple[str, ...]) -> None:
    """Most of these newcomers, told by their source, say something of themselves."""
    here = Membership.objects.filter(community_id=desk.community_id, agent__source_ref__in=refs)
    for row in here.select_related("agent").order_by("pk"):
        chance = Random(f"{seed} about {row.agent.source_ref}")  # noqa: S311 - a made-up town, not a secret
        if chance.random() < SAY_SOMETHING:
            do(
                "people.say_about_me",
                replace(desk, agent_id=row.agent_id, person_id=row.person_id, roles=frozenset(row.roles)),
                f"about {row.agent.source_ref}",
                member=row.agent.public_id,
                sex=chance.choices(SEXES, OF_EACH_SEX)[0],
                age_band=chance.choices(AGE_BANDS, OF_EACH_AGE)[0],
                disability=chance.choices(DISABILITIES, OF_EACH_DISABILITY)[0],
                language=chance.choice(TONGUES),
            )


def write_down_paid_hours(desk: Actor, seed: int, day: date, arenas: list[str]) -> None:
    """On the first of a month, those of the month before; each arena has its own."""
    if day.day != 1:
        return
    month = day - timedelta(days=1)
    for arena in arenas:
        chance = Random(f"{seed} paid {month:%Y-%m} {arena}")  # noqa: S311 - as above
        for role, whose, least, most in WORK:
            hours = {whose: HOURS(15 * chance.randint(least, most))}
            do("people.record_staff_hours", desk, f"paid {month:%Y-%m} {arena} {role}",
               month=month, role=role, arena=arena, **hours)  # fmt: skip
