"""The lab's pages: who finds them, what they show while a study is drawn, and a town's own table."""

import csv
import io
import re
from contextlib import nullcontext
from html import unescape
from random import Random
from typing import Any

import pytest
from django.test import Client
from tests.fixtures.towns import NOON, Town, do
from tests.journeys.mouths import signed_in

from coproduce.economy.comparing import StudyError
from coproduce.web.lab import jobs
from coproduce.web.lab.drawing import Question, part
from coproduce.web.lab.jobs import draw_next
from coproduce.web.lab.models import Draw, Study
from coproduce.web.lab.pages import SAMPLE, _lasts
from coproduce.web.lab.rules import KINDS, Kind, seconds_in_all
from coproduce.web.lab.showing import TITLES
from coproduce.web.lab.tests.test_own_town import live

pytestmark = pytest.mark.django_db

PAGE = "/alder/lab/"


def test_whoever_plans_finds_it(town: Town) -> None:
    assert signed_in(town, "Ana").get(PAGE).status_code == 404
    page = signed_in(town, "Cleo").get(PAGE).content.decode()
    assert "simulated" in page and "Not modelled" in page and "Source:" in page


def form_of(client: Client) -> dict[str, Any]:
    """What the page holds when nothing is changed, small enough to be drawn at once."""
    form = client.get(PAGE).context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {**said, "people": 200, "years": 1}


def drawn(town: Town, draws: int = 30) -> Study:
    """A study with its draws, and parts of each other kind: one of them reckoned, all others a little off."""
    do("lab.ask", town.actor("Cleo"), people=200, years=1)
    study = Study.objects.get()
    asked, chance = Question(200, 1, 1, {}), Random(1)
    many: dict[Kind, int] = {"draw": draws, "depends": 40, "even": 30}
    for kind in KINDS:
        first = part(asked, kind, 0)
        Draw.objects.bulk_create(
            Draw(study=study, kind=kind, number=number, milliseconds=1, result=shaken(first, chance))
            for number in range(many[kind])
        )
    return study


def shaken(said: Any, chance: Random) -> Any:
    """The same with every amount a little off."""
    if isinstance(said, dict):
        return {name: shaken(one, chance) for name, one in said.items()}
    if isinstance(said, (list, tuple)):
        return [shaken(one, chance) for one in said]
    return said * chance.gauss(1, 0.01) if isinstance(said, float) else said


def test_asked_on_the_page_and_read_by_a_stranger(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    asked = cleo.post(PAGE, form_of(cleo))
    assert asked.status_code == 303
    here = asked["Location"]
    waiting = Client().get(here)
    assert waiting["Refresh"] and "Refresh" not in Client().get(f"{here}?still=1")
    assert "The first draw is on its way" in waiting.content.decode()
    assert "The rest takes about" in waiting.content.decode()
    assert "This part is on its way" in Client().get(f"{here}pools/").content.decode()
    assert "still being drawn: 0 of 124" in Client().get(f"{here}report/").content.decode()
    draw_next(Study.objects.get())
    read = Client().get(here).content.decode()
    for words in ("Contracts side by side", "Who pays", "Who carries the load", "carry no sentence", "<svg"):
        assert words in read, words
    assert "reaches nine tenths" not in read, "no sentence of one draw"
    assert "Take this study away" not in read
    assert "simulated" in Client().get(f"{here}?as=csv").content.decode()
    assert len(Client().get(f"{here}?as=json").json()["draws"]) == 1
    assert Client().get(f"{here}remove/").status_code == 302
    assert "cannot be undone" in cleo.get(f"{here}remove/").content.decode() and Study.objects.exists()
    assert cleo.post(f"{here}remove/").status_code == 302
    assert Client().get(here).status_code == 404


@pytest.mark.parametrize("fault", [StudyError("Nobody lives there."), ZeroDivisionError()])
def test_a_study_that_cannot_be_drawn_says_so_and_lets_the_next_be(
    town: Town, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    cleo = signed_in(town, "Cleo")
    here = cleo.post(PAGE, form_of(cleo))["Location"]
    study = Study.objects.get()
    draw_next(study)

    def cannot(*_: object) -> None:
        raise fault

    monkeypatch.setattr(jobs, "part", cannot)
    said = "Nobody lives there." if isinstance(fault, ValueError) else jobs.BROKE
    with nullcontext() if isinstance(fault, ValueError) else pytest.raises(ZeroDivisionError):
        jobs.go_on(NOON)
    read = Client().get(here)
    assert "Refresh" not in read
    assert unescape(said) in unescape(read.content.decode())
    assert "Contracts side by side" in read.content.decode(), "what was drawn stays"
    assert "not drawn to its end" in cleo.get(PAGE).content.decode()
    assert cleo.post(PAGE, form_of(cleo)).status_code == 303
    assert Study.objects.get(finished_at=None) != study


def test_how_long_it_takes_is_said_before(town: Town) -> None:
    page = signed_in(town, "Cleo").get(PAGE).content.decode()
    assert f"take {_lasts(seconds_in_all(1_000, 5, 30))}; the largest study takes" in page


def test_every_part_is_a_page_with_its_tables_as_files(town: Town) -> None:
    study = drawn(town)
    here = f"{PAGE}{study.public_id}/"
    read = Client().get(here).content.decode()
    assert "both together" in read and "under mix" not in read and "carry no sentence" not in read
    for name, title in TITLES.items():
        assert f"{here}{name}/" in read, name
        one = Client().get(f"{here}{name}/").content.decode()
        assert str(title) in one and "<table" in one and "Not modelled" in one
        files = re.findall(r"as=csv&amp;table=(\d+)", one)
        assert files, name
        for place in files:
            rows = list(
                csv.reader(io.StringIO(Client().get(f"{here}{name}/?as=csv&table={place}").content.decode("utf-8-sig")))
            )
            assert len(rows) > 2 and len({len(row) for row in rows}) == 1 and rows[1][-1] == "simulated"
    assert Client().get(f"{here}pools/?as=csv&table=9").status_code == 404
    assert Client().get(f"{here}hope/").status_code == 404


def test_what_the_answer_depends_on_always_lists_what_is_ours(town: Town) -> None:
    here = f"{PAGE}{drawn(town, 1).public_id}/"
    depends = Client().get(f"{here}depends/").content.decode()
    for words in ("(ω)", "Our table of needs: money, time", "Who lives there, and luck", "With others"):
        assert depends.count(words) >= 4, words
    even = Client().get(f"{here}even/").content.decode()
    assert re.search("Better only if|Better in at least half|Not better in half|Neither better nor worse", even)
    assert "Wages: the employer" in Client().get(f"{here}pays/").content.decode()
    assert "Brokers: the employer" not in Client().get(f"{here}pays/").content.decode()


def test_the_report_says_all_of_it_and_how_to_get_it_again(town: Town) -> None:
    here = f"{PAGE}{drawn(town).public_id}/"
    told = Client().get(f"{here}report/").content.decode()
    whole = Client().get(f"{here}report/?whole=1").content.decode()
    assert told.count('class="fold no-print"') == told.count("<details") - 1 and 'class="fold no-print"' not in whole
    for words in (*map(str, TITLES.values()), "Not modelled", "Cite it as", "Source", "becomes_active",
                  "coproduce economy compare --people 200 --years 1 --draws 30 --seed 1"):  # fmt: skip
        assert words in told, words


def test_my_own_town_is_drawn_from_its_table(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    said = {**form_of(cleo), "place": "table"}
    wrong = cleo.post(PAGE, {**said, "table": SAMPLE.replace("540", "many")})
    assert wrong.status_code == 422 and "Row 4, people" in wrong.content.decode()
    assert "0.5" in wrong.content.decode(), "what was typed is kept"
    asked = cleo.post(PAGE, {**said, "table": SAMPLE})
    study = Study.objects.get()
    assert study.age_sex[:4] == [486, 504, 690, 670] and len(study.age_sex) == 12
    assert "a town of 8,080 adults" in Client().get(asked["Location"]).content.decode()


def test_our_own_ties_can_be_asked_for_by_who_may_read_them(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    assert "place" in cleo.get(f"{PAGE}?place=own&drops_out=0.004").context["form"].initial
    assert 'value="0.004"' in cleo.get(f"{PAGE}?place=own&drops_out=0.004").content.decode()
    none = cleo.post(PAGE, {**form_of(cleo), "place": "own"})
    assert none.status_code == 422 and "Too few members have helped" in none.content.decode()
    live(town)
    assert cleo.post(PAGE, {**form_of(cleo), "place": "own"}).status_code == 303
    study = Study.objects.get()
    assert study.people == 69 and "pairs who helped" in Client().get(f"{PAGE}{study.public_id}/").content.decode()


def test_a_fine_number_is_asked_as_it_was_written(town: Town) -> None:
    """Word of mouth is counted in ten-thousandths: rounded to thousandths, half of one would be none."""
    cleo = signed_in(town, "Cleo")
    asked = cleo.post(PAGE, {**form_of(cleo), "outreach": "0.0005"})
    assert Study.objects.get().numbers == {"outreach": 0.0005}
    assert "over one year" in Client().get(asked["Location"]).content.decode()


def test_a_number_out_of_range_is_said_beside_it(town: Town) -> None:
    assert signed_in(town, "Cleo").post(PAGE, {"people": 5}).status_code == 422


def test_another_town_has_no_such_study(towns: tuple[Town, Town]) -> None:
    do("lab.ask", towns[0].actor("Cleo"))
    study = Study.objects.get().public_id
    assert Client().get(f"/{towns[1].slug}/lab/{study}/").status_code == 404


def test_a_towns_table(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    assert "made-up town" in cleo.get(f"{PAGE}town/").content.decode()
    sample = cleo.post(f"{PAGE}town/", {"table": SAMPLE}).content.decode()
    assert "hours a week" in sample and "made-up town" in sample
    own = cleo.post(f"{PAGE}town/", {"table": SAMPLE.replace("540", "541")}).content.decode()
    assert "hours a week" in own and "made-up town" not in own
    wrong = cleo.post(f"{PAGE}town/", {"table": SAMPLE.replace("540", "many")})
    assert wrong.status_code == 422
    assert "Row 4, people" in wrong.content.decode()
    table = cleo.post(f"{PAGE}town/", {"table": SAMPLE, "csv": "1"})
    assert table["Content-Type"].startswith("text/csv") and len(table.content.decode().splitlines()) > 5
