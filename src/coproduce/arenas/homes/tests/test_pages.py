"""The pages of homes: a family reads why a gate is shut and what opens it; the desk, crew leads and money do theirs."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.homes.imports import LISTINGS, Row
from coproduce.arenas.homes.models import Family, HomeHour, HomeTerms
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Ask, Occasion
from coproduce.community.people.models import Community
from coproduce.core.quantity import unit_of_money

pytestmark = pytest.mark.django_db

SINCE = TODAY - timedelta(days=60)


def page(town: Town, name: str = "") -> str:
    return f"/{town.slug}/homes/{name}"


@pytest.fixture
def client_of(town: Town) -> Any:
    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(town.account(who))
        return client

    return signed_in


@pytest.fixture
def family(town: Town) -> Family:
    said = {"family": town.agents["Ana"], "accepted_on": SINCE, "home": "no. 14"}
    assert isinstance(do("homes.accept_family", town.actor("Cleo"), **said), Done)
    return Family.objects.get()


def sent(client: Client, path: str, what: str, **said: Any) -> Any:
    """A form as a browser sends it, with what it was filled with."""
    form = client.get(path).context["forms"][what]
    known = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(path, {"what": what, **known, **said})


def test_a_family_reads_why_a_gate_is_shut_and_what_opens_it(town: Town, family: Family, client_of: Any) -> None:
    said = client_of("Ana").get(page(town)).content.decode()
    for words in ("not open yet", "What opens it:", "75 h 00 are still missing.", "300 h 00 are asked before the key",
                  "On others' homes", "On the own home"):  # fmt: skip
        assert words in said, words
    assert "%" not in said.split("<main")[1].split("</main")[0], "never a part of a hundred alone"
    assert "You are in no family" in client_of("Ben").get(page(town)).content.decode()


def test_hours_are_written_signed_by_two_and_saved(town: Town, family: Family, client_of: Any) -> None:
    ana, cleo, hours = client_of("Ana"), client_of("Cleo"), page(town, "hours/")
    assert "Nothing is written down yet" in ana.get(hours).content.decode()
    day = {"on": TODAY.isoformat(), "begins": "08:00", "ends": "12:00", "site": "no. 14"}
    wrong = sent(ana, hours, "write", **{**day, "ends": "07:00"})
    assert wrong.status_code == 422
    assert "Work ends after it begins" in wrong.content.decode()
    assert sent(ana, hours, "write", **day).status_code == 303
    row = HomeHour.objects.get()
    assert sent(ana, hours, "sign", hours=str(row.public_id)).status_code == 303
    assert "I led it" in cleo.get(hours).content.decode()
    assert sent(cleo, hours, "sign", hours=str(row.public_id)).status_code == 303
    row.refresh_from_db()
    assert row.signed_by
    assert row.lead_signed_by
    table = ana.get(f"{hours}?as=csv").content.decode()
    assert "no. 14" in table
    assert "who led" in ana.get(f"{hours}?as=paper").content.decode()
    assert "no. 14" not in client_of("Ben").get(f"{hours}?as=csv").content.decode(), "others' hours are not Ben's"


def test_the_desk_accepts_a_family_from_a_members_page(town: Town, client_of: Any) -> None:
    cleo = client_of("Cleo")
    member = f"/{town.slug}/people/{town.agents['Ana']}/"
    path = page(town, f"families/{town.agents['Ana']}/")
    assert path in cleo.get(member).content.decode()
    assert "not accepted for a home yet" in cleo.get(path).content.decode()
    assert sent(cleo, path, "accept", accepted_on=SINCE.isoformat(), home="no. 14", repair="").status_code == 303
    shut = sent(cleo, path, "gate", gate="start build")
    assert shut.status_code == 422
    assert "75 h 00 are still missing." in shut.content.decode()
    found = cleo.get(f"{path}?q=Ben").context["forms"]["adult"].fields["adult"].choices
    assert [str(key) for key, _ in found] == [str(town.agents["Ana"]), str(town.agents["Ben"])]
    assert client_of("Ana").get(path).status_code == 404
    assert "no. 14" in cleo.get(page(town, "families/?as=csv")).content.decode()
    assert client_of("Ana").get(page(town, "families/")).status_code == 404


def test_a_build_day_is_planned_and_who_came_is_written_down(town: Town, family: Family, client_of: Any) -> None:
    cleo, days = client_of("Cleo"), page(town, "days/")
    day = {"words": "Walls of no. 14", "on": (TODAY + timedelta(days=4)).isoformat(), "begins": "09:00",
           "ends": "13:00", "task_1": "safety talk", "places_1": "6"}  # fmt: skip
    assert sent(cleo, days, "plan", **day).status_code == 303
    row = Occasion.objects.get()
    assert "Walls of no. 14" in client_of("Ana").get(days).content.decode()
    to_come = cleo.get(days).content.decode()
    assert "Weather and who comes" in to_come
    assert "Write down who came" not in to_come, "it is still to come"
    path = page(town, f"days/{row.public_id}/")
    assert client_of("Ana").get(path).status_code == 404
    fair = sent(cleo, path, "weather", wind_kmh="10", rain_mm="0", celsius="12")
    assert "it takes place in this weather" in fair.content.decode()
    Occasion.objects.update(starts_at=row.starts_at - timedelta(days=5), ends_at=row.ends_at - timedelta(days=5))
    response = cleo.get(f"/{town.slug}/exchange/occasions/{row.public_id}/came/")
    assert response.headers.get("Location") == path, "who came is said here"
    came = cleo.get(f"{path}?q=Ana").context["forms"]["came"]
    assert sent(cleo, path, "came", who=[]).status_code == 422
    known = {name: came[name].value() for name in ("site", "begins", "ends", "request_id")}
    said = {"what": "came", **known, "site": "no. 14", "who": str(town.agents["Ana"])}
    assert cleo.post(f"{path}?q=Ana", said).status_code == 303
    assert HomeHour.objects.get().lead_signed_by


def test_the_desk_adds_a_day_of_the_index_by_a_decision(town: Town, family: Family, client_of: Any) -> None:
    cleo, money, decision = client_of("Cleo"), page(town, "money/"), town.decided()
    assert "The rules know no day of it yet" in cleo.get(money).content.decode()
    said = {"on": SINCE.isoformat(), "index": "104.25", "decision": str(decision)}
    assert "An index is more than 0" in sent(cleo, money, "index", **{**said, "index": "0"}).content.decode()
    assert sent(cleo, money, "index", **said).status_code == 303
    assert "the rules say 104.25" in sent(cleo, money, "index", **said).content.decode()
    read = client_of("Ben").get(money)
    assert "104.25" in read.content.decode()
    assert "index" not in read.context["forms"]


def test_who_left_a_family_stands_there_with_their_days(town: Town, family: Family, client_of: Any) -> None:
    path = page(town, f"families/{town.agents['Ana']}/")
    known = {"adult": str(town.agents["Ben"]), "instead_of": ""}
    cleo = client_of("Cleo")
    found = f"{path}?q=Ben"
    first, last = TODAY - timedelta(days=30), TODAY - timedelta(days=10)
    dates = {"from_on": first.isoformat(), "until_on": last.isoformat()}
    assert sent(cleo, found, "adult", **known, **dates).status_code == 303
    assert sent(cleo, found, "adult", **known, from_on=TODAY.isoformat(), until_on="").status_code == 303
    said = cleo.get(path)
    assert [(one.from_on, one.until_on) for one in said.context["family"]["stays"]] == [(first, last)]
    assert len(said.context["family"]["adults"]) == 2, "Ana, and Ben who is back"


def test_the_money_of_who_was_forgotten_is_still_written_down(town: Town, family: Family, client_of: Any) -> None:
    Family.objects.update(started_on=SINCE, closed_on=SINCE)
    money = unit_of_money("GBP")
    loan = {"family": town.agents["Ana"], "principal": money(1200_00), "annual_rate": Decimal(0), "months": 12,
            "from_on": SINCE, "income": money(900_00), "escrow": money(0)}  # fmt: skip
    assert isinstance(do("homes.agree_loan", town.actor("Tom"), **loan), Done)
    assert isinstance(do("privacy.erase", town.actor("Ana"), member=town.agents["Ana"]), Done)
    tom, path = client_of("Tom"), page(town, f"money/{town.agents['Ana']}/")
    assert path in tom.get(page(town, "money/")).content.decode()
    assert set(tom.get(path).context["forms"]) == {"pay"}, "nobody is written to"
    assert sent(tom, path, "pay", amount="100.00").status_code == 303
    assert "£1100.00" in tom.get(path).content.decode()


def test_tools_are_lent_and_come_back(town: Town, client_of: Any) -> None:
    cleo, days = client_of("Cleo"), page(town, "days/")
    assert "Nothing is in the store now." in client_of("Ana").get(days).content.decode()
    assert sent(cleo, days, "stock", thing="Ladder", pieces="2").status_code == 303
    assert (
        sent(cleo, f"{days}?q=Ana", "lend", thing="Ladder", pieces="1", to=str(town.agents["Ana"])).status_code == 303
    )
    assert "Ladder" in client_of("Ana").get(days).content.decode()
    assert sent(cleo, days, "back", thing="Ladder", pieces="1", from_=str(town.agents["Ana"])).status_code == 303


def test_money_is_agreed_paid_and_read_by_whose_home_it_is(town: Town, family: Family, client_of: Any) -> None:
    tom, path = client_of("Tom"), page(town, f"money/{town.agents['Ana']}/")
    Family.objects.update(repair_minutes=0)
    assert client_of("Ana").get(path).status_code == 404
    key_first = sent(tom, path, "loan", principal="1200", months="12", income="900", annual_rate="0", escrow="0")
    assert "before a home is paid for" in key_first.content.decode()
    for gate in ("start build", "close"):
        do("homes.pass_gate", town.actor("Cleo"), family=town.agents["Ana"], gate=gate)
    too_much = sent(tom, path, "loan", principal="9000", months="12", income="900", annual_rate="6", escrow="0")
    assert "did you mean 0.06" in too_much.content.decode()
    said = {"principal": "1200", "months": "12", "income": "900", "annual_rate": "0", "escrow": "0"}
    first = (TODAY - timedelta(days=20)).isoformat()
    assert sent(tom, path, "loan", **said, from_on=first).status_code == 303
    told = sent(tom, f"{path}?q=Dee", "tell", supporter=str(town.agents["Dee"]))
    assert told.status_code == 303
    ana = client_of("Ana").get(page(town, "money/")).content.decode()
    for words in ("£1200.00", "nothing is added for that", "You can answer until", "A letter"):
        assert words in ana, words
    assert sent(tom, path, "pay", amount="200", paid_on=TODAY.isoformat()).status_code == 303
    table = tom.get(page(town, "money/?as=csv")).content.decode()
    assert table.count("\r\n") == 13
    assert "£200.00" in tom.get(page(town, "money/")).content.decode()
    spent = sent(tom, page(town, "money/"), "fund", home="no. 16", amount="50", spent_on=TODAY.isoformat())
    assert spent.status_code == 303


def test_a_missed_month_is_answered_and_decided_on_the_pages(town: Town, family: Family, client_of: Any) -> None:
    tom, cleo, ana = client_of("Tom"), client_of("Cleo"), client_of("Ana")
    path, mine = page(town, f"money/{town.agents['Ana']}/"), page(town, "money/")
    Family.objects.update(closed_on=TODAY)
    first = (TODAY - timedelta(days=20)).isoformat()
    said = {"principal": "1000", "months": "3", "income": "2000", "annual_rate": "0", "escrow": "0"}
    assert sent(tom, path, "loan", **said, from_on=first).status_code == 303
    read = ana.get(mine).content.decode()
    assert "2 payments, the last of £333.34" in read
    assert "answer" not in ana.get(mine).context["forms"], "nobody was told yet"
    assert sent(tom, f"{path}?q=Dee", "tell", supporter=str(town.agents["Dee"])).status_code == 303
    assert sent(ana, mine, "answer", answer="").status_code == 422
    assert sent(ana, mine, "answer", answer="The bank had the wrong number.").status_code == 303
    assert "Until it is decided, no step follows." in ana.get(mine).content.decode()
    assert "Somebody else decides" in sent(tom, path, "decide", is_upheld="yes", why="So it is.").content.decode()
    assert sent(cleo, path, "decide", is_upheld="yes", why="So it is.").status_code == 303
    read = ana.get(mine).content.decode()
    for words in ("decided: this month counts for no step", "So it is.", "All is paid as agreed."):
        assert words in read, words


def test_what_can_be_afforded_is_reckoned_and_kept_nowhere(town: Town, client_of: Any) -> None:
    asked = page(town, "money/?income=3000&escrow=250&annual_rate=0&months=360")
    assert "At most £234000.00: £650.00 each month" in client_of("Ana").get(asked).content.decode()
    wrong = client_of("Ana").get(asked.replace("rate=0", "rate=6")).content.decode()
    assert "did you mean 0.06" in wrong


def test_the_fund_and_the_homes_owned_together_are_saved_as_tables(town: Town, family: Family, client_of: Any) -> None:
    tom, path = client_of("Tom"), page(town, f"money/{town.agents['Ana']}/")
    said = {"income": "4000", "running": "150", "shares": "10", "index": "100", "from_on": SINCE.isoformat()}
    assert sent(tom, path, "charge", **said).status_code == 303
    assert sent(tom, path, "pay", amount="1400", paid_on=TODAY.isoformat()).status_code == 303
    shares = tom.get(page(town, "money/?as=shares")).content.decode()
    assert "no. 14,10,1,1/10,no" in shares
    assert f"{TODAY:%Y-%m},100000,0,100000" in tom.get(page(town, "money/?as=fund")).content.decode()
    assert "no. 14" not in client_of("Ben").get(page(town, "money/?as=shares")).content.decode()


def test_a_family_goes_no_further(town: Town, family: Family, client_of: Any) -> None:
    cleo, path = client_of("Cleo"), page(town, f"families/{town.agents['Ana']}/")
    assert sent(cleo, path, "withdraw").status_code == 303
    assert "They left on" in cleo.get(path).content.decode()
    assert "You are in no family" in client_of("Ana").get(page(town)).content.decode()
    assert sent(cleo, path, "accept", home="no. 14").status_code == 303
    assert "They left on" not in cleo.get(path).content.decode()


def test_a_home_owned_together_is_agreed_and_left(town: Town, family: Family, client_of: Any) -> None:
    tom, path = client_of("Tom"), page(town, f"money/{town.agents['Ana']}/")
    said = {"income": "4000", "running": "150", "shares": "10", "index": "100", "from_on": SINCE.isoformat()}
    assert sent(tom, path, "charge", **said).status_code == 303
    assert sent(tom, path, "pay", amount="1400", paid_on=TODAY.isoformat()).status_code == 303
    read = tom.get(path).content.decode()
    assert "1 of the 10 the home cost" in read
    assert "1 of the 10 the home cost" in client_of("Ana").get(page(town, "money/")).content.decode()
    assert sent(tom, path, "out", index="110", paid_on=TODAY.isoformat()).status_code == 303
    assert HomeTerms.objects.count() == 1


def test_who_was_helped_says_that_they_feel_ready(town: Town, family: Family, client_of: Any) -> None:
    ask = Ask.objects.create(community=town.community, arena="homes", agent=family.agent, helped_on=TODAY)
    ana = client_of("Ana")
    said = ana.get(page(town))
    assert "lead a crew for a day" in said.content.decode()
    sending = {"ask": str(ask.public_id), "request_id": str(said.context["ready_id"])}
    assert ana.post(f"/{town.slug}/exchange/ready/", sending).status_code == 303
    ask.refresh_from_db()
    assert ask.state == Ask.READY


def test_figures_are_read_by_everybody_and_small_ones_are_hidden(town: Town, family: Family, client_of: Any) -> None:
    assert "1 to 7" in client_of("Ana").get(page(town, "figures/")).content.decode()
    assert "on the way" in client_of("Cleo").get(page(town, "figures/?as=csv")).content.decode()
    assert client_of("Cleo").get(page(town, "figures/work/")).status_code == 200


@pytest.mark.parametrize("name", ["", "hours/", "hours/?as=paper", "days/", "money/", "families/", "figures/"])
def test_what_is_made_up_is_said(town: Town, family: Family, client_of: Any, name: str) -> None:
    Community.objects.filter(slug=town.slug).update(is_demo=True)
    assert "demo" in client_of("Cleo").get(page(town, name)).content.decode().split("</h1>")[0].split("<h1")[1]


@pytest.mark.parametrize("name", ["hours/", "families/", "figures/", "money/"])
def test_what_is_made_up_is_said_in_every_table(town: Town, family: Family, client_of: Any, name: str) -> None:
    Community.objects.filter(slug=town.slug).update(is_demo=True)
    Family.objects.update(repair_minutes=0)
    said = {"family": town.agents["Ana"], "on": TODAY, "kind": "office"}
    do("homes.write_hours", town.actor("Ana"), begins=time(8), ends=time(9), **said)
    for gate in ("start build", "close"):
        do("homes.pass_gate", town.actor("Cleo"), family=town.agents["Ana"], gate=gate)
    HomeTerms.objects.create(
        family=family, from_on=date(2026, 1, 1), loan_minor=100, yearly_part=0, months=2, agreed_by=family.agent
    )
    lines = client_of("Cleo").get(page(town, f"{name}?as=csv")).content.decode().splitlines()
    assert len(lines) > 1
    assert all(line.endswith("demo") for line in lines[1:]), lines


def test_hours_come_in_as_a_list_and_twice_changes_nothing(town: Town, family: Family) -> None:

    [listing] = LISTINGS
    name = family.agent.name
    rows = (
        Row(name, name, "", TODAY, time(8), time(12), "construction", "no. 14", True),
        Row(name, "", "Joe", TODAY, time(8), time(12), "construction", "no. 14", False),
    )

    first = listing.send(town.actor("Cleo"), (*rows, rows[0]), uuid4())
    assert isinstance(first, Done), "one of them stands in the sheet twice"
    assert (first.value.added, first.value.known) == (2, 1)
    again = listing.send(town.actor("Cleo"), rows, uuid4())
    assert isinstance(again, Done)
    assert (again.value.added, again.value.known) == (0, 2)
    assert HomeHour.objects.filter(lead_signed_by=None).count() == 1
    assert sum(row.minutes for row in HomeHour.objects.all()) == 480
