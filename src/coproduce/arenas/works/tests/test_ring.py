"""Help goes round in a lane: agreed, done, recognised by its rules, and whoever was helped may be asked back."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town, do, told

from coproduce.arenas.works import ARENA
from coproduce.arenas.works.behaviour import evening
from coproduce.arenas.works.rules import may_record
from coproduce.community.exchange.behaviour import Town as Seen
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.people.models import Community
from coproduce.core.arena import Help
from coproduce.core.intent import Someone, temper
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
    ],
)
def test_what_may_be_recorded(help_given: Help, code: str | None) -> None:
    refused = may_record(help_given, TODAY)
    assert (refused and refused.code) == code


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
    page = client.get(f"/{town.slug}/works/")
    assert (page.status_code, ARENA.name in page.content.decode()) == (200, True)


def test_the_same_chance_gives_the_same_evening() -> None:
    people = tuple(Someone(UUID(int=number), *temper(1, number)) for number in range(1, 401))
    seen, day = Seen(ARENA.slug, people), date(2026, 11, 17)
    evenings = [evening(seen, day, Random(seed)) for seed in range(40)]
    assert evenings == [evening(seen, day, Random(seed)) for seed in range(40)]
    assert any(evenings)
