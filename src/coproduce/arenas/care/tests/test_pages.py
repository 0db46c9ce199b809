"""The pages of visiting, as whoever they are for reads and fills them in."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.fixtures.towns import NOON, TODAY
from tests.journeys.mouths import signed_in

from coproduce.arenas.care.models import CardBatch, Case, Flag, Visit
from coproduce.arenas.care.rules import as_printed
from coproduce.arenas.care.rules.checklist import Answer
from coproduce.arenas.care.tests.town import Ward
from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow
from coproduce.community.people.models import Membership

pytestmark = pytest.mark.django_db


def url(ward: Ward, path: str = "") -> str:
    return f"/{ward.town.slug}/care/{path}"


#: What each page of a card asks.
ASKED = {
    "card": ("card",),
    "who": ("name", "phone", "opened_by"),
    "home": ("home_on", "address", "neighbourhood", "wish"),
    "yes": ("C1", "C2", "C7"),
    "check": (),
}


def opens(ward: Ward, who: Client | None = None, **change: str) -> Any:
    """Open a card page by page, as far as it goes: the last answer."""
    said = {"card": ward.card(), "opened_by": "", "name": "Ida Vale", "phone": "01632 960 201",
            "home_on": str(TODAY - timedelta(days=1)), "address": "3 Mill Lane", "neighbourhood": "", "wish": "",
            "C1": "on", "C2": "on", "C7": "on", **change}  # fmt: skip
    client = who or Client()
    answer = client.get(url(ward, "card/"), follow=True)
    while answer.status_code == 200 and (step := answer.request["PATH_INFO"].split("/")[-2]) != "done":
        before = answer.request["PATH_INFO"]
        answer = client.post(before, {name: said[name] for name in ASKED[step]}, follow=True)
        if answer.request["PATH_INFO"] == before:
            break
    return answer


def test_anybody_opens_a_card_without_signing_in(ward: Ward) -> None:
    assert b"We ring you" in opens(ward).content
    row = Case.objects.get()
    assert (row.state, row.channel, row.agent.name, row.agent.membership.roles) == (
        "requested", "page", "Ida Vale", ["visited"],
    )  # fmt: skip


def test_the_number_that_is_typed_is_shown_as_it_stands_on_the_card(ward: Ward) -> None:
    number, one = ward.card(), Client()
    page = one.get(url(ward, "card/"), {"card": number.lower().replace("-", " ")}, follow=True)
    for said in ({"name": "Ida", "phone": "01632 960 201", "opened_by": "Mia"}, dict.fromkeys(ASKED["home"], "")):
        page = one.post(page.request["PATH_INFO"], said, follow=True)
    assert b"Is this right?" in page.content and as_printed(number).encode() in page.content


def test_what_a_stranger_typed_is_gone_once_it_is_sent_and_in_an_hour_if_it_never_is(ward: Ward) -> None:
    one = Client()
    answer = opens(ward, one)
    assert b"We ring you" in answer.content
    assert "Ida Vale" not in str(dict(one.session)) and "960 201" not in str(dict(one.session))
    check = answer.request["PATH_INFO"].replace("done", "check")
    assert b"Ida Vale" not in one.get(check, follow=True).content
    other = Client()
    other.get(url(ward, "card/"))
    assert other.session.get_expiry_age() <= 3600
    other.force_login(ward.town.account("Tom"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert other.session.get_expiry_age() > 3600, "who signs in stays as long as everybody does"


def test_an_unknown_day_is_said_and_counted_from_today(ward: Ward) -> None:
    assert b"we count from today" in opens(ward, home_on="").content
    assert Case.objects.get().first_visit_due_at == NOON + timedelta(hours=72)


def test_a_daughter_opens_it_and_the_person_is_asked_themselves(ward: Ward) -> None:
    assert b"We ring you" in opens(ward, opened_by="Her daughter Mia").content
    row = Case.objects.get()
    assert (row.state, row.opened_by_words) == ("draft", "Her daughter Mia"), "nobody says yes for another"


def test_used_and_unknown_cards_are_answered_alike_and_what_is_misread_is_said(ward: Ward) -> None:
    used = ward.card()
    opens(ward, card=used)
    again, unknown = opens(ward, card=used), opens(ward, card="22222-22222")
    misread = opens(ward, card="22222-22223")
    assert b"This card cannot be opened" in again.content and b"This card cannot be opened" in unknown.content
    assert b"That is not the number of a card" in misread.content
    assert Case.objects.count() == 1


def test_guessing_is_slow(ward: Ward) -> None:
    one = Client()
    for _ in range(5):
        opens(ward, one, card="22222-22222")
    assert b"tried many times" in opens(ward, one).content
    assert not Case.objects.exists()


def test_the_desk_says_how_it_came_and_for_whom_it_knows(ward: Ward) -> None:
    dee, kim = signed_in(ward.town, "Dee"), ward.town.agents["Kim"]
    number = ward.card()
    answer = dee.get(url(ward, f"card/?member={kim}"), follow=True)
    for said in (
        {"card": number, "channel": "phone"},
        {"home_on": "", "address": "", "wish": "", "red_flags": ""},
        {"C1": "on", "C2": "", "C7": ""},
        {},
    ):
        answer = dee.post(answer.request["PATH_INFO"], said, follow=True)
    row = Case.objects.get()
    assert (row.agent.public_id, row.channel) == (kim, "phone")
    assert url(ward, f"person/{row.public_id}/").encode() in answer.content


def test_every_page_opens_for_whom_it_is(ward: Ward) -> None:
    case = ward.home()
    ward.matched(case)
    visit = ward.visited(case)
    ward.done("Ana", "write_answers", visit=visit, answers=(Answer("HEAT", "urgent", "Cold"),))
    batch = CardBatch.objects.latest("pk").public_id
    cleo, ana, tom = (signed_in(ward.town, who) for who in ("Cleo", "Ana", "Tom"))
    for path in ("", "list/", "list/?as=csv", "cards/", f"cards/{batch}/", f"person/{case}/", "visitors/", "chain/",
                 f"visit/{visit}/", f"visit/{visit}/paper/", f"visitors/{ward.town.agents['Ana']}/",
                 *(f"person/{case}/{what}/" for what in ("plan", "call", "rest", "close", "end", "find"))):  # fmt: skip
        assert cleo.get(url(ward, path)).status_code == 200, path
    for path in (
        "",
        f"visit/{visit}/",
        f"visit/{visit}/paper/",
        f"person/{case}/plan/",
        f"person/{case}/call/",
        "chain/",
    ):
        assert ana.get(url(ward, path)).status_code == 200, path
    for path in ("list/", "cards/", f"cards/{batch}/", f"person/{case}/", "visitors/", f"visit/{visit}/",
                 f"person/{case}/plan/", f"person/{case}/close/"):  # fmt: skip
        assert tom.get(url(ward, path)).status_code == 404, path


def test_a_visit_on_the_phone_from_door_to_door(ward: Ward) -> None:
    case = ward.home()
    ward.matched(case)
    visit = ward.planned(case)
    ana = signed_in(ward.town, "Ana")
    page = url(ward, f"visit/{visit}/")
    assert b"3 Mill Lane" in ana.get(page).content
    ana.post(f"{page}press/", {"do": "in", "request_id": uuid4()})
    with clock.at(NOON + timedelta(minutes=40)):
        said = {"request_id": uuid4(), "answer_0": "urgent", "words_0": "No heating", "answer_2": "fine"}
        assert ana.post(f"{page}answers/", said).status_code == 302
        ana.post(f"{page}press/", {"do": "out", "request_id": uuid4()})
    row = Visit.objects.get()
    assert row.answers["HEAT"] == ["urgent", "No heating"] and row.answers["FOOD"] == ["fine", ""]
    assert row.answers["POWER"] == ["not asked", ""] and row.checked_out_at and Flag.objects.count() == 1


def test_the_address_is_gone_the_moment_it_is_taken_back(ward: Ward) -> None:
    case = ward.home()
    ward.matched(case)
    visit = ward.planned(case)
    ida = ward.case(case).agent.public_id
    ward.done("Cleo", "people.withdraw_consent", member=ida, scope="C2")
    page = signed_in(ward.town, "Ana").get(url(ward, f"visit/{visit}/")).content
    assert b"3 Mill Lane" not in page and b"01632 960 200" in page


def test_the_address_stands_there_from_the_day_before_until_they_have_left(ward: Ward) -> None:
    case = ward.home()
    ward.matched(case)
    visit = ward.planned(case, starts_at=NOON + timedelta(days=3))
    ana = signed_in(ward.town, "Ana")
    page = url(ward, f"visit/{visit}/")
    assert b"3 Mill Lane" not in (early := ana.get(page).content) and b"from the day before" in early
    with clock.at(NOON + timedelta(days=2, hours=1)):
        assert b"3 Mill Lane" in ana.get(page).content
    with clock.at(NOON + timedelta(days=5)):
        assert b"3 Mill Lane" not in ana.get(page).content


def test_who_does_not_come_out_is_rung_step_by_step(ward: Ward) -> None:
    """The two who went read of each other, the desk the steps; before it is late nobody reads a telephone."""
    case = ward.home()
    ward.matched(case)
    for name, phone in (("Ana", "01632 960 301"), ("Ben", "01632 960 302")):
        Membership.objects.filter(agent=ward.agent(name)).update(phone=phone)
    page = url(ward, f"visit/{ward.visited(case)}/")
    dee, ben = signed_in(ward.town, "Dee"), signed_in(ward.town, "Ben")
    assert b"960 301" not in dee.get(page).content
    with clock.at(NOON + timedelta(minutes=75)):
        desk, along = dee.get(page).content, ben.get(page).content
        assert b"960 301" in desk and b"960 302" in desk and b"960 200" in desk and b"ring <a href" in desk
        assert b"960 301" in along and b"960 302" not in along and b"Send two" not in along
        assert b"They have left" in desk
        dee.post(f"{page}press/", {"do": "out", "request_id": uuid4()})
        assert b"was to be over" not in dee.get(page).content


def test_what_was_opened_by_mistake_is_said_and_stays_so(ward: Ward) -> None:
    case = ward.home()
    dee, page = signed_in(ward.town, "Dee"), url(ward, f"person/{case}/")
    assert b"written down by mistake" in dee.get(page).content
    assert dee.post(f"{page}mistake/", {"reason": "Another Ida", "request_id": uuid4()}).status_code == 302
    assert ward.case(case).state == "entered-in-error"
    after = dee.get(page).content
    assert b"Written down by mistake" in after and b"/mistake/" not in after


def test_whoever_reads_is_written_down_and_shown_to_the_person(ward: Ward) -> None:
    case = ward.home()
    signed_in(ward.town, "Cleo").get(url(ward, f"person/{case}/"))
    row = ward.case(case)
    reading = AuditRow.objects.filter(kind=AuditRow.READ, verb="care.read_visits").latest("pk")
    assert row.agent_id in reading.subjects and reading.agent_id == ward.agent("Cleo").pk


def test_a_paper_typed_in_days_later_keeps_both_days(ward: Ward) -> None:
    case = ward.home()
    ward.matched(case)
    visit = ward.visited(case)
    with clock.at(NOON + timedelta(days=5)):
        said = {"request_id": uuid4(), "answer_0": "fine", "observed_at": "2026-11-17T12:20"}
        answer = signed_in(ward.town, "Cleo").post(url(ward, f"visit/{visit}/answers/"), said)
        assert answer.status_code == 302, answer.content
    row = ward.visit(visit)
    assert (row.observed_at, row.recorded_at, row.mode) == (
        NOON + timedelta(minutes=20), NOON + timedelta(days=5), "paper",
    )  # fmt: skip


def test_a_person_chooses_and_says_that_they_are_well_on_their_own_page(ward: Ward) -> None:
    case = ward.done("Cleo", "open_case", card=ward.card(), member=ward.town.agents["Tom"], says=("C1", "C2", "C7"),
                     channel="post", home_on=TODAY - timedelta(days=29)).case  # fmt: skip
    ward.done("Dee", "triage", case=case, takes=True)
    ward.done("Dee", "propose_visitors", case=case)
    tom = signed_in(ward.town, "Tom")
    assert b"Who shall come?" in tom.get(url(ward)).content
    tom.post(url(ward, "choose/"), {"request_id": uuid4(), "visitor": str(ward.town.agents["Ana"])})
    assert ward.case(case).asked_id == ward.agent("Ana").pk
    ana = signed_in(ward.town, "Ana")
    assert b"would like you to visit" in ana.get(url(ward)).content
    ana.post(url(ward, "say/"), {"do": "yes", "about": case, "request_id": uuid4()})
    visit = ward.visited(case)
    with clock.at(NOON + timedelta(minutes=40)):
        ward.done("Ana", "check_out", visit=visit)
    page = tom.get(url(ward)).content
    assert b"you can say here that you are well again" in page and b"I am well again" not in page
    Case.objects.update(home_on=TODAY - timedelta(days=30))
    assert b"I am well again" in tom.get(url(ward)).content
    ask = tom.get(url(ward)).context["ask"]
    tom.post(url(ward, "say/"), {"do": "well", "about": ask.public_id, "request_id": uuid4()})
    ask.refresh_from_db()
    assert ask.state == "ready"


def test_the_desk_does_each_thing_on_a_page_of_its_own(ward: Ward) -> None:
    case = ward.home()
    dee = signed_in(ward.town, "Dee")

    def press(what: str, **said: object) -> int:
        return dee.post(url(ward, f"person/{case}/{what}/"), {"request_id": uuid4(), **said}).status_code

    assert press("not", reason="") == 422
    assert press("take-on", risk_note="") == 302
    assert press("find") == 302
    assert press("choose", visitor=str(ward.town.agents["Ana"])) == 302
    assert press("no") == 302 and press("yes") == 302
    assert ward.case(case).visitor_id == ward.agent("Ben").pk
    assert press("plan", starts_at="2026-11-17T12:00", minutes=60, kind="home", companion="") == 422
    along = str(ward.town.agents["Ana"])
    assert press("plan", starts_at="2026-11-17T12:00", minutes=60, kind="home", companion=along) == 302
    assert press("call", minutes=5, answer_0="needs a hand") == 302
    flag: UUID = Flag.objects.get().public_id
    assert (
        press("seen", flag=flag) == 302 and press("over", flag=flag, done="Rang the landlord", outcome="seen to") == 302
    )
    assert press("end", reason="Moved away") == 302
    assert ward.case(case).state == "cancelled"


def test_no_member_reads_who_is_visited(ward: Ward) -> None:
    """Not in the list of people, not on a page of their own; the desk does."""
    ida = ward.case(ward.home()).agent
    for who, reads in (("Tom", False), ("Rae", False), ("Cleo", True)):
        page = signed_in(ward.town, who).get(f"/{ward.town.slug}/people/", {"q": "Ida"}).content
        assert (b"Ida kanari" in page) is reads, who
    assert signed_in(ward.town, "Tom").get(f"/{ward.town.slug}/people/{ida.public_id}/").status_code == 404
