"""Worries: who raises and reads them, that it takes two to close one, and that nobody learns of one from anything."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.fixtures.towns import NOON, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.people.concerns.queries import closed_worries, visible_to, worries, worry
from coproduce.community.people.models import Agent, Concern, ConcernNote, Guardian, Membership
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
RAISE, NOTE, OVER = "people.raise_concern", "people.note_concern", "people.propose_closing"
AGREE, OPEN = "people.close_concern", "people.keep_concern_open"


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def pk(town: Town, name: str) -> int:
    return Agent.objects.get(public_id=town.agents[name]).pk


def lead(town: Town, *names: str) -> None:
    """These are safeguarding leads too."""
    for name in names:
        row = Membership.objects.get(agent__public_id=town.agents[name])
        row.roles = [*row.roles, "safeguarding lead"]
        row.save()


def raised(town: Town, who: str = "Ana", about: str | None = "Ben", **more: Any) -> UUID:
    said = {"about": town.agents[about]} if about else {}
    done = do(RAISE, town.actor(who), words=f"He looked hurt {town.canary}", **said, **more)
    assert isinstance(done, Done), done
    found: UUID = done.value.concern
    return found


@pytest.fixture
def with_two(town: Town) -> Town:
    lead(town, "Dee")
    return town


@pytest.mark.parametrize(
    ("who", "for_", "said"),
    [
        ("Ana", None, "done"),
        ("Cleo", None, "done"),
        ("Tom", None, "done"),
        ("Cleo", "Ana", "done"),
        ("Sal", "Ana", "done"),
        ("Ana", "Tom", "NOT_ALLOWED"),
        ("Tom", "Ana", "NOT_ALLOWED"),
    ],
)
def test_who_raises_one(town: Town, who: str, for_: str | None, said: str) -> None:
    more = {"for_": town.agents[for_]} if for_ else {}
    assert code(do(RAISE, town.actor(who), words="Bruises", about=town.agents["Ben"], **more)) == said
    assert Concern.objects.count() == (said == "done")
    if said == "done":
        assert Concern.objects.get().raised_by_id == pk(town, for_ or who)


@pytest.mark.parametrize("about", ["Ben", "Ana", "Sal", None])
def test_it_is_about_anybody_or_nobody(town: Town, about: str | None) -> None:
    raised(town, about=about)
    assert Concern.objects.get().about_id == (pk(town, about) if about else None)


def test_words_are_needed_and_nobody_elsewhere_is_named(towns: tuple[Town, Town]) -> None:
    here, there = towns
    assert code(do(RAISE, here.actor("Ana"), words=" ")) == "MISSING"
    assert code(do(RAISE, here.actor("Ana"), words="x" * 4001)) == "TOO_LONG"
    assert code(do(RAISE, here.actor("Ana"), words="x", about=there.agents["Ben"])) == "NOT_FOUND"
    assert code(do(RAISE, here.actor("Cleo"), words="x", for_=there.agents["Ben"])) == "NOT_FOUND"


@pytest.mark.promise("Worries are read by safeguarding leads alone, and closed by two")
@pytest.mark.parametrize("who", ["Ana", "Ben", "Cleo", "Dee", "Tom", "Kim", "Rae", "Aud", "Sal"])
def test_only_a_safeguarding_lead_reads(town: Town, who: str) -> None:
    here = raised(town, "Cleo")
    reads = who == "Sal"
    actor = town.actor(who)
    assert [one.public_id for one in worries(actor)] == ([here] if reads else [])
    assert (worry(actor, here) is not None) is reads
    assert closed_worries(actor) == []
    client = signed_in(town, who)
    for address in ("safety/", "safety/closed/", f"safety/{here}/"):
        answer = client.get(f"/alder/people/{address}")
        assert answer.status_code == (200 if reads else 404), address
        assert ("He looked hurt" in answer.content.decode()) is (reads and str(here) in address)
    for verb in (NOTE, OVER, OPEN):
        assert (code(do(verb, actor, concern=here, words="x")) == "NOT_ALLOWED") is not reads
    assert code(do(AGREE, actor, concern=here)) == ("NOBODY_SAID_SO" if reads else "NOT_ALLOWED")


def test_in_the_other_town_there_is_none(towns: tuple[Town, Town]) -> None:
    here, there = towns
    theirs = raised(there)
    assert worry(here.actor("Sal"), theirs) is None
    assert not worries(here.actor("Sal"))
    assert code(do(NOTE, here.actor("Sal"), concern=theirs, words="x")) == "NOT_FOUND"


@pytest.mark.parametrize("how", ["themselves", "family", "group", "ward"])
def test_no_lead_reads_or_closes_one_about_themselves_or_theirs(with_two: Town, how: str) -> None:
    town = with_two
    mine = {"family": ("household", "Home"), "group": ("organisation", "Shop")}
    about = town.agents["Sal"]
    if how in mine:
        kind, name = mine[how]
        made = do("people.form_group", town.actor("Cleo"), kind=kind, name=name, members=(about,))
        assert isinstance(made, Done), made
        about = made.value.id
    elif how == "ward":
        about = town.agents["Ben"]
        written = {"community": town.community, "written_by_id": pk(town, "Cleo"), "since_on": NOON.date()}
        Guardian.objects.create(ward_id=pk(town, "Ben"), guardian_id=pk(town, "Sal"), **written)
    done = do(RAISE, town.actor("Ana"), words="Not right", about=about)
    assert isinstance(done, Done)
    assert done.value.told == 1
    here = done.value.concern
    assert worry(town.actor("Sal"), here) is None
    assert not worries(town.actor("Sal"))
    assert str(here) not in signed_in(town, "Sal").get("/alder/people/safety/").content.decode()
    assert code(do(OVER, town.actor("Dee"), concern=here, words="It was a game")) == "done"
    assert code(do(AGREE, town.actor("Sal"), concern=here)) == "NOT_FOUND"
    told = set(Outbox.objects.filter(template__startswith="A worry").values_list("to_agent", flat=True))
    assert told == {pk(town, "Dee")}


@pytest.mark.promise("Worries are read by safeguarding leads alone, and closed by two")
@pytest.mark.parametrize(("second", "said"), [("Dee", "done"), ("Sal", "TAKES_TWO")])
def test_it_takes_two_to_close_one(with_two: Town, second: str, said: str) -> None:
    here = raised(with_two)
    assert code(do(AGREE, with_two.actor("Dee"), concern=here)) == "NOBODY_SAID_SO"
    assert code(do(OVER, with_two.actor("Sal"), concern=here, words="We spoke, all is well")) == "done"
    assert code(do(OVER, with_two.actor("Dee"), concern=here, words="Me too")) == "WAITS_FOR_ANOTHER"
    assert code(do(AGREE, with_two.actor(second), concern=here)) == said
    row = Concern.objects.get()
    assert row.state == ("closed" if said == "done" else "closing")
    if said == "done":
        assert (row.closing_by_id, row.closed_by_id) == (pk(with_two, "Sal"), pk(with_two, "Dee"))
        for verb in (NOTE, OVER, OPEN):
            assert code(do(verb, with_two.actor("Sal"), concern=here, words="x")) == "IT_IS_CLOSED"
        assert code(do(AGREE, with_two.actor("Sal"), concern=here)) == "IT_IS_CLOSED"
        assert [one.public_id for one in closed_worries(with_two.actor("Sal"))] == [here]


@pytest.mark.parametrize(
    "change", [{"closed_by": "Sal"}, {"closed_by": None}, {"closing_by": None, "closed_by": "Dee"}]
)
def test_the_database_knows_it_too(with_two: Town, change: dict[str, str | None]) -> None:
    raised(with_two)
    said = {"closing_by": "Sal", **change}
    numbers = {f"{name}_id": pk(with_two, who) if who else None for name, who in said.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.update(state="closed", closed_at=NOON, **numbers)


@pytest.mark.parametrize("who", ["Dee", "Sal"])
def test_while_it_waits_either_says_that_it_is_not_over(with_two: Town, who: str) -> None:
    here = raised(with_two)
    assert code(do(OPEN, with_two.actor(who), concern=here, words="x")) == "NOBODY_SAID_SO"
    do(OVER, with_two.actor("Sal"), concern=here, words="We spoke")
    assert code(do(OPEN, with_two.actor(who), concern=here, words="")) == "MISSING"
    assert code(do(OPEN, with_two.actor(who), concern=here, words="I saw him again")) == "done"
    assert Concern.objects.get().closing_by is None
    assert list(ConcernNote.objects.order_by("pk").values_list("words", flat=True)) == ["We spoke", "I saw him again"]
    assert code(do(AGREE, with_two.actor("Dee"), concern=here)) == "NOBODY_SAID_SO"


def test_who_is_told_what(with_two: Town) -> None:
    Outbox.objects.all().delete()
    here = raised(with_two)
    do(OVER, with_two.actor("Sal"), concern=here, words="We spoke")
    do(AGREE, with_two.actor("Dee"), concern=here)
    told = list(Outbox.objects.order_by("pk").values_list("to_agent", "template", "is_urgent"))
    dee, sal, ana = (pk(with_two, name) for name in ("Dee", "Sal", "Ana"))
    assert told == [
        (dee, "A worry was written down. Read it when you can.", True),
        (sal, "A worry was written down. Read it when you can.", True),
        (ana, "What you told us has arrived where it belongs.", False),
        (dee, "A worry waits for a second safeguarding lead.", True),
        (ana, "What you told us was seen to. If there is more, tell us again.", False),
    ]
    for row in Outbox.objects.all():
        assert "Ben" not in str(row.values)
        assert str(here) not in row.link


def test_without_a_lead_the_page_says_so_and_the_desk_is_told(town: Town) -> None:
    there = "/alder/people/worries/new/"
    assert f"It goes to Sal {town.canary}, and to nobody else" in signed_in(town, "Ana").get(there).content.decode()
    for name, about in (("Ana", f"?member={town.agents['Sal']}"), ("Ana", "")):
        if not about:
            Membership.objects.filter(agent__public_id=town.agents["Sal"]).update(roles=["member"])
        page = signed_in(town, name).get(there + about).content.decode()
        assert "Nobody here can read it at the moment" in page
        assert "999" in page
        assert "01632 960 000" in page
    Outbox.objects.all().delete()
    raised(town)
    desk = Outbox.objects.get(to_agent=pk(town, "Cleo"))
    assert desk.template.endswith("Name two of them now.")
    assert "Name two safeguarding leads" in signed_in(town, "Cleo").get("/alder/people/settings/").content.decode()


def test_two_records_of_one_lead_do_not_close_one(with_two: Town) -> None:
    here = raised(with_two)
    do(OVER, with_two.actor("Dee"), concern=here, words="We spoke")
    Membership.objects.filter(agent__public_id=with_two.agents["Dee"]).update(roles=["member"])
    merged = do("people.merge", with_two.actor("Cleo"), keep=with_two.agents["Sal"], gone=with_two.agents["Dee"])
    assert isinstance(merged, Done), merged
    assert code(do(AGREE, with_two.actor("Sal"), concern=here)) == "TAKES_TWO"


def test_the_pages_from_the_member_to_the_end(with_two: Town) -> None:
    town = with_two
    ana, ben = signed_in(town, "Ana"), town.agents["Ben"]
    there = f"/alder/people/worries/new/?member={ben}"
    assert there in ana.get(f"/alder/people/{ben}/").content.decode()
    assert f"It is about Ben {town.canary}" in ana.get(there).content.decode()
    assert ana.post(there, {"words": "", "request_id": str(uuid4())}).status_code == 422
    said = ana.post(there, {"words": "Bruises", "request_id": str(uuid4())}, follow=True)
    assert "Thank you for telling us" in said.content.decode()
    assert f"?member={ben}" in ana.get("/alder/people/worries/new/?q=ben").content.decode()
    desk = signed_in(town, "Cleo")
    assert desk.get(f"/alder/people/{ben}/worried/").status_code == 200
    taken = desk.post(f"/alder/people/{ben}/worried/", {"words": "I am afraid", "request_id": str(uuid4())})
    assert taken.status_code == 302
    assert ana.get(f"/alder/people/{ben}/worried/").status_code == 404
    assert "envelope" in ana.get("/alder/people/worries/sheet/").content.decode()
    one = Concern.objects.get(words="Bruises")
    here = f"/alder/people/safety/{one.public_id}/"
    sal, dee = signed_in(town, "Sal"), signed_in(town, "Dee")
    assert here in sal.get("/alder/people/safety/").content.decode()
    for client, what, words, status in (
        (sal, "note", "", 422),
        (sal, "note", "I rang him", 302),
        (sal, "over", "All is well", 302),
        (sal, "agree", "", 422),
        (dee, "open", "Not yet", 302),
        (dee, "over", "Now it is", 302),
        (sal, "agree", "", 302),
    ):
        answer = client.post(here, {"what": what, "words": words, "request_id": str(uuid4())})
        assert answer.status_code == status, what
    assert "agreed on" in sal.get(here).content.decode()
    assert here in sal.get("/alder/people/safety/closed/").content.decode()


def test_one_page_for_the_lead_says_what_is_to_be_seen_to(town: Town) -> None:
    cleo = town.actor("Cleo")
    do("people.say_age_band", cleo, member=town.agents["Rae"], adult_on=NOON.date() + timedelta(days=400))
    do("people.keep_apart", cleo, member=town.agents["Ana"], other=town.agents["Tom"], why="A court said so")
    do("people.attest", cleo, member=town.agents["Dee"], kind="check", what="basic", issuer="DBS",
       until_on=NOON.date() + timedelta(days=9))  # fmt: skip
    raised(town)
    page = signed_in(town, "Sal").get("/alder/people/safety/").content.decode()
    for words in (f"Ben {town.canary}", "Open since today", f"Dee {town.canary}", f"Rae {town.canary}",
                  f"Ana {town.canary} and Tom {town.canary}", "A court said so"):  # fmt: skip
        assert words in page, words


def test_a_question_without_the_leads_filter_is_seen(town: Town) -> None:
    """What the broker would read, were it asked without `visible_to`."""
    raised(town)
    assert not visible_to(town.actor("Cleo")).exists()
    assert Concern.objects.filter(community_id=town.actor("Cleo").community_id).exists()
