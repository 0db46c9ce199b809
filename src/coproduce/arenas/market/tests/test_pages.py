"""The pages of the market: sold, kept, handed over, disputed, a year closed and paid, by buttons, each for who may."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town

from coproduce.arenas.market.imports import LISTINGS
from coproduce.arenas.market.models import BookLine, Sale, Trader, Ware, Year
from coproduce.arenas.market.tests.trading import (
    POUNDS,
    YEAR,
    agent,
    bought,
    closed,
    decided,
    done,
    kept,
    mittens,
    shared_out,
    shop,
    traded,
)
from coproduce.community.base.bringing import CHUNK, batches, send
from coproduce.community.base.cells import Setting
from coproduce.community.base.done import Done
from coproduce.community.base.sheets import guess, sort_rows
from coproduce.community.exchange.models import Ask
from coproduce.community.people.models import Community
from coproduce.interop.sheets_reading import read_sheet

pytestmark = pytest.mark.django_db
IBAN = "GB82WEST12345698765432"


@pytest.fixture
def client_of(town: Town) -> Any:
    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(town.account(who))
        return client

    return signed_in


def page(town: Town, name: str = "") -> str:
    return f"/{town.slug}/market/{name}"


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def filled(client: Client, path: str, what: str) -> dict[str, Any]:
    form = client.get(path).context["forms"][what]
    found = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return {"what": what, **found}


def sent(client: Client, path: str, what: str, **said: Any) -> Any:
    """A form as a browser sends it, with what it was filled with."""
    return client.post(path, {**filled(client, path, what), **said})


def test_a_stall_is_opened_filled_and_found(town: Town, client_of: Any) -> None:
    ben, ana = client_of("Ben"), client_of("Ana")
    assert "Nothing is sold here yet" in read(ana, page(town))
    assert sent(ben, page(town, "sell/"), "stall", name="Wool").status_code == 303
    stall = Trader.objects.get(stall="Wool")
    at = page(town, f"stalls/{stall.public_id}/")
    assert "Nothing is at your stall yet" in read(ben, at)
    hours = sent(ben, at, "ware", name="Mittens", price="an hour")
    assert hours.status_code == 422
    assert "Write an amount like" in hours.content.decode()
    assert 'value="Mittens"' in hours.content.decode(), "what was typed stays"
    assert sent(ben, at, "ware", name="Mittens", price="9.00", left="3").status_code == 303
    assert sent(ben, f"{at}?ware={Ware.objects.get().public_id}", "ware", words="Warm").status_code == 303
    for words in ("Mittens", "£9.00", "Wool"):
        assert words in read(ana, page(town)), words
    assert "Nothing here is called so" in read(ana, page(town, "?q=socks"))
    assert "Mittens" in read(ana, page(town, "?q=wool"))
    assert "Mittens" in read(ana, page(town, "?as=csv"))
    assert "Warm" in read(ana, at)
    assert "Change Mittens" not in read(ana, at)


def test_the_desk_opens_the_towns_own_stall_and_one_for_who_rings(town: Town, client_of: Any) -> None:
    cleo = client_of("Cleo")
    assert sent(cleo, page(town, "sell/"), "stall", name="Our shop").status_code == 303
    assert Trader.objects.get().agent is None
    for_ana = sent(cleo, page(town, "sell/?q=Ana"), "stall", name="Jam", for_=str(town.agents["Ana"]))
    assert for_ana.status_code == 303
    assert Trader.objects.get(agent=agent(town, "Ana")).stall == "Jam"
    assert client_of("Tom").get(page(town, "sell/")).status_code == 200


def test_something_is_kept_fetched_and_has_a_receipt(town: Town, client_of: Any) -> None:
    ware, ana, ben = mittens(town), client_of("Ana"), client_of("Ben")
    at = page(town, f"things/{ware}/")
    form = ana.get(at).context["form"]
    said = {"request_id": form["request_id"].value(), "quantity": "9"}
    refused = ana.post(at, said)
    assert refused.status_code == 422
    assert "3 are left." in refused.content.decode()
    assert 'value="9"' in refused.content.decode()
    answer = ana.post(at, {**said, "quantity": "2"})
    receipt = answer["Location"]
    assert "Kept until" in read(ana, receipt)
    assert "It was handed over" not in read(ana, receipt)
    assert client_of("Dee").get(receipt).status_code == 404
    assert "It was handed over" in read(ben, receipt)
    assert sent(ben, receipt, "hand").status_code == 303
    for words in ("Receipt", "£18.00", "£9.00 each", "paid", "handed over"):
        assert words in read(ana, receipt), words
    assert "2 × Mittens" in read(ana, page(town, "bought/"))
    assert "2 × Mittens" in read(client_of("Tom"), page(town, "bought/?all=1"))
    assert "2 × Mittens" not in read(client_of("Dee"), page(town, "bought/?all=1"))
    assert "handed over" in read(ana, page(town, "bought/?as=csv"))
    assert "You sell this yourself" in read(ben, at)


def test_let_go_paid_later_and_given_back(town: Town, client_of: Any) -> None:
    ana, ben = client_of("Ana"), client_of("Ben")
    sale = kept(town, mittens(town))
    at = page(town, f"bought/{sale}/")
    assert sent(ana, at, "go").status_code == 303
    assert Sale.objects.get().state == Sale.LET_GO
    second = page(town, f"bought/{bought(town, is_paid=False)}/")
    assert "still to be paid" in read(ana, second)
    assert sent(ben, second, "paid").status_code == 303
    assert "still to be paid" not in read(ana, second)


def test_what_is_wrong_is_answered_and_heard(town: Town, client_of: Any) -> None:
    ana, ben, tom = (client_of(who) for who in ("Ana", "Ben", "Tom"))
    at = page(town, f"bought/{bought(town)}/")
    assert sent(ana, at, "wrong", why="").status_code == 422
    sent(ana, at, "wrong", why="A hole in the thumb")
    assert "has not answered yet" in read(ana, at)
    assert f"Write down what {agent(town, 'Ben').name} says" in read(client_of("Cleo"), at), "the desk speaks for him"
    sent(ben, at, "answer", words="I can darn it")
    for words in ("I can darn it", f"· {agent(town, 'Ben').name}", f"· {agent(town, 'Ana').name}"):
        assert words in read(ana, at), words
    assert "You hear both" not in read(ben, at)
    sent(tom, at, "settle", refund="3.00", outcome="Ben gives back three pounds.")
    for words in ("Ben gives back three pounds.", "heard by", "£3.00 came off", "still to be given back"):
        assert words in read(ana, at), words
    assert sent(ben, at, "paid").status_code == 303
    assert "still to be given back" not in read(ana, at)


def test_a_year_is_opened_closed_shared_and_paid_by_buttons(town: Town, client_of: Any) -> None:
    traded(town, ("1", 300, "Ana"), ("2", 100, "Ben"))
    tom, ana = client_of("Tom"), client_of("Ana")
    assert "No year yet" in read(ana, page(town, "years/"))
    assert sent(tom, page(town, "years/"), "open", from_on="2026-01-01", until_on=str(TODAY)).status_code == 303
    at = page(town, f"years/{Year.objects.get().public_id}/")
    assert "It is still open" in read(ana, at)
    what_if = read(tom, f"{at}?surplus=16.00&rules=spain-27-1999")
    for words in ("This is only what it would come to", "£3.20", "Each member’s part"):
        assert words in what_if, words
    assert "Write it like" in read(tom, f"{at}?surplus=many")
    assert "Each member’s part" not in read(ana, f"{at}?surplus=16.00"), "parts are for who keeps the books"
    sent(tom, at, "close", surplus="16.00", is_loss="no")
    for words in ("Where £16.00 goes", "Kept in reserve", "£4.00", "by the rules “A market of neighbours”"):
        assert words in read(ana, at), words
    assert "For shares" not in read(tom, at), "nobody is paid for shares here"
    next_one = filled(tom, page(town, "years/"), "open")
    assert (str(next_one["from_on"]), str(next_one["until_on"])) == ("2026-11-18", "2027-11-17")
    decision = decided(town)
    assert sent(tom, at, "share", decision=str(decision)).status_code == 303
    assert "Shared out by decision" in read(ana, at)
    assert "7.50" in read(tom, f"{at}?as=csv")
    assert ana.get(f"{at}?as=csv").status_code == 404
    mine = page(town, "shares/")
    assert "£7.50" in read(ana, mine)
    bad = sent(ana, mine, "choose", pay_to="GB00 1", choice="cash")
    assert bad.status_code == 422
    assert "GB00 1" in bad.content.decode()
    sent(ana, mine, "choose", pay_to=IBAN, choice="cash", near_of_100="60")
    paying = page(town, "paying/")
    assert "£10.00 are due" in read(tom, paying)
    assert ana.get(paying).status_code == 404
    assert sent(tom, paying, "all").status_code == 303
    line = BookLine.objects.get(kind="paid")
    bank = page(town, f"paying/{line.batch}/")
    assert tom.post(bank, {"from_account": "GB00", "pay_on": str(TODAY)}).status_code == 422
    file = tom.post(bank, {"from_account": IBAN, "pay_on": str(TODAY)})
    assert "pain.001.001.09" in file.content.decode()
    assert client_of("Ana").get(bank).status_code == 404
    assert sent(tom, paying, "one", who=str(town.agents["Ben"])).status_code == 303
    assert "Paid to you" in read(ana, mine)
    assert "Paid to you" in read(ana, f"{mine}?as=csv")
    assert str(town.canary) in read(tom, f"{paying}?as=csv")


def test_more_given_back_than_stands_counts_as_nothing(town: Town, client_of: Any) -> None:
    """What was bought is taken back after its refund was written down: the year is still read."""
    traded(town, ("1", 300, "Ana"), ("2", -100, "Ana"), ("3", 200, ""), ("4", -50, ""))
    Sale.objects.filter(minor__gt=0).update(state=Sale.UNDONE)
    year = done("open_year", town, "Tom", **YEAR).year
    assert "£0.00 of what members traded counts" in read(client_of("Ana"), page(town, f"years/{year}/"))


def test_what_came_late_is_put_right_by_a_button(town: Town, client_of: Any) -> None:
    sale = bought(town)
    traded(town, ("1", 900, "Dee"))
    year = shared_out(town, 1_600)
    tom, at = client_of("Tom"), page(town, f"years/{year}/")
    assert "Something came late" not in read(tom, at)
    done("dispute_sale", town, "Ana", sale=sale, why="A hole")
    refund = Sale.objects.get(public_id=sale)
    done("settle_dispute", town, "Tom", sale=sale, refund=POUNDS(refund.minor), outcome="All comes back.")
    assert "Something came late" in read(tom, at)
    assert sent(tom, at, "right").status_code == 303
    assert "Something came late" not in read(tom, at)
    assert "put right" in read(client_of("Dee"), page(town, "shares/"))


def test_shares_are_paid_in_and_back(town: Town, client_of: Any) -> None:
    tom, years = client_of("Tom"), page(town, "years/?q=Ana")
    assert sent(tom, years, "shares", who=str(town.agents["Ana"]), shares="25").status_code == 303
    assert sent(tom, years, "back", who=str(town.agents["Ana"]), amount="30.00").status_code == 422
    assert sent(tom, years, "back", who=str(town.agents["Ana"]), amount="5.00").status_code == 303
    assert "£20.00" in read(client_of("Ana"), page(town, "shares/"))
    assert "Members’ shares" not in read(client_of("Ana"), page(town, "years/"))


def test_whoever_bought_says_that_they_are_ready(town: Town, client_of: Any) -> None:
    bought(town)
    ana = client_of("Ana")
    found = ana.get(page(town))
    assert "Would you stand a shift at the market" in found.content.decode()
    said = {"request_id": str(found.context["ready_id"]), "ask": str(found.context["ask"].public_id)}
    assert ana.post(f"/{town.slug}/exchange/ready/", said).status_code == 303
    assert Ask.objects.get(agent=agent(town, "Ana"), arena="market").state != Ask.WAITING
    assert ana.post(f"/{town.slug}/exchange/ready/", {}).status_code == 404


def test_figures_are_whole_for_the_desk_and_hidden_for_members(town: Town, client_of: Any) -> None:
    bought(town)
    assert "1 to 7" in read(client_of("Ana"), page(town, "figures/"))
    assert "1 to 7" not in read(client_of("Tom"), page(town, "figures/"))
    assert "not shown" in read(client_of("Ana"), page(town, "figures/?as=csv"))
    assert read(client_of("Cleo"), page(town, "figures/work/"))


def test_made_up_is_said_on_every_page_and_table(town: Town, client_of: Any) -> None:
    year, sale = closed(town, 500), bought(town)
    stall = Trader.objects.get(stall="Wool").public_id
    Community.objects.filter(slug=town.slug).update(is_demo=True)
    tom = client_of("Cleo")
    pages = ("", "sell/", f"stalls/{stall}/", f"things/{Ware.objects.get().public_id}/", "bought/", f"bought/{sale}/",
             "shares/", "years/", f"years/{year}/", "paying/", "figures/")  # fmt: skip
    for name in pages:
        heading = read(tom, page(town, name)).partition("</h1>")[0]
        assert "demo" in heading.partition("<h1")[2], name
    for name in ("?as=csv", "bought/?all=1&as=csv", "figures/?as=csv"):
        assert "demo" in read(tom, page(town, name)), name


def brought(town: Town, text: str) -> Any:
    sheet = read_sheet(text.encode())
    by = guess(sheet, "till", LISTINGS)
    setting = Setting(town.community.pk, TODAY, "Europe/London")
    return by.listing, sort_rows(sheet, by, setting)


def test_a_tills_export_is_taken_whole_or_not_at_all(town: Town) -> None:
    shop(town)
    name = agent(town, "Ana").name
    good = f"receipt,date,amount,customer\n1,2026-11-16,12.50,{name}\n2,2026-11-16,3.00,\n3,2026-11-16,-2.50,{name}\n"
    listing, found = brought(town, good)
    assert (len(found.good), found.bad, found.unusual) == (3, (), 1)
    for added in (3, 0):
        answers = [send(town.actor("Tom"), listing, batch) for batch in batches(listing, found)]
        assert isinstance(answers[0], Done)
        assert answers[0].value.added == added
    assert sum(Sale.objects.filter(buyer=agent(town, "Ana")).values_list("minor", flat=True)) == 1_000
    wrong = ("4,2026-11-31,1.00,", "5,2026-11-16,no,", "6,2026-11-16,1.00,Nobody Known", ",2026-11-16,1.00,",
             "7,2027-01-01,1.00,", "8,2026-11-16,0,")  # fmt: skip
    bad = good + "\n".join(wrong)
    listing, found = brought(town, bad)
    assert [(row.row, row.field) for row in found.bad] == [
        (5, "bought_on"), (6, "amount"), (7, "member"), (8, "number"), (9, "bought_on"), (10, "amount")
    ]  # fmt: skip
    assert all(row.remedy for row in found.bad)
    assert list(batches(listing, found)) == []


def test_a_long_export_stands_or_falls_together(town: Town) -> None:
    """What comes back first and was bought last, more rows apart than a list is sent in; then one that does not fit."""
    shop(town)
    name = agent(town, "Ana").name
    between = [f"{n},2026-11-16,1.00," for n in range(1, CHUNK)]
    newest_first = [f"back,2026-11-16,-2.50,{name}", *between, f"bought,2026-11-16,12.50,{name}"]

    def sent_in(*rows: str) -> list[Any]:
        listing, found = brought(town, "\n".join(("receipt,date,amount,customer", *rows)))
        assert found.bad == ()
        return [send(town.actor("Tom"), listing, batch) for batch in batches(listing, found)]

    too_much = [*newest_first, f"again,2026-11-16,-10.01,{name}"]
    assert [getattr(answer, "code", "taken") for answer in sent_in(*too_much)] == ["MORE_BACK"]
    assert not Sale.objects.exists(), "half an export stands"
    assert [answer.value.added for answer in sent_in(*newest_first)] == [CHUNK + 1]
    assert sum(Sale.objects.filter(buyer=agent(town, "Ana")).values_list("minor", flat=True)) == 1_000


def test_a_page_of_another_is_not_there(town: Town, client_of: Any) -> None:
    nowhere = UUID(int=5)
    for name in (
        f"stalls/{nowhere}/",
        f"things/{nowhere}/",
        f"bought/{nowhere}/",
        f"years/{nowhere}/",
        f"paying/{nowhere}/",
    ):
        assert client_of("Cleo").get(page(town, name)).status_code == 404, name
