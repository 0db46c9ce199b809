"""Whoever is visited says who shall not come to them, without a reason; nobody waits, and nobody is told why."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.fixtures.towns import NOON
from tests.journeys.mouths import signed_in

from coproduce.arenas.care import COORDINATOR, VISITED
from coproduce.arenas.care.tests.test_actions import code
from coproduce.arenas.care.tests.town import Ward
from coproduce.community.base.models import Outbox
from coproduce.community.people.models import BarredPair, Membership

pytestmark = pytest.mark.django_db


def visited_only(ward: Ward) -> UUID:
    """Tom came home; he is no member, and Ana visits him."""
    tom = Membership.objects.filter(agent=ward.agent("Tom"))
    tom.update(roles=["member"])
    said = {"member": ward.town.agents["Tom"], "says": ("C1", "C2", "C7"), "channel": "phone"}
    case = ward.done("Cleo", "open_case", card=ward.card(), **said).case
    tom.update(roles=[VISITED])
    return case


@pytest.mark.parametrize("name", ["Ana", "Ben"])
def test_they_say_it_on_their_own_page(ward: Ward, name: str) -> None:
    """Of the visitor, and of the one along: what was planned is off, for everybody quietly."""
    case = visited_only(ward)
    ward.matched(case)
    visit = ward.planned(case, starts_at=NOON + timedelta(days=2))
    Outbox.objects.all().delete()
    phone, own = signed_in(ward.town, "Tom"), f"/{ward.town.slug}/care/person/{case}/not-come/"
    assert own in phone.get(f"/{ward.town.slug}/care/").content.decode()
    assert "You need say no reason" in phone.get(own).content.decode()
    assert phone.post(own, {"request_id": uuid4()}).status_code == 422
    assert phone.post(own, {"member": ward.town.agents["Dee"], "request_id": uuid4()}).status_code == 422
    said = phone.post(own, {"member": ward.town.agents[name], "request_id": uuid4()}, follow=True)
    assert "nobody is told why" in said.content.decode()
    assert BarredPair.objects.get().asked_by == ward.agent("Tom")
    assert ward.visit(visit).cancelled_at == NOON
    assert ward.case(case).visitor_id == (None if name == "Ana" else ward.agent("Ana").pk)
    letters = list(Outbox.objects.all())
    assert {ward.agent(one).pk for one in ("Ana", "Ben", "Cleo", "Dee", "Tom")} == {one.to_agent for one in letters}
    theirs = [one for one in letters if one.to_agent in (ward.agent("Ana").pk, ward.agent("Ben").pk)]
    assert {one.template for one in theirs} == {"A visit of yours is called off. Ask the desk."}
    if name == "Ben":
        again = {"case": case, "starts_at": NOON + timedelta(days=2), "companion": ward.town.agents["Ben"]}
        assert code(ward.do("Ana", "plan_visit", **again)) == "MAY_NOT_MEET"
        assert ward.agent("Ben").name not in _plan_page(ward, case)
    phone.post(f"/{ward.town.slug}/people/{ward.town.agents[name]}/apart/back/", {"request_id": uuid4()})
    assert not BarredPair.objects.exists(), "they take it back themselves"


def _plan_page(ward: Ward, case: UUID) -> str:
    return signed_in(ward.town, "Ana").get(f"/{ward.town.slug}/care/person/{case}/plan/").content.decode()


def test_nobody_is_asked_who_shall_not_come(ward: Ward) -> None:
    case = ward.home()
    ward.visitor("Kim")
    ward.done("Dee", "triage", case=case, takes=True)
    ward.done("Dee", "propose_visitors", case=case)
    ward.done("Dee", "choose_visitor", case=case, visitor=ward.town.agents["Ana"])
    ida = ward.case(case).agent.public_id
    for name in ("Ana", "Ben"):
        ward.done("Cleo", "people.block", member=ward.town.agents[name], for_=ida)
    row = ward.case(case)
    assert (row.asked, [one["who"] for one in row.proposed]) == (None, [str(ward.town.agents["Kim"])])
    assert code(ward.do("Ana", "answer_match", case=case, says_yes=True)) == "NOT_FOUND"


@pytest.mark.parametrize(
    ("who", "said"), [("Cleo", "done"), ("Dee", "done"), ("Ana", "NOT_ALLOWED"), ("Kim", "NOT_ALLOWED")]
)
def test_the_desk_takes_it_down_for_who_rings_or_writes(ward: Ward, who: str, said: str) -> None:
    Membership.objects.filter(agent=ward.agent("Dee")).update(roles=[COORDINATOR])
    case = ward.home()
    ward.matched(case)
    ida = ward.case(case).agent
    told = {"member": ward.town.agents["Ana"], "for_": ida.public_id}
    assert code(ward.do(who, "people.block", **told)) == said
    assert [one.asked_by for one in BarredPair.objects.all()] == ([ida] if said == "done" else [])
    assert code(ward.do(who, "people.unblock", **told)) == said
    assert not BarredPair.objects.exists()
    page = signed_in(ward.town, who).get(f"/{ward.town.slug}/care/person/{case}/not-come/")
    assert page.status_code == (200 if said == "done" else 404)


def test_the_desk_does_it_on_a_page(ward: Ward) -> None:
    case = ward.home()
    dee, page = signed_in(ward.town, "Dee"), f"/{ward.town.slug}/care/person/{case}/not-come/"
    assert "Nobody comes at the moment" in dee.get(page).content.decode()
    ward.matched(case)
    assert dee.post(page, {"member": ward.town.agents["Ana"], "request_id": uuid4()}).status_code == 302
    assert ward.case(case).visitor is None
