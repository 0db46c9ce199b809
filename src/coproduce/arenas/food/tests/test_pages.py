"""The pages of food: a week is ordered, closed, shared, settled and brought round by buttons, each for who may."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.food.imports import LISTINGS
from coproduce.arenas.food.models import Eater, OrderCycle, OrderLine, Product, Surplus
from coproduce.arenas.food.tests.market import BREAD, LEEKS, done, opened, ordered, sold
from coproduce.community.base.cells import Setting
from coproduce.community.base.done import Done
from coproduce.community.base.sheets import guess, sort_rows
from coproduce.community.exchange.models import Ask
from coproduce.community.people.models import Agent, Community
from coproduce.core.refusal import Refusal
from coproduce.interop.sheets_reading import read_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of(town: Town) -> Any:
    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(town.account(who))
        return client

    return signed_in


def page(town: Town, name: str = "") -> str:
    return f"/{town.slug}/food/{name}"


def filled(client: Client, path: str, what: str) -> dict[str, Any]:
    form = client.get(path).context["forms"][what]
    found = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return {"what": what, **found}


def sent(client: Client, path: str, what: str, **said: Any) -> Any:
    """A form as a browser sends it, with what it was filled with."""
    return client.post(path, {**filled(client, path, what), **said})


def test_a_grower_puts_something_on_the_list_and_says_what_is_in_it(town: Town, client_of: Any) -> None:
    ben, products = client_of("Ben"), page(town, "products/")
    assert "Begin with one thing somebody grows" in ben.get(products).content.decode()
    said = {"name": "Leeks", "price": "1.20", "pack": "6", "grams": "400"}
    assert sent(ben, products, "keep", **said).status_code == 303
    unknown = ben.get(products).content.decode()
    for words in ("nobody has said", "Unknown is not none", "£1.20 each", "in packs of 6"):
        assert words in unknown, words
    both = sent(ben, products, "keep", **said, contains=["none", "milk"])
    assert both.status_code == 422
    assert "not both" in both.content.decode()
    assert sent(ben, products, "keep", **said, contains=["none"], traces=["nuts"]).status_code == 303
    row = Product.objects.get()
    assert (row.contains, row.traces, row.price_minor) == ([], ["nuts"], 120)
    assert "Change Leeks" not in client_of("Ana").get(products).content.decode()
    change = f"{products}?product={row.public_id}"
    assert filled(ben, change, "keep")["contains"] == ["none"]
    for_others = sent(
        client_of("Cleo"), f"{products}?q=Ana", "keep", **{**said, "name": "Jam"}, producer=str(town.agents["Ana"])
    )
    assert for_others.status_code == 303
    assert "unknown" in ben.get(f"{products}?as=csv").content.decode()


def test_a_week_is_closed_in_a_browser(town: Town, client_of: Any) -> None:
    ana, ben, cleo, tom = (client_of(who) for who in ("Ana", "Ben", "Cleo", "Tom"))
    assert "Nothing can be ordered yet" in ana.get(page(town)).content.decode()
    assert "No order yet" in cleo.get(page(town, "orders/")).content.decode()
    sent(
        ben,
        page(town, "products/"),
        "keep",
        name="Leeks",
        price="1.20",
        grams="400",
        contains=["none"],
        traces=["none"],
    )
    assert sent(cleo, page(town, "orders/"), "open", words="Week 47").status_code == 303
    row = OrderCycle.objects.get()
    leeks = str(Product.objects.get().public_id)
    assert "Order until" in ana.get(page(town)).content.decode()
    assert sent(ana, page(town), "order", product=leeks, quantity="3").status_code == 303
    assert sent(ana, page(town), "standing", product=leeks, quantity="1").status_code == 303
    assert "£3.60" in ana.get(page(town)).content.decode()
    path = page(town, f"orders/{row.public_id}/")
    assert ana.get(path).status_code == 404
    assert "Close it now already" in cleo.get(path).content.decode()
    assert sent(cleo, path, "close").status_code == 303
    assert "It is closed." in ana.get(page(town)).content.decode()
    assert sent(cleo, path, "came", **{f"came_{leeks}": "2"}).status_code == 303
    short = sent(cleo, path, "instead", product=leeks, instead=leeks, pieces="1")
    assert short.status_code == 422
    assert "settle" not in client_of("Dee").get(page(town)).content.decode()
    assert sent(tom, path, "settle").status_code == 303
    statement = ana.get(page(town, f"past/{row.public_id}/")).content.decode()
    for words in ("£2.40", "Credit notes", "£1.20 less to pay: 1 of Leeks did not come."):
        assert words in statement, words
    assert "£2.40 are still to come from you" in ana.get(page(town)).content.decode()
    wrong = sent(tom, path, "right", who=str(town.agents["Ana"]), product=leeks, received="2", why="Same")
    assert "settled already" in wrong.content.decode()
    assert (
        sent(tom, path, "right", who=str(town.agents["Ana"]), product=leeks, received="1", why="Rotten").status_code
        == 303
    )
    money = page(town, "money/")
    table = cleo.get(f"{money}?as=csv").content.decode()
    assert "still to pay, GBP" in table
    assert table.count("1.20") == 2
    assert sent(tom, money, "pay", who=str(town.agents["Ana"]), amount="1.20", is_out="in").status_code == 303
    assert sent(tom, money, "pay", who=str(town.agents["Ben"]), amount="1.20", is_out="out").status_code == 303
    assert "Everybody is even." in tom.get(money).content.decode()
    assert ana.get(money).status_code == 404
    assert "Leeks" in cleo.get(f"{path}?as=csv").content.decode()
    assert "☐" in cleo.get(f"{path}?as=paper").content.decode()
    assert "Week 47" in ana.get(page(town, "past/")).content.decode()


def test_of_many_products_one_is_found_by_its_name_and_chosen_from_the_list(town: Town, client_of: Any) -> None:
    ana = client_of("Ana")
    leeks = sold(town)
    assert 'name="q"' not in ana.get(page(town)).content.decode(), "one product is seen at a glance"
    for number in range(8):
        sold(town, BREAD, name=f"Bread {number}")
    assert sent(client_of("Cleo"), page(town, "orders/"), "open", words="Week 47").status_code == 303
    everything = ana.get(page(town))
    assert 'name="q"' in everything.content.decode()
    found = ana.get(page(town), {"q": "leek"})
    assert [one["row"].public_id for one in found.context["products"]] == [leeks]
    assert len(ana.get(page(town), {"q": "ben"}).context["products"]) == 9, "by who grows it"
    assert f"product={leeks}#now-h" in found.content.decode()
    chosen = ana.get(page(town), {"q": "leek", "product": str(leeks)}).context["forms"]["order"]
    assert chosen["product"].value() == leeks
    assert "Nothing here is called so" in ana.get(page(town), {"q": "cake"}).content.decode()


def test_an_order_is_called_off_with_a_reason(town: Town, client_of: Any) -> None:
    sold(town)
    client_of("Cleo").get(page(town))
    assert sent(client_of("Cleo"), page(town, "orders/"), "open", words="Week 47").status_code == 303
    path = page(town, f"orders/{OrderCycle.objects.get().public_id}/")
    assert sent(client_of("Cleo"), path, "cancel", why=" ").status_code == 422
    assert sent(client_of("Cleo"), path, "cancel", why="The van is broken").status_code == 303
    assert "called off" in client_of("Cleo").get(path).content.decode()


def test_terms_are_chosen_work_is_read_and_somebody_is_excused(town: Town, client_of: Any) -> None:
    ana, cleo, work = client_of("Ana"), client_of("Cleo"), page(town, "work/")
    assert "You have no share of the harvest" in ana.get(work).content.decode()
    said = {"band": "as it is", "avoids": ["milk"], "is_brought": "yes", "begins": "16:00", "ends": "20:00"}
    assert sent(ana, work, "terms", **said).status_code == 303
    row = Eater.objects.get()
    assert (row.avoids, row.is_brought, row.from_minute, row.until_minute) == (["milk"], True, 960, 1200)
    assert sent(ana, work, "share", kind="half", from_on="2026-01-01").status_code == 303
    assert "Your shares ask for 5 jobs in 2026" in ana.get(work).content.decode()
    assert (
        sent(cleo, work, "excuse", who=str(town.agents["Ana"]), jobs="1", is_core="no", why="Moving house").status_code
        == 303
    )
    assert "Moving house" in ana.get(work).content.decode()
    assert "milk" not in cleo.get(work).content.decode().lower().split("<aside")[0], "what Ana avoids is hers alone"
    assert town.canary in cleo.get(f"{work}?as=csv").content.decode()
    assert town.canary not in ana.get(f"{work}?as=csv").content.decode()
    assert sent(ana, work, "end", kind="half", until_on="2026-06-30").status_code == 303


def test_what_is_over_is_fetched_by_who_said_so_first(town: Town, client_of: Any) -> None:
    ana, dee, over = client_of("Ana"), client_of("Dee"), page(town, "over/")
    assert "Nothing is over now" in dee.get(over).content.decode()
    assert sent(ana, over, "offer", words="3 loaves", storage="ambient", place="Blue gate").status_code == 303
    which = str(Surplus.objects.get().public_id)
    seen = dee.get(over).content.decode()
    assert "nobody has said" in seen
    assert "Blue gate" not in seen, "the place is for who fetches it"
    assert sent(dee, over, "claim", surplus=which).status_code == 303
    assert "Blue gate" in dee.get(over).content.decode()
    assert "3 loaves" not in client_of("Tom").get(over).content.decode()
    assert sent(dee, over, "let_go", surplus=which).status_code == 303
    assert sent(dee, over, "claim", surplus=which).status_code == 303
    assert sent(dee, over, "fetched", surplus=which, weight="lots").status_code == 422
    assert sent(dee, over, "fetched", surplus=which, weight="2.4 kg", thanks="Eaten at once").status_code == 303
    assert "Eaten at once" in ana.get(over).content.decode()


def test_rounds_are_planned_printed_and_brought(town: Town, client_of: Any) -> None:
    cleo, kim = client_of("Cleo"), client_of("Kim")
    leeks = sold(town, pack=1)
    sent(cleo, page(town, "orders/"), "open", words="Week 47")
    row = OrderCycle.objects.get()
    for who in ("Ana", "Dee"):
        do("food.order", town.actor(who), cycle=row.public_id, product=leeks, quantity=2)
        do("food.choose_terms", town.actor(who), is_brought=True)
    path = page(town, f"orders/{row.public_id}/")
    sent(cleo, path, "close")
    assert kim.get(f"{path}round/").status_code == 404
    drives = {
        "depot": f"Lane {town.canary}",
        "who_1": str(town.agents["Kim"]),
        "by_1": "bike",
        "by_2": "bike",
        "by_3": "van",
    }
    assert sent(cleo, f"{path}?q=Kim", "round", **drives).status_code == 303
    sheet = kim.get(f"{path}round/").content.decode()
    for words in ("by bike", "2 × Leeks", f"Lane {town.canary}", "Ana"):
        assert words in sheet, words
    assert "2 × Leeks" in kim.get(f"{path}round/?as=csv").content.decode()
    assert client_of("Ana").get(f"{path}round/").status_code == 404
    OrderCycle.objects.update(comes_on=TODAY - timedelta(days=1))
    assert sent(kim, f"{path}round/", "brought", driver=str(town.agents["Kim"]), time="?").status_code == 422
    assert sent(kim, f"{path}round/", "brought", driver=str(town.agents["Kim"]), time="1 h").status_code == 303
    assert "It was brought" in cleo.get(f"{path}round/").content.decode()
    assert sent(cleo, f"{path}?q=Tom", "round", **{**drives, "who_1": str(town.agents["Tom"])}).status_code == 303
    assert sent(cleo, f"{path}round/", "drop", driver=str(town.agents["Tom"])).status_code == 303
    assert "Ring them" in cleo.get(f"{path}round/").content.decode()


def test_who_ate_says_that_they_feel_ready(town: Town, client_of: Any) -> None:
    agent = Agent.objects.get(public_id=town.agents["Ana"])
    ask = Ask.objects.create(community=town.community, arena="food", agent=agent, helped_on=TODAY)
    ana = client_of("Ana")
    said = ana.get(page(town))
    assert "in the next season" in said.content.decode()
    sending = {"ask": str(ask.public_id), "request_id": str(said.context["ready_id"])}
    assert ana.post(f"/{town.slug}/exchange/ready/", sending).status_code == 303
    ask.refresh_from_db()
    assert ask.state == Ask.READY


def test_figures_are_read_by_everybody_and_small_ones_are_hidden(town: Town, client_of: Any) -> None:
    sold(town)
    assert "1 to 7" in client_of("Ana").get(page(town, "figures/")).content.decode()
    assert "ate with the others" in client_of("Cleo").get(page(town, "figures/?as=csv")).content.decode()
    assert client_of("Cleo").get(page(town, "figures/work/")).status_code == 200


def somebody_ordered(town: Town) -> str:
    """An order with something in it: its address."""
    leeks, cycle = sold(town), opened(town)
    ordered(town, cycle, leeks, "Ana", 4)
    return f"orders/{cycle}/"


@pytest.mark.parametrize(
    "name", ["", "products/", "over/", "work/", "orders/", "past/", "money/", "figures/", "ORDER", "ORDER?as=paper"]
)
def test_what_is_made_up_is_said(town: Town, client_of: Any, name: str) -> None:
    order = somebody_ordered(town)
    Community.objects.filter(slug=town.slug).update(is_demo=True)
    said = client_of("Cleo").get(page(town, name.replace("ORDER", order))).content.decode()
    assert "demo" in said.split("</h1>")[0].split("<h1")[1]


@pytest.mark.parametrize("name", ["products/", "work/", "money/", "figures/", "ORDER", "PAST"])
def test_what_is_made_up_is_said_in_every_table(town: Town, client_of: Any, name: str) -> None:
    order = somebody_ordered(town)
    done("food.take_share", town, "Ana", kind="half", from_on=TODAY)
    done("food.record_payment", town, "Tom", who=town.agents["Ana"], amount=LEEKS["price"], paid_on=TODAY)
    Community.objects.filter(slug=town.slug).update(is_demo=True)
    own = order.replace("orders/", "past/")
    where, who = name.replace("ORDER", order).replace("PAST", own), "Ana" if name == "PAST" else "Cleo"
    lines = client_of(who).get(page(town, f"{where}?as=csv")).content.decode().splitlines()
    assert len(lines) > 1
    assert all(line.endswith("demo") for line in lines[1:])


@pytest.mark.parametrize("name", ["", "products/", "over/", "work/", "orders/", "past/", "money/", "ORDER"])
def test_no_page_asks_much(town: Town, client_of: Any, name: str, django_assert_max_num_queries: Any) -> None:
    order = somebody_ordered(town)
    cleo = client_of("Cleo")
    cleo.get(page(town))
    with django_assert_max_num_queries(8):
        cleo.get(page(town, name.replace("ORDER", order)))


PRODUCTS = (
    "product,supplier,price,unit,pack,grams,contains,traces\n"
    "Leeks,Ben {c},1.20,piece,6,400,none,none\n"
    "Flour,Ben {c},3.20,g,500,,gluten,unknown\n"
    "Milk,Nobody,1.00,ml,1000,,milk,none\n"
    "Jam,Ben {c},3.40,piece,0,300,none,none\n"
    "Soup,Ben {c},a pound,piece,1,300,celery,none\n"
    "Cake,Ben {c},4.00,piece,1,300,cats,none\n"
    "Eggs,Ben {c},4.00,piece,1,,eggs,none\n"
)
ORDERS = (
    "member,product,quantity,tolerance\nAna {c},Leeks,4,2\nDee {c},Leeks,2,\nDee {c},Bread,1,\nZoe,Leeks,1,\n"
    "Tom {c},Leeks,-1,\nTom {c},Leeks,two,\nAna {c},Leeks,1,\n"
)


def taken(town: Town, text: str) -> tuple[Any, Any]:
    sheet = read_sheet(text.format(c=town.canary).encode())
    by = guess(sheet, "list", LISTINGS)
    found = sort_rows(sheet, by, Setting(town.community.pk, TODAY, "Europe/London"))
    return by.listing, found


def send(town: Town, text: str) -> tuple[int, int]:
    listing, found = taken(town, text)
    outcome = listing.send(town.actor("Cleo"), found.good, uuid4())
    assert isinstance(outcome, Done), outcome
    return outcome.value.added, outcome.value.known


def test_products_come_from_a_list_good_rows_whatever_the_others_are(town: Town) -> None:
    _, found = taken(town, PRODUCTS)
    assert [(bad.row, bad.field) for bad in found.bad] == [
        (4, "producer"), (5, "pack"), (6, "price"), (7, "contains"), (8, "grams"),
    ]  # fmt: skip
    assert all(bad.reason and bad.remedy for bad in found.bad)
    assert found.unusual == 1, "unknown is worth saying"
    assert send(town, PRODUCTS) == (2, 0)
    assert send(town, PRODUCTS) == (0, 2), "twice changes nothing"
    flour = Product.objects.get(name="Flour")
    assert (flour.contains, flour.traces, flour.per) == (["gluten"], None, 1000)


def test_orders_come_from_a_list_into_the_order_that_is_open(town: Town) -> None:
    sold(town)
    sold(town, BREAD, is_sold=False)
    listing, found = taken(town, ORDERS)
    assert not found.good
    assert {bad.reason for bad in found.bad} >= {"No order is open."}
    cycle = OrderCycle(community=town.community, words="Week", opens_at=datetime(2026, 1, 1, tzinfo=UTC),
                       closes_at=datetime(2099, 1, 1, tzinfo=UTC), comes_on=TODAY, state="open")  # fmt: skip
    cycle.save()
    _, found = taken(town, ORDERS)
    assert [(bad.row, bad.field) for bad in found.bad] == [
        (4, "product"), (5, "member"), (6, "quantity"), (7, "quantity"), (8, "product"),
    ]  # fmt: skip
    assert isinstance(listing.send(town.actor("Ana"), found.good, cycle.public_id), Refusal), "Ana orders for herself"
    assert send(town, ORDERS) == (2, 0)
    assert send(town, ORDERS) == (0, 2)
    assert list(OrderLine.objects.order_by("pk").values_list("quantity", "tolerance")) == [(4, 2), (2, 0)]
