"""The pages as a home, the desk and the treasurer read them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.bench.pages import QUERIES, asked
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.arenas.energy.models import Point, SharedMonth, SharingTerms
from coproduce.arenas.energy.tests.street import (
    HOME,
    JUNE,
    MAY,
    a_month,
    agree,
    bring,
    days_of,
    done,
    point,
    settled,
    shares,
    street,
)
from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.models import Ask
from coproduce.community.people.models import Community

pytestmark = pytest.mark.django_db


def read(town: Town, who: str, path: str, status: int = 200) -> str:
    answer = signed_in(town, who).get(f"/{town.slug}/energy/{path}")
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def send(town: Town, who: str, path: str, status: int, **said: Any) -> HttpResponse:
    answer = signed_in(town, who).post(f"/{town.slug}/energy/{path}", {"request_id": str(uuid4()), **said})
    assert answer.status_code == status, (path, answer.status_code, answer.content.decode())
    return answer


def month() -> SharedMonth:
    return SharedMonth.objects.latest("round")


def test_the_empty_pages_say_what_to_do(town: Town) -> None:
    assert "A home joins without a roof of its own" in read(town, "Ana", "")
    says = {"points/": "Begin with one roof", "months/": "No month yet", "readings/": "Bring readings",
            "keys/": "There are no readings of a month", "figures/": "No month is settled yet."}  # fmt: skip
    for path, words in says.items():
        assert words in read(town, "Tom", path)
    for path in ("points/", "months/", "readings/", "keys/dynamic/"):
        read(town, "Ana", path, 404)
    read(town, "Tom", "keys/lottery/", 404)


def test_a_statement_in_words(town: Town) -> None:
    """Ben's roof reads who got what: the school by its name, the home as one neighbour."""
    points = street(town)
    Point.objects.filter(public_id=points["S1"]).update(is_named=True)
    a_month_of(town)
    page = read(town, "Ben", "")
    for words in (
        f"roof {town.canary} gave neighbours 79.36 kWh, most of it between 12 and 13 o’clock.",
        "For that they pay it £15.87.",
        f"Of it school {town.canary} got 49.6 kWh.",
        "One neighbour got 29.76 kWh of it.",
        "Without neighbours it would have earned £7.93 less.",
    ):
        assert words in page, words
    mine = read(town, "Ana", "")
    assert f"Neighbours gave home {town.canary} 29.76 kWh" in mine
    assert "For that it pays them £5.95." in mine
    assert "Without neighbours it would have cost £2.98 more." in mine
    assert f"school {town.canary}" not in mine
    heads, row = read(town, "Ana", "?as=csv").splitlines()
    assert "from neighbours, kWh" in heads
    assert f"home {town.canary},2026-05-01,0,29.76," in row
    assert "2,976 intervals were not measured by themselves" in mine or "2976 intervals" in mine


def a_month_of(town: Town) -> None:
    agree(town)
    bring(town, "made", {"R1": 640})
    bring(town, "used", {"H1": 300, "S1": 500})
    done(JUNE, "close_month", town, "Tom", month_on=MAY)
    done(JUNE, "settle_month", town, "Tom", month_on=MAY)


def test_the_treasurer_closes_looks_and_settles(town: Town) -> None:
    a_month(town)
    SharedMonth.objects.all().delete()
    page = send(town, "Tom", "months/", 422, month_on="2026-05-02").content.decode()
    assert "A month is named by its first day" in page
    send(town, "Tom", "months/", 302, month_on="2026-05-01")
    path = f"months/{month().public_id}/"
    page = read(town, "Tom", path)
    for words in ("Neighbours gave each other 79.36 kWh.", "to be looked at and settled", "is paid £15.87", "£5.95"):
        assert words in page, words
    send(town, "Tom", path, 404, what="burn")
    send(town, "Tom", path, 302, what="close")
    send(town, "Tom", path, 302, what="settle")
    page = read(town, "Tom", path)
    assert "Readings came late: close it again" in page
    assert "I looked at it: settle" not in page
    send(town, "Tom", path, 303, what="settle")
    table = read(town, "Tom", f"{path}?as=csv")
    assert "pays neighbours, GBP" in table
    assert "79.36,0,-15.87," in table
    assert "settled" in read(town, "Tom", "months/?as=csv")
    read(town, "Ana", path, 404)
    assert AuditRow.objects.filter(verb="energy.read_months", kind=AuditRow.READ).exists()


def test_a_premium_by_the_rules(town: Town) -> None:
    settled(town)
    decision = town.decided()
    do("decisions.choose_rules", town.actor("Cleo"), arena="energy", rule_set="italy", from_on=TODAY, decision=decision)
    path = f"months/{month().public_id}/"
    assert "What the state adds" in read(town, "Tom", path)
    said = {"what": "premium", "zonal_price_mwh": "180", "plant_kw": "700", "zone": "north"}
    send(town, "Tom", path, 422, **{**said, "plant_kw": ""})
    send(town, "Tom", path, 302, **said)
    assert "£3.06 for members, £2.50 for the social fund" in read(town, "Tom", path)


def test_a_supply_point_is_written_down_and_changes(town: Town) -> None:
    said = {"holder": str(town.agents["Ana"]), "name": "At Ana’s", "number": "H1", "kind": "uses",
            "from_on": "2026-11-01", "parts": "100"}  # fmt: skip
    send(town, "Cleo", "points/", 422, **{**said, "number": ""})
    send(town, "Cleo", "points/", 422, **{**said, "parts": "0"})
    send(town, "Cleo", "points/", 303, **said)
    assert "At Ana’s" in read(town, "Cleo", "points/")
    assert "H1" in read(town, "Cleo", "points/?as=csv")
    path = f"points/{Point.objects.get().public_id}/"
    assert "from 1 Nov" in read(town, "Ana", path)
    read(town, "Ben", path, 404)
    send(town, "Ana", path, 422, from_on="2026-11-01", parts="50")
    send(town, "Ana", path, 303, from_on="2026-12-01", parts="33.3333")
    assert shares("H1")[1] == ("", 333_333, "2026-12-01", None)


def test_a_file_is_handed_in_and_what_was_set_aside_is_said(town: Town) -> None:
    point(town, HOME)
    text = days_of({"H1": 300, "X9": 1}, date(2026, 10, 1), 2) + "\nH1,2026-10-03,7"
    file = SimpleUploadedFile("may.csv", text.encode())
    said = {"what": "used", "from_on": "2026-10-01", "until_on": "2026-10-31", "shape": "days", "unit": "Wh",
            "step_minutes": "60"}  # fmt: skip
    send(town, "Tom", "readings/", 422, **said)
    page = send(town, "Tom", "readings/", 200, file=file, **said).content.decode()
    for words in ("192 intervals are new", "Nobody here has this meter", "This day has another number of intervals"):
        assert words in page, words
    british = "meter,time,kwh\nH1,01/10/2026 00:30,0.5\nH1,01/10/2026 01:00,0.25"
    said |= {"shape": "long", "unit": "kWh", "step_minutes": "30", "stamp": "%d/%m/%Y %H:%M", "marks_end": "on"}
    page = send(town, "Tom", "readings/", 200, file=SimpleUploadedFile("oct.csv", british.encode()), **said)
    assert "4 are put right, 0 were known" in page.content.decode()
    nothing = SimpleUploadedFile("may.csv", b"meter,day\n")
    page = send(town, "Tom", "readings/", 422, file=nothing, **said).content.decode()
    assert "There are no rows under the headings" in page


@pytest.mark.parametrize("key", ["dynamic", "static", "cascade", "pair"])
def test_every_key_is_tried_and_one_is_written_down(town: Town, key: str) -> None:
    a_month(town)
    page = read(town, "Tom", "keys/")
    for words in ("In proportion to use", "Class after class", "From whom to whom", "Saved by all", "100%"):
        assert words in page, words
    assert "Saved by you" in read(town, "Ana", "keys/?price=10&retail=40&feed_in=5")
    assert "not shown" in read(town, "Ana", "keys/")
    read(town, "Ana", "keys/?price=x&retail=40&feed_in=5", 422)
    assert "Equal slices" in read(town, "Tom", "keys/?as=csv")
    decision = town.decided()
    asked_of = read(town, "Tom", f"keys/{key}/")
    fields = {name.split('"')[0]: "2" if key == "cascade" else "25" for name in asked_of.split('name="of_')[1:]}
    said = {"decision": str(decision), "from_on": "2026-12-01", "price": "12.5", "retail": "30", "feed_in": "8"}
    send(town, "Tom", f"keys/{key}/", 422, **{**said, "from_on": "2026-12-02"})
    send(town, "Tom", f"keys/{key}/", 302, **said, **{f"of_{name}": value for name, value in fields.items()})
    row = SharingTerms.objects.latest("pk")
    assert (row.key, row.from_on, bool(row.goes_by)) == (key, date(2026, 12, 1), key != "dynamic")
    assert "From 1 Dec" in read(town, "Ana", "keys/")


def test_figures_and_a_price_spike(town: Town) -> None:
    settled(town)
    page = read(town, "Tom", "figures/")
    for words in ("In one month neighbours gave each other 79.36 kWh.", "Everybody’s worst month", "3 of 3"):
        assert words in page, words
    masked = read(town, "Ana", "figures/")
    assert "Your worst month" in masked
    assert "Where only a few share, this is not shown." in masked
    assert "Everybody’s worst month" not in masked
    assert "all bills, alone, GBP" in read(town, "Tom", "figures/?as=csv")


def test_whoever_has_a_roof_is_asked_to_help_the_next(town: Town) -> None:
    settled(town)
    ask = Ask.objects.get(arena="energy")
    assert "help the next roof" in read(town, "Ben", "")
    said = {"request_id": str(uuid4()), "ask": str(ask.public_id)}
    assert signed_in(town, "Ben").post(f"/{town.slug}/exchange/ready/", said)["Location"] == f"/{town.slug}/energy/"
    do("exchange.ask_back", town.actor("Cleo"), ask=ask.public_id)
    assert "Somebody asked you something" in read(town, "Ben", "")


def test_made_up_is_said(town: Town) -> None:
    settled(town)
    Community.objects.filter(slug=town.slug).update(is_demo=True)
    one = month().public_id
    for path in ("", "points/", "readings/", "keys/", "keys/dynamic/", "months/", f"months/{one}/", "figures/"):
        assert ">demo<" in read(town, "Tom", path), path
    for path in ("points/", "keys/", "months/", f"months/{one}/", "figures/"):
        assert "demo" in read(town, "Tom", f"{path}?as=csv"), path
    assert "demo" in read(town, "Ana", "?as=csv")


@pytest.mark.parametrize("who", ["Ana", "Tom"])
def test_eight_questions_a_page(town: Town, who: str) -> None:
    settled(town)
    paths = ["", "keys/", "figures/", "figures/work/"]
    if who == "Tom":
        paths += ["points/", f"points/{Point.objects.first().public_id}/", "readings/", "keys/static/", "months/",
                  f"months/{month().public_id}/"]  # fmt: skip
    found, client = {}, signed_in(town, who)
    questions: list[str] = []
    with asked(questions):
        for path in paths:
            client.get(f"/{town.slug}/energy/{path}")  # what a page asks the first time of all is not asked again
            questions.clear()
            assert client.get(f"/{town.slug}/energy/{path}").status_code == 200, path
            found[path] = len(questions)
    assert not {path: number for path, number in found.items() if number > QUERIES}, found


def test_by_script(town: Town) -> None:
    settled(town)

    def get(who: str, where: str) -> tuple[int, Any]:
        key = {"Authorization": f"Bearer {town.key(who)}"}
        answer = Client().get(f"/api/{town.slug}/energy/{where}", headers=key)
        return answer.status_code, answer.json()

    with clock.at(datetime(2026, 6, 2, 12, tzinfo=UTC)):
        [one] = get("Ana", "statements")[1]["statements"]
        assert (one["bought_wh"], one["pays_minor"], one["unit"]) == (29_760, 595, "GBP")
        assert get("Tom", f"statements?holder={town.agents['Ana']}")[1]["statements"] == [one]
        assert get("Ben", f"statements?holder={town.agents['Ana']}")[0] == 404
        assert [point["number"] for point in get("Cleo", "points")[1]["points"]] == ["H1", "R1", "S1"]
        assert get("Tom", "months")[1]["months"][0]["key"] == "dynamic"
        assert sum(line["sold_wh"] for line in get("Tom", f"months/{month().public_id}")[1]["lines"]) == 79_360
        assert get("Ana", "months")[0] == get("Ana", "points")[0] == 404
        tried = get("Ana", "keys")[1]
        assert (tried["agreed"], len(tried["keys"]), tried["keys"][0]["saved_minor"]) == ("dynamic", 6, None)
        assert get("Tom", "figures")[1]["worst_month_alone_minor"] is not None
        assert get("Ana", "figures")[1]["shared_wh"] is None
