"""Help goes round in making: agreed, done, recognised by its rules, and whoever was helped may be asked back."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town, do, told

from coproduce.arenas.making import ARENA
from coproduce.arenas.making.rules import credits, may_record
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.people.models import Community
from coproduce.core.arena import Help
from coproduce.core.quantity import HOURS, KWH

HELP = Help("Ana", "Ben", HOURS(60), TODAY)


@pytest.mark.parametrize(
    ("help_given", "code"),
    [
        (HELP, None),
        (Help("Ana", "Ana", HOURS(60), TODAY), "SAME_ACCOUNT"),
        (Help("Ana", "Ben", KWH(60), TODAY), "UNIT_MISMATCH"),
        (Help("Ana", "Ben", HOURS(0), TODAY), "NOT_POSITIVE"),
        (Help("Ana", "Ben", HOURS(16 * 60), TODAY), None),
        (Help("Ana", "Ben", HOURS(16 * 60 + 1), TODAY), "TOO_LARGE"),
        (Help("Ana", "Ben", HOURS(60), TODAY + timedelta(days=1)), "IN_THE_FUTURE"),
        (Help("Ana", "Ben", HOURS(60), TODAY - timedelta(days=367)), "TOO_OLD"),
    ],
)
def test_what_may_be_recorded(help_given: Help, code: str | None) -> None:
    refused = may_record(help_given, TODAY)
    assert (refused and refused.code) == code
    assert credits(HELP) == (HOURS(60), HOURS(0)), "a thing that is made is no debt"


@pytest.mark.django_db
def test_the_ring_closes(town: Town, client: Client) -> None:
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", ARENA.slug])
    ben, ana = town.agents["Ben"], town.actor("Ana")
    thread = told("exchange.propose", ana, need=town.needs[0], arena=ARENA.slug).agreement
    do("exchange.agree", town.actor("Ben"), agreement=thread)
    do("exchange.do", ana, agreement=thread, time=HOURS(60))
    assert told("exchange.confirm", town.actor("Ben"), agreement=thread).entry
    assert Contribution.objects.filter(arena=ARENA.slug, receiver__public_id=ben, amount=60).exists()
    assert Ask.objects.filter(arena=ARENA.slug, agent__public_id=ben).exists()
    client.force_login(town.account("Ana"))
    page = client.get(f"/{town.slug}/making/")
    assert (page.status_code, ARENA.name in page.content.decode()) == (200, True)
