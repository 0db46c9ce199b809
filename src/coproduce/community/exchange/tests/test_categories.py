"""A community makes the kinds of help its own: who may, what is refused, and what the words then find."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community import ledger
from coproduce.community.base.cells import UnreadableError
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Agreement, Category, Contribution, Need, Offer
from coproduce.community.exchange.naming import Kinds
from coproduce.community.exchange.queries import categories, doing, open_needs
from coproduce.community.exchange.rules import Intention
from coproduce.community.people.models import Agent, Community
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def kind(town: Town, name: str) -> Category:
    return Category.objects.get(community=town.community, name=name)


def add(town: Town, name: str, /, actor: str = "Cleo", **more: Any) -> Any:
    return do("exchange.add_category", town.actor(actor), name=name, **more)


def change(town: Town, name: str, /, actor: str = "Cleo", **more: Any) -> Any:
    row = kind(town, name)
    parent = row.parent.public_id if row.parent else None
    said = {"version": row.version, "name": row.name, "words": tuple(row.words), "parent": parent, **more}
    return do("exchange.change_category", town.actor(actor), category=row.public_id, **said)


def retire(town: Town, name: str, /, actor: str = "Cleo", **more: Any) -> Any:
    row = kind(town, name)
    said = {"version": row.version, **more}
    return do("exchange.retire_category", town.actor(actor), category=row.public_id, **said)


def bring_back(town: Town, name: str, /, actor: str = "Cleo", **more: Any) -> Any:
    row = kind(town, name)
    said = {"version": row.version, **more}
    return do("exchange.bring_back_category", town.actor(actor), category=row.public_id, **said)


def names(town: Town) -> list[str]:
    return [row.name for row in categories(town.actor("Ana"))]


@pytest.mark.parametrize(("actor", "outcome"), [("Cleo", "done"), ("Ana", "NOT_ALLOWED"), ("Dee", "NOT_ALLOWED")])
def test_the_desk_keeps_the_list(town: Town, actor: str, outcome: str) -> None:
    assert code(add(town, "Sauna", actor)) == outcome
    assert code(change(town, "Garden", actor, words=("plot",))) == outcome
    assert code(retire(town, "Lifts", actor)) == outcome
    Category.objects.filter(community=town.community, name="Watering").update(is_retired=True)
    assert code(bring_back(town, "Watering", actor)) == outcome


def test_another_towns_kinds_are_not_there(towns: tuple[Town, Town]) -> None:
    one, other = towns
    theirs = kind(other, "Garden")
    cleo = one.actor("Cleo")
    said = {"category": theirs.public_id, "version": theirs.version}
    assert code(do("exchange.change_category", cleo, name="Plots", **said)) == "NOT_FOUND"
    assert code(do("exchange.retire_category", cleo, **said)) == "NOT_FOUND"
    assert code(do("exchange.bring_back_category", cleo, **said)) == "NOT_FOUND"
    assert code(add(one, "Sauna", parent=theirs.public_id)) == "NOT_FOUND"
    assert code(retire(one, "Lifts", into=theirs.public_id)) == "NOT_FOUND"


def test_a_new_kind_stands_last_where_it_was_put(town: Town) -> None:
    assert code(add(town, " Sauna  and steam ", words=("steam bath", "sauna", "SAUNA", " "))) == "done"
    assert code(add(town, "Ponds", parent=kind(town, "Garden").public_id)) == "done"
    made = kind(town, "Sauna and steam")
    assert made.words == ["steam bath", "sauna"]
    listed = names(town)
    assert listed.index("Ponds") == listed.index("Watering") + 1
    assert listed.index("Sauna and steam") > listed.index("Things to lend and give")


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"name": " "}, "MISSING"),
        ({"name": "x" * 61}, "TOO_LONG"),
        ({"name": "gardEN"}, "NAME_TAKEN"),
        ({"name": "Sauna", "words": ("x" * 61,)}, "TOO_LONG"),
        ({"name": "Sauna", "words": tuple(f"word {n}" for n in range(101))}, "TOO_MANY"),
        ({"name": "Sauna", "words": ("\0",)}, "BAD_LETTER"),
        ({"name": "Sauna", "parent": UUID(int=1)}, "NOT_FOUND"),
        ({"name": "Sauna", "words": ("steam bath",)}, "done"),
    ],
)
def test_what_a_kind_must_say(town: Town, said: dict[str, Any], outcome: str) -> None:
    assert code(do("exchange.add_category", town.actor("Cleo"), **said)) == outcome
    assert code(change(town, "Lifts", **{**said, "name": said["name"].replace("Sauna", "Rides")})) == outcome


def test_nothing_stands_under_itself(town: Town) -> None:
    garden, lifts = kind(town, "Garden"), kind(town, "Lifts")
    assert code(change(town, "Garden", parent=garden.public_id)) == "UNDER_ITSELF"
    assert code(change(town, "Garden", parent=kind(town, "Getting about").public_id)) == "HAS_KINDS_UNDER_IT"
    assert code(change(town, "Mowing", parent=lifts.public_id)) == "TWO_STEPS"
    assert code(add(town, "Ponds", parent=lifts.public_id)) == "TWO_STEPS"
    assert code(change(town, "Lifts", parent=garden.public_id)) == "done"
    assert kind(town, "Lifts").parent == garden


def test_the_order_is_the_communitys(town: Town) -> None:
    assert code(change(town, "Watering", position=0)) == "NOT_POSITIVE"
    assert code(change(town, "Watering", position=2)) == "done"
    listed = names(town)
    start = listed.index("Garden")
    assert listed[start : start + 4] == ["Garden", "Mowing", "Watering", "Weeding and tidying"]
    assert code(change(town, "Things to lend and give", position=1)) == "done"
    assert names(town)[:2] == ["Things to lend and give", "Tools and machines"]


def test_of_two_brokers_the_second_is_told(town: Town) -> None:
    read = kind(town, "Lifts").version
    assert code(change(town, "Lifts", name="Lifts and rides")) == "done"
    assert code(change(town, "Lifts and rides", version=read, name="Rides")) == "CHANGED_MEANWHILE"
    assert code(retire(town, "Lifts and rides", version=read)) == "CHANGED_MEANWHILE"
    assert code(bring_back(town, "Lifts and rides", version=read)) == "CHANGED_MEANWHILE"
    assert not kind(town, "Lifts and rides").is_retired


def test_edited_words_are_what_lists_and_searches_find(town: Town) -> None:
    assert Kinds.of(town.community.pk).called("Rickshaw rides") == "Lifts"  # "ride" is shipped
    assert code(change(town, "Lifts", words=("rickshaw",))) == "done"
    assert code(change(town, "Walking together", words=("ride",))) == "done"
    assert Kinds.of(town.community.pk).called("Rickshaw") == "Lifts"
    assert Kinds.of(town.community.pk).called("Rides") == "Walking together"
    need = Intention(str(town.agents["Ana"]), "Lifts", "To the station on Friday", TODAY)
    assert code(do("exchange.need", town.actor("Ana"), needs=(need,))) == "done"
    cleo = town.actor("Cleo")
    assert [one.words for one in open_needs(cleo, "rickshaw ana")] == ["To the station on Friday"]
    assert not open_needs(cleo, "rickshaw ben")
    assert not open_needs(cleo, "ride")


def test_a_moved_kind_is_of_the_kind_it_stands_under(town: Town) -> None:
    assert code(change(town, "Lifts", parent=kind(town, "Company").public_id)) == "done"
    kinds = {one.name: one for one in Kinds.of(town.community.pk).kinds}
    assert kinds["Lifts"].parent == kinds["Company"].code
    assert kinds["Lifts"].code.startswith(f"{kinds['Company'].code}.")


def standing(town: Town) -> dict[str, Any]:
    """Something of every sort in one kind: a need, an offer, a thread that goes on, and help that was given."""
    ana, cleo = str(town.agents["Ana"]), town.actor("Cleo")
    assert code(do("exchange.need", cleo, needs=(Intention(ana, "Lifts", "To the vet", TODAY),))) == "done"
    assert code(do("exchange.offer", cleo, offers=(Intention(ana, "Lifts", "My car", TODAY),))) == "done"
    need = Need.objects.get(words="To the vet")
    begun = do("exchange.propose", cleo, need=need.public_id, givers=(town.agents["Ben"],), arena="timebank")
    assert isinstance(begun, Done), begun
    done = do("timebank.record_for", cleo, **town.help(category="Lifts"))
    assert isinstance(done, Done)
    return {"need": need, "agreement": begun.value.agreement, "entry": done.value.entry}


def recorded_as(town: Town) -> str:
    """The kind the ledger has for the newest help that Ana gave."""
    ana = Agent.objects.get(public_id=town.agents["Ana"])
    account = ledger.member_account(town.community.pk, ana.pk, HOURS)
    return ledger.statement(account, limit=1)[0].category


def test_retired_it_is_offered_no_more_and_what_stands_stays(town: Town) -> None:
    standing(town)
    assert code(retire(town, "Lifts")) == "done"
    assert "Lifts" not in names(town)
    assert [one.words for one in open_needs(town.actor("Cleo"), category="Lifts")] == ["To the vet"]
    again = Intention(str(town.agents["Ana"]), "Lifts", "Another", TODAY)
    assert code(do("exchange.need", town.actor("Cleo"), needs=(again,))) == "RETIRED"
    assert code(do("timebank.record_for", town.actor("Cleo"), **town.help(category="Lifts"))) == "MISSING"
    with pytest.raises(UnreadableError):
        Kinds.of(town.community.pk).offered("category", "lifts")
    assert Kinds.of(town.community.pk).called("lifts") == "Lifts"  # a history keeps its names
    assert code(retire(town, "Lifts")) == "RETIRED"
    assert code(add(town, "Lifts")) == "NAME_TAKEN"
    assert code(bring_back(town, "Lifts")) == "done"
    assert "Lifts" in names(town)
    assert recorded_as(town) == "Lifts"


def test_retired_into_another_everything_that_goes_on_moves(town: Town) -> None:
    stands = standing(town)
    into = kind(town, "Van and trailer")
    for other in (kind(town, "Lifts").public_id, uuid4()):
        assert code(retire(town, "Lifts", into=other)) == "NOT_FOUND"
    done = retire(town, "Lifts", into=into.public_id)
    assert isinstance(done, Done)
    assert done.value.moved == 3
    assert Need.objects.get(words="To the vet").category == into
    assert Offer.objects.get(words="My car").category == into
    assert Agreement.objects.get(public_id=stands["agreement"]).category == into
    # What was done keeps the kind it was done as.
    assert Contribution.objects.get(entry=stands["entry"]).category.name == "Lifts"
    assert recorded_as(town) == "Lifts"
    # What people called the one means the other.
    assert Kinds.of(town.community.pk).offered("category", "Lifts") == "Van and trailer"
    assert Kinds.of(town.community.pk).called("Car share") == "Van and trailer"


def test_a_kind_with_kinds_under_it_goes_last(town: Town) -> None:
    assert code(retire(town, "Food")) == "HAS_KINDS_UNDER_IT"
    for under in ("Cooking", "Baking", "Shopping", "Food to share"):
        assert code(retire(town, under)) == "done"
    assert code(retire(town, "Food")) == "done"
    assert code(add(town, "Tasting", parent=kind(town, "Food").public_id)) == "NOT_FOUND"
    assert code(bring_back(town, "Baking")) == "RETIRED"
    assert code(bring_back(town, "Food")) == "done"
    assert code(bring_back(town, "Baking")) == "done"


@pytest.fixture
def desk(town: Town) -> Client:
    return signed_in(town, "Cleo")


def test_the_page_shows_the_tree_and_tries_words(town: Town, desk: Client) -> None:
    standing(town)
    page = desk.get("/alder/exchange/kinds/").content.decode()
    assert "What people do for each other" in page and "Lifts" in page
    tried = desk.get("/alder/exchange/kinds/", {"q": "a car share to town"})
    assert [row.name for row in tried.context["found"]] == ["Lifts"]
    table = desk.get("/alder/exchange/kinds/", {"as": "csv"}).content.decode()
    assert "Lifts,Getting about,lift; ride;" in table
    assert "/alder/exchange/kinds/" in desk.get("/alder/people/settings/").content.decode()


def test_a_member_does_not_find_the_page(town: Town) -> None:
    client = signed_in(town, "Ana")
    lifts = kind(town, "Lifts").public_id
    for path in ("", "new/", f"{lifts}/"):
        assert client.get(f"/alder/exchange/kinds/{path}").status_code == 404
    for path in ("retire", "back"):
        assert client.post(f"/alder/exchange/kinds/{lifts}/{path}/").status_code == 404


def test_adding_changing_retiring_and_bringing_back_on_the_pages(town: Town, desk: Client) -> None:
    garden = kind(town, "Garden")
    form = desk.get("/alder/exchange/kinds/new/", {"under": str(garden.public_id)}).context["form"]
    assert form["parent"].value() == "Garden"
    said = {"name": "Ponds", "words": "pond\r\nfish pond, newt", "parent": "Garden", "request_id": str(uuid4())}
    assert desk.post("/alder/exchange/kinds/new/", {**said, "name": "Mowing"}).status_code == 422
    assert desk.post("/alder/exchange/kinds/new/", {**said, "request_id": str(uuid4())}).status_code == 302
    ponds = kind(town, "Ponds")
    assert (ponds.parent, ponds.words) == (garden, ["pond", "fish pond", "newt"])
    address = f"/alder/exchange/kinds/{ponds.public_id}/"
    said = {"name": "Ponds and fish", "words": "pond", "parent": "Garden", "position": "1", "version": "1"}
    assert desk.post(address, {**said, "request_id": str(uuid4())}).status_code == 302
    assert names(town)[names(town).index("Garden") + 1] == "Ponds and fish"
    behind = desk.post(address, {**said, "name": "Pools", "request_id": str(uuid4())})
    assert behind.status_code == 422
    assert "Somebody else changed this" in behind.content.decode()
    assert "Ponds and fish" in behind.content.decode()
    retire_it = {"into": "Watering", "version": "2", "request_id": str(uuid4())}
    assert desk.post(f"{address}retire/", retire_it).status_code == 302
    assert kind(town, "Ponds and fish").is_retired
    assert "Bring it back" in desk.get(address).content.decode()
    assert desk.post(f"{address}back/", {"version": "3", "request_id": str(uuid4())}).status_code == 302
    assert not kind(town, "Ponds and fish").is_retired
    assert desk.get(f"/alder/exchange/kinds/{uuid4()}/").status_code == 404


def test_scripts_read_the_tree(town: Town) -> None:
    headers = {"Authorization": f"Bearer {town.key('Ana')}"}
    answer = Client().get("/api/alder/exchange/categories", headers=headers).json()
    by_name = {one["name"]: one for one in answer["items"]}
    assert by_name["Lifts"]["parent"] == by_name["Getting about"]["id"]
    assert "car share" in by_name["Lifts"]["words"]
    assert not by_name["Lifts"]["is_retired"]


def test_what_is_done_in_a_kind_says_which_check_it_takes(town: Town) -> None:
    cleo = town.actor("Cleo")
    lift = Category.objects.get(community=town.community, code="transport.lift")
    assert (lift.activities, doing(lift)) == (["lift to health care"], ("lift to health care",))
    said: dict[str, Any] = {"name": "Lifts", "parent": lift.parent.public_id if lift.parent else None}
    assert code(do("exchange.add_category", cleo, name="Flying", activities=("flying",))) == "UNKNOWN_ACTIVITY"
    changed = {"category": lift.public_id, "version": 1, **said}
    assert code(do("exchange.change_category", cleo, **changed, activities=("flying",))) == "UNKNOWN_ACTIVITY"
    assert code(do("exchange.change_category", cleo, **changed)) == "done"
    lift.refresh_from_db()
    assert lift.activities == ["lift to health care"], "left out, it stays"
    assert code(do("exchange.change_category", cleo, **{**changed, "version": 2}, activities=())) == "done"
    lift.refresh_from_db()
    assert lift.activities == []
    Category.objects.filter(pk=lift.parent_id).update(activities=["bills and cash"])
    assert doing(Category.objects.get(pk=lift.pk)) == ("bills and cash",), "what stands above counts too"


def test_the_page_of_a_kind_says_which_check(town: Town) -> None:
    lift = Category.objects.get(community=town.community, code="transport.lift")
    desk = signed_in(town, "Cleo")
    there = f"/alder/exchange/kinds/{lift.public_id}/"
    assert "Enhanced DBS check" not in desk.get(there).content.decode()
    Community.objects.filter(pk=town.community.pk).update(checks="england")
    assert "Enhanced DBS check" in desk.get(there).content.decode()
