"""What changed, on pages: for whom, in which size, and nothing of few; a plan is asked for one question at a time."""

import io
import zipfile
from dataclasses import asdict
from typing import Any

import pytest
from django.test import Client
from tests.fixtures.towns import Town, told
from tests.journeys.mouths import signed_in

from coproduce.community.evidence.actions.rows import RowSaid
from coproduce.community.evidence.models import Plan, ReportPart
from coproduce.community.evidence.tests.made import people, planned

pytestmark = pytest.mark.django_db

PAGE = "/alder/evidence/"

STEPS: dict[str, dict[str, Any]] = {
    "question": {"question": "Do fewer go back?"},
    "who": {"who": "everybody who leaves"},
    "offer": {"offer": "a visit"},
    "compared_with": {"compared_with": "a letter"},
    "time_zero": {"time_zero": "leaving"},
    "outcome": {"outcome": "back in hospital"},
    "follow_up_days": {"follow_up_days": "30"},
    "analysis": {"analysis": "weighed"},
    "covariates": {"covariates": "age, sex"},
    "window": {"from_on": "2026-12-01", "until_on": "2027-11-30"},
    "shares": {"share_without": "15", "share_with": "12"},
    "a_year": {"a_year": "400"},
}


def studied(town: Town, effect: float, **more: Any) -> Plan:
    made = told("evidence.plan", town.actor("Cleo"), **planned(**more))
    rows = tuple(RowSaid(plan=made.seal, **asdict(row)) for row in people(600, effect=effect))
    told("evidence.bring_rows", town.actor("Cleo"), rows=rows)
    return Plan.objects.get(public_id=made.id)


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_a_plan_is_asked_for_one_question_a_page_with_what_it_takes_beside(town: Town) -> None:
    cleo = signed_in(town, "Cleo")
    assert signed_in(town, "Ana").get(f"{PAGE}new/").status_code == 404
    at = cleo.get(f"{PAGE}new/")["Location"]
    for step, said in STEPS.items():
        assert at.endswith(f"/{step}/"), at
        if step == "a_year":
            assert "2031 people on each side" in read(cleo, at).replace(",", "") and "too small to know" in read(
                cleo, at
            )
        if step == "covariates":
            wrong = cleo.post(at, {"covariates": "age, visits"})
            assert wrong.status_code == 422 and "age, visits" in wrong.content.decode()
        at = cleo.post(at, said)["Location"]
    check = read(cleo, at)
    assert "alone about 10 years; with nine more sites about 1 year" in check and "too small to know" in check
    done = cleo.get(cleo.post(at)["Location"]).content.decode()
    plan = Plan.objects.get()
    assert plan.seal in done and (plan.kind, plan.covariates) == ("weighed", ["age", "sex"])
    assert "Not yet" in read(cleo, f"{PAGE}{plan.public_id}/")


def test_gain_nothing_and_harm_stand_in_one_size(town: Town) -> None:
    studied(town, -0.2, question="Gain?")
    studied(town, 0.0, question="Nothing?", follow_up_days=29)
    studied(town, 0.2, question="Harm?", follow_up_days=28)
    page = read(signed_in(town, "Kim"), PAGE)
    assert page.count('class="figure-of"') == 4
    for words in ("fewer in 100", "We cannot tell", "more in 100", "No difference at all is still inside"):
        assert words in page, words


def test_below_d_it_says_that_it_cannot_tell_why(town: Town) -> None:
    row = studied(town, -0.2, analysis="compared")
    page = read(signed_in(town, "Ana"), f"{PAGE}{row.public_id}/")
    assert "This design cannot tell why" in page and "Design C" in page and "Go on" not in page
    assert "Plan a study" not in read(signed_in(town, "Ana"), PAGE)


def test_a_study_has_a_table_beside_its_drawing_and_saves(town: Town) -> None:
    row, cleo = studied(town, -0.1, analysis="weighed", covariates=("age", "sex")), signed_in(town, "Cleo")
    page = read(cleo, f"{PAGE}{row.public_id}/")
    assert '<svg class="chart' in page and "Are they alike now?" in page and row.seal in page
    lines = read(cleo, f"{PAGE}{row.public_id}/?as=csv").splitlines()
    assert len(lines) == 4 and ",D," in lines[-1]
    assert row.seal in read(cleo, f"{PAGE}{row.public_id}/?as=plan")
    places = read(cleo, f"{PAGE}{row.public_id}/places/")
    assert "Under 5 places" in places and "with nine more sites" in places
    assert row.seal in read(cleo, f"{PAGE}{row.public_id}/places/?as=counts")


def test_not_said_stands_on_every_page_of_groups(town: Town) -> None:
    for path in (PAGE, f"{PAGE}report/"):
        assert "not said" in read(signed_in(town, "Kim"), path).lower()


def test_the_report_has_eleven_parts_and_goes_as_a_bundle(town: Town) -> None:
    studied(town, -0.2)
    cleo, part = signed_in(town, "Cleo"), f"{PAGE}report/harms/"
    form = cleo.get(part).context["forms"]["say"]
    assert cleo.post(part, {"what": "say", "request_id": form["request_id"].value(), "words": " "}).status_code == 422
    done = cleo.post(part, {"what": "say", "request_id": form["request_id"].value(), "words": "Two visits were late."})
    assert (done.status_code, done["Location"]) == (303, f"{PAGE}report/")
    assert ReportPart.objects.get().words == "Two visits were late."
    page = read(signed_in(town, "Kim"), f"{PAGE}report/")
    assert [f"{number}. " in page for number in range(1, 12)] == [True] * 11
    assert "Two visits were late." in page and "Go on" in page
    assert signed_in(town, "Kim").get(part).status_code == 404
    with zipfile.ZipFile(io.BytesIO(cleo.get(f"{PAGE}report/?as=tables").content)) as bundle:
        assert {"dictionary.csv", "figures.csv", "about.csv"} <= set(bundle.namelist())
        assert "coproduce 0" in bundle.read("about.csv").decode()


def test_made_up_people_are_said_to_be(town: Town) -> None:
    studied(town, -0.2)
    community = town.community
    community.is_demo = True
    community.save()
    cleo = signed_in(town, "Cleo")
    for path in (PAGE, f"{PAGE}report/", f"{PAGE}{Plan.objects.get().public_id}/"):
        assert '<span class="badge">demo</span>' in read(cleo, path)
    assert all(line.endswith("demo") for line in read(cleo, f"{PAGE}?as=csv").splitlines()[1:])
