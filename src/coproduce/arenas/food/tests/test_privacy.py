"""What is kept of an eater: theirs to read, what is read of it is noted, and the books add up once it is forgotten."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.food.models import Eater, OrderCycle, OrderLine, Product, Surplus
from coproduce.arenas.food.queries.figures import figures
from coproduce.arenas.food.tests.market import (
    CLOSES,
    LEEKS,
    MORNING,
    POUNDS,
    done,
    opened,
    ordered,
    refused,
    sold,
    week,
)
from coproduce.community import ledger
from coproduce.community.base import clock, rooms
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.people.models import Agent, Membership
from coproduce.community.privacy.archive import archive_of, as_zip

pytestmark = pytest.mark.django_db
LATER = CLOSES + timedelta(days=2)


def agent(town: Town, who: str) -> Agent:
    return Agent.objects.get(public_id=town.agents[who])


def test_the_archive_has_all_of_it(town: Town) -> None:
    week(town)
    done("food.choose_terms", town, "Ana", avoids=("celery",))
    done("food.offer_surplus", town, "Ana", words="3 loaves", storage="ambient")
    archive = archive_of(town.actor("Ana"), town.agents["Ana"])
    assert archive is not None
    with ZipFile(BytesIO(as_zip(archive))) as files:
        whole = " ".join(files.read(name).decode(errors="replace") for name in files.namelist())
    for words in ("celery", "food you ordered", "how you eat with the others", "3 loaves"):
        assert words in whole, words


def test_who_is_forgotten_leaves_books_that_add_up(town: Town) -> None:
    cycle, _ = week(town)
    done("food.choose_terms", town, "Ana", avoids=("celery",))
    done("food.settle_cycle", town, "Tom", LATER, cycle=cycle)
    done("food.record_payment", town, "Tom", LATER, who=town.agents["Ana"], amount=POUNDS(360), paid_on=TODAY)
    assert isinstance(do("privacy.erase", town.actor("Ana"), member=town.agents["Ana"]), Done)
    assert Eater.objects.get().avoids == []
    assert OrderLine.objects.filter(received__gt=0).exists()
    assert ledger.verify(town.community.pk).faults == ()


def test_the_desks_reading_is_noted_and_ones_own_is_not(town: Town) -> None:
    cycle, _ = week(town)
    for who, noted in (("Ana", 0), ("Cleo", 1)):
        client = Client()
        client.force_login(town.account(who))
        path = f"/{town.slug}/food/{'' if who == 'Ana' else f'orders/{cycle}/'}"
        assert client.get(path).status_code == 200
        assert AuditRow.objects.filter(kind=AuditRow.READ, verb="food.read_orders").count() == noted


@pytest.mark.parametrize(("who", "eaters"), [("Ana", None), ("Cleo", 3)])
def test_members_read_no_small_number(town: Town, who: str, eaters: int | None) -> None:
    cycle, _ = week(town)
    done("food.settle_cycle", town, "Tom", LATER, cycle=cycle)
    with clock.at(LATER):
        found = figures(town.actor(who), TODAY + timedelta(days=9))
    assert found is not None
    assert found.eaters == eaters
    assert (found.whole is None) is (who == "Ana")


def test_who_leaves_orders_no_more_and_the_desk_is_told_of_what_is_ordered(town: Town) -> None:
    _, leeks = week(town)
    done("food.order_standing", town, "Ana", LATER, product=leeks, quantity=1)
    done("food.offer_surplus", town, "Ben", LATER, words="3 loaves", storage="ambient", contains=())
    over = Surplus.objects.get()
    done("food.claim_surplus", town, "Ana", LATER, surplus=over.public_id)
    rooms.tell("member_left", town.actor("Cleo"), Membership.objects.get(agent=agent(town, "Ana")))
    assert not OrderLine.objects.filter(cycle=None).exists()
    assert Outbox.objects.filter(template__contains="has food ordered").exists()
    over.refresh_from_db()
    assert over.claimed_by is None
    with clock.at(LATER):
        rooms.tell("member_left", town.actor("Cleo"), Membership.objects.get(agent=agent(town, "Ben")))
    assert not Product.objects.get().is_sold
    assert (
        refused("food.claim_surplus", town, "Dee", LATER + timedelta(minutes=1), surplus=over.public_id)[0]
        == "TOO_LATE"
    )


def test_two_records_of_one_person_eat_once(town: Town) -> None:
    leeks = sold(town)
    for who, avoided in (("Ana", "milk"), ("Dee", "celery")):
        done("food.order_standing", town, who, product=leeks, quantity=1)
        done("food.choose_terms", town, who, avoids=(avoided,))
        done("food.keep_product", town, who, **LEEKS)
    cycle = opened(town)
    ordered(town, cycle, leeks, "Dee", 2)
    OrderCycle.objects.update(round={"drivers": [{"who": agent(town, "Dee").pk}], "routes": [], "brought": {}})
    with clock.at(MORNING):
        rooms.tell("members_merged", town.actor("Cleo"), agent(town, "Ana"), agent(town, "Dee"), uuid4())
    assert Eater.objects.get().avoids == ["celery", "milk"]
    assert OrderLine.objects.filter(cycle=None).count() == 1
    assert set(OrderLine.objects.exclude(cycle=None).values_list("agent", flat=True)) == {agent(town, "Ana").pk}
    assert OrderCycle.objects.get().round == {}, "it is planned anew"
