"""What a hospital sends: taken with a yes and not without, once however often it comes, and answered to who asked."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.fixtures.shared import real
from tests.fixtures.towns import NOON
from tests.journeys.mouths import signed_in

from coproduce.arenas.care.actions.opening import MAY_BE_SAME
from coproduce.arenas.care.imports import bring
from coproduce.arenas.care.models import Case
from coproduce.arenas.care.queries.tasks import tasks
from coproduce.arenas.care.tests.town import Ward
from coproduce.community.base import clock
from coproduce.community.base.models import Outbox
from coproduce.community.people.models import Agent, Community, Consent
from coproduce.core.refusal import Refusal
from coproduce.interop.tests.test_synthea import patient, reference_day

pytestmark = pytest.mark.django_db

HEAD = "external_id,full_name,phone,discharge_at,consent_c1_at,red_flag_text,diagnosis\n"
GOOD = HEAD + (
    "H1,Ida Vale,01632 960 220,2026-11-16 09:30,2026-11-16 08:00,Ring the ward,Hip\n"
    "H2,Ivo Moor,01632 960 221,2026-11-16 10:00,,,Heart\n"
    "H3,Ira Dell,,2026-11-15 10:00,2026-11-15 08:00,,\n"
)  # fmt: skip


def test_a_list_takes_who_said_yes_and_keeps_nothing_of_the_rest(ward: Ward) -> None:
    cleo = ward.town.actor("Cleo")
    found = bring(cleo, GOOD.encode(), "ward.csv", b"", uuid4())
    assert (len(found.taken), found.known, [one.row for one in found.faults]) == (2, 0, [3])
    assert "diagnosis" in found.ignored_columns
    assert not Agent.objects.filter(name="Ivo Moor").exists()
    row = Case.objects.get(source_ref="discharge H1")
    assert (row.state, row.channel, row.red_flags) == ("requested", "file", "Ring the ward")
    assert list(Consent.objects.filter(agent=row.agent).values_list("scope", flat=True)) == ["C1"]
    assert "Hip" not in str(Case.objects.values())
    again = bring(cleo, GOOD.encode(), "ward.csv", b"", uuid4())
    assert (len(again.taken), again.known) == (0, 2)


@pytest.mark.parametrize(
    ("name", "phone", "is_shown"),
    [
        ("  ida  KANARI ", "", True),
        ("I. Kanari", "+44 1632 960200", True),
        ("Ivo Moor", "01632 960 201", False),
        ("Ben kanari", "", True),
    ],
)
def test_who_may_be_here_twice_is_shown_and_never_made_one(ward: Ward, name: str, phone: str, is_shown: bool) -> None:
    """A card was opened for Ida; then a hospital's list comes. Ben is a member, and was never visited."""
    opened = ward.home()
    said = {"external_id": "H1", "name": name, "phone": phone, "home_at": NOON - timedelta(days=1), "says": ("C1",)}
    listed = ward.done("Cleo", "care.take_discharge", **said).case
    assert ward.case(listed).agent_id != ward.case(opened).agent_id, "two records until somebody has asked"
    told = Outbox.objects.filter(template=MAY_BE_SAME).values_list("to_agent", flat=True)
    assert set(told) == ({ward.agent("Dee").pk, ward.agent("Cleo").pk} if is_shown else set())
    page = signed_in(ward.town, "Dee").get(f"/{ward.town.slug}/care/person/{listed}/")
    assert [one.name for one in page.context["same"]] == (
        [] if not is_shown else ["Ben kanari"] if name.startswith("Ben") else ["Ida kanari"]
    )
    assert (b"May be here twice" in page.content) is is_shown
    back = signed_in(ward.town, "Dee").get(f"/{ward.town.slug}/care/person/{opened}/")
    assert bool(back.context["same"]) is (is_shown and not name.startswith("Ben"))


def test_one_who_is_visited_already_has_a_second_card(ward: Ward) -> None:
    case = ward.home()
    ida = ward.case(case).agent.public_id
    said = {"card": ward.card(), "member": ida, "says": ("C1",), "channel": "phone"}
    again = ward.done("Cleo", "open_case", **said).case
    page = signed_in(ward.town, "Dee").get(f"/{ward.town.slug}/care/person/{again}/")
    assert [(one.member, one.case) for one in page.context["same"]] == [(ida, case)]


def test_the_verb_asks_for_a_yes_and_a_day_that_was(ward: Ward) -> None:
    said = {"external_id": "H9", "name": "Ida", "home_at": NOON, "says": ("C1",)}
    for change, code in (
        ({"says": ()}, "NO_YES"),
        ({"external_id": " "}, "MISSING"),
        ({"says": ("C1", "C9")}, "NO_YES"),
    ):
        refused = ward.do("Cleo", "care.take_discharge", **{**said, **change})
        assert isinstance(refused, Refusal) and refused.code == code
    with clock.at(NOON.replace(hour=11)):
        assert ward.do("Cleo", "care.take_discharge", **said).code == "IN_THE_FUTURE"
    assert ward.do("Tom", "care.take_discharge", **said).code == "NOT_ALLOWED"
    assert not ward.done("Cleo", "care.take_discharge", **said).is_known


def test_the_hospital_is_answered_where_they_said_yes_to_it(ward: Ward) -> None:
    task = '{"id": "t1", "focus": "ServiceRequest/1", "for_": "Patient/1", "authored_on": "2026-11-17T09:00:00Z"}'
    said = {"external_id": "H9", "name": "Ida", "home_at": NOON, "says": ("C1", "C3"), "task": task}
    case = ward.done("Cleo", "care.take_discharge", **said).case
    other = ward.done("Cleo", "care.take_discharge", **{**said, "external_id": "H10", "says": ("C1",)}).case
    ward.done("Dee", "triage", case=case, takes=True)
    [found] = tasks(ward.town.actor("Cleo"))
    assert (found["id"], found["status"], found["for"]) == ("t1", "accepted", {"reference": "Patient/1"})
    ward.done("Dee", "move_case", case=case, to="cancelled", reason="She quarrels with her son")
    [found] = tasks(ward.town.actor("Cleo"))
    assert found["status"] == "cancelled" and "quarrels" not in str(found)
    assert tasks(ward.town.actor("Ana")) == []
    again = tasks(ward.town.actor("Cleo"), NOON)
    assert again == [found], "taken twice it is the same"
    with clock.at(NOON + timedelta(hours=1)):
        later = ward.town.actor("Cleo")
        assert tasks(later, NOON + timedelta(minutes=1)) == []
        other = ward.case(other).agent.public_id
        ward.done("Cleo", "people.consent", member=other, scope="C3", channel="spoken")
        assert [one["status"] for one in tasks(later, NOON + timedelta(minutes=1))] == ["requested"]
        ward.done("Cleo", "people.withdraw_consent", member=other, scope="C3")
    file = signed_in(ward.town, "Dee").get(f"/{ward.town.slug}/care/discharges/answers/")
    assert [one["resource"] for one in file.json()["entry"]] == [found]
    assert signed_in(ward.town, "Ana").get(f"/{ward.town.slug}/care/discharges/answers/").status_code == 404
    key = ward.town.key("Cleo")
    answer = Client().get(f"/api/{ward.town.slug}/care/tasks", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200 and answer.json()["items"][0]["id"] == "t1"


def test_the_answer_says_whether_they_were_visited_and_what_is_made_up(ward: Ward) -> None:
    task = '{"id": "t1", "focus": "ServiceRequest/1", "for_": "Patient/1", "authored_on": ""}'
    said = {"external_id": "H9", "name": "Ivo", "home_at": NOON, "says": ("C1", "C2", "C3"), "task": task}
    case = ward.done("Cleo", "care.take_discharge", **said).case
    ward.matched(case)
    ward.visited(case)
    [found] = tasks(ward.town.actor("Cleo"))
    assert found["status"] == "in-progress" and "meta" not in found
    assert found["output"] == [{"type": {"text": "First visit"}, "valueString": "2026-11-17"}]
    Community.objects.update(is_demo=True)
    assert "demo" in str(tasks(ward.town.actor("Cleo")))


def test_the_page_takes_a_file_and_names_what_to_mend(ward: Ward) -> None:
    address = f"/{ward.town.slug}/care/discharges/"
    cleo = signed_in(ward.town, "Cleo")
    sent = {"request_id": uuid4(), "list": SimpleUploadedFile("ward.csv", GOOD.encode(), "text/csv")}
    page = cleo.post(address, sent)
    assert page.status_code == 200 and b"2 were taken; 0 were known already" in page.content
    assert b"Ivo Moor" not in page.content and b"Left out: diagnosis" in page.content
    assert signed_in(ward.town, "Ana").get(address).status_code == 404


def test_synthea_is_refused_without_a_yes_and_with_one_the_living_come_and_the_dead_never(ward: Ward) -> None:
    """Each on its own stated day: when its last stay in hospital ended."""
    cleo, came = ward.town.actor("Cleo"), 0
    for file in sorted(real("synthea_fhir_r4").glob("*.json")):
        with clock.at(reference_day(file)):
            alone = bring(cleo, file.read_bytes(), file.name, b"", uuid4())
            assert not alone.taken and {one.code for one in alone.faults} <= {"NO_CONSENT", "DIED"}
            number = next(one["value"] for one in patient(file)["identifier"] if "hospital" in one["system"])
            yes = f"external_id,scope,given_at,channel\n{number},C1,{reference_day(file).isoformat()},spoken"
            found = bring(cleo, file.read_bytes(), file.name, yes.encode(), uuid4())
        lives = "deceasedDateTime" not in patient(file)
        assert len(found.taken) == lives, (file.name, found.faults)
        came += lives
    assert Case.objects.count() == came > 0
