"""The lab's pages: who finds them, what they show while a study is drawn, and a town's own table."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.fixtures.towns import Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.web.lab.jobs import draw_next
from coproduce.web.lab.models import Study
from coproduce.web.lab.pages import SAMPLE

pytestmark = pytest.mark.django_db

PAGE = "/alder/lab/"


def test_whoever_plans_finds_it(town: Town) -> None:
    assert signed_in(town, "Ana").get(PAGE).status_code == 404
    page = signed_in(town, "Cleo").get(PAGE).content.decode()
    assert "simulated" in page and "Not modelled" in page and "Source:" in page


def test_asked_on_the_page_and_read_by_a_stranger(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    form = cleo.get(PAGE).context["form"]
    said = {name: field.initial for name, field in form.fields.items()} | {"request_id": form["request_id"].value()}
    asked = cleo.post(PAGE, {**said, "people": 200, "years": 1})
    assert asked.status_code == 303
    waiting = Client().get(asked["Location"])
    assert waiting["Refresh"] and "Refresh" not in Client().get(f"{asked['Location']}?still=1")
    assert "The first draw is on its way" in waiting.content.decode()
    assert "The rest takes about a minute" in waiting.content.decode()
    draw_next(Study.objects.get())
    read = Client().get(asked["Location"]).content.decode()
    for words in ("Contracts side by side", "Who pays", "Who carries the load", "carry no sentence", "<svg"):
        assert words in read, words
    assert "Take this study away" not in read
    assert "simulated" in Client().get(f"{asked['Location']}?as=csv").content.decode()
    assert len(Client().get(f"{asked['Location']}?as=json").json()["draws"]) == 1
    assert cleo.post(f"{asked['Location']}remove/").status_code == 302
    assert Client().get(asked["Location"]).status_code == 404


def test_how_long_it_takes_is_said_before_and_then_by_the_draws_there_are(town: Town) -> None:
    assert "the largest study takes about 6 minutes" in signed_in(town, "Cleo").get(PAGE).content.decode()
    do("lab.ask", town.actor("Cleo"), people=200, years=1)
    study = Study.objects.get()
    draw_next(study)
    Study.objects.update(asked_at=clock.now() - timedelta(seconds=100))
    assert "about 49 minutes" in Client().get(f"{PAGE}{study.public_id}/").content.decode()


def test_thirty_draws_are_said_in_words_with_the_names_a_page_gives_contracts(town: Town) -> None:
    do("lab.ask", town.actor("Cleo"), people=200, years=1)
    study = Study.objects.get()
    for _ in range(30):
        draw_next(study)
    read = Client().get(f"{PAGE}{study.public_id}/").content.decode()
    assert "both together" in read and "under mix" not in read and "carry no sentence" not in read
    assert "Wages: the employer" in read and "Brokers: the employer" not in read


def test_a_fine_number_is_asked_as_it_was_written(town: Town) -> None:
    """Word of mouth is counted in ten-thousandths: rounded to thousandths, half of one would be none."""
    cleo = signed_in(town, "Cleo")
    form = cleo.get(PAGE).context["form"]
    said = {name: field.initial for name, field in form.fields.items()} | {"request_id": form["request_id"].value()}
    asked = cleo.post(PAGE, {**said, "people": 200, "years": 1, "outreach": "0.0005"})
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
