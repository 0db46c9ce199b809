"""The desk: what waits there, whom to ask first, taking a call, and figures that agree with the ledger."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, strategies as st
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.arenas.timebank.pages.desk import TABS
from coproduce.arenas.timebank.queries import desk as queries
from coproduce.arenas.timebank.queries.figures import figures
from coproduce.arenas.timebank.queries.suggesting import suggestions
from coproduce.arenas.timebank.rules import Candidate, Wanted, suggest
from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.models import Agreement, Ask, Category, Contribution, Need, Offer
from coproduce.community.exchange.occasions.rules import SlotWanted
from coproduce.community.exchange.rules import USUAL, Intention
from coproduce.community.exchange.tests.planning import SATURDAY, opened, signed
from coproduce.community.ledger.proving.glance import Glance
from coproduce.community.people.models import Agent, BarredPair, Membership
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal
from coproduce.core.seal import Head
from coproduce.core.week import is_week, overlap, week_of

LIFT = Wanted("Ottoline", "lift", "transport", week_of([(1, "morning")]))
GRACE = Candidate("Grace", "lift", "transport", 0, 450)

people = st.sampled_from(["Ottoline", "Grace", "Leon", "Harjit", "Nasrin"])
candidates = st.lists(
    st.builds(
        Candidate,
        people,
        st.sampled_from(["lift", "van", "company"]),
        st.sampled_from(["transport", "company"]),
        st.sampled_from([0, 1, 8, 9, 1 << 20]),
        st.none() | st.integers(0, 3),
        st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3)),
        st.booleans(),
    ),
    max_size=8,
)


@given(candidates, st.randoms())
def test_the_order_of_candidates_never_matters(some: list[Candidate], chance: Random) -> None:
    shuffled = list(some)
    chance.shuffle(shuffled)
    assert suggest(LIFT, some, TODAY) == suggest(LIFT, shuffled, TODAY)


@given(candidates, st.integers(0, 1 << 20).filter(is_week))
def test_whoever_is_suggested_fits(some: list[Candidate], week: int) -> None:
    need = Wanted("Ottoline", "lift", "transport", week)
    fitting = [
        one
        for one in some
        if one.who != "Ottoline"
        and one.is_free
        and (one.kind == "lift" or one.wider_kind == "transport")
        and overlap(week, one.week)
    ]
    found = suggest(need, some, TODAY)
    assert (found is None) == (not fitting)
    assert found is None or found.who in {one.who for one in fitting}


@pytest.mark.parametrize(
    ("other", "first"),
    [
        (Candidate("Leon", "lift", "transport", 0, 449), "Leon"),
        (Candidate("Leon", "lift", "transport", 0, 451), "Grace"),
        (Candidate("Leon", "lift", "transport", 0, None), "Grace"),
        (Candidate("Leon", "van", "transport", 0, 1), "Grace"),
        (Candidate("Leon", "company", "company", 0, 1), "Grace"),
        (Candidate("Leon", "lift", "transport", week_of([(2, "morning")]), 1), "Grace"),
        (Candidate("Leon", "lift", "transport", 0, 1, is_free=False), "Grace"),
        (Candidate("Ottoline", "lift", "transport", 0, 1), "Grace"),
    ],
)
def test_nearest_of_the_same_kind_at_a_time_that_suits(other: Candidate, first: str) -> None:
    found = suggest(LIFT, [GRACE, other], TODAY)
    assert found is not None
    assert found.who == first


def test_the_longest_not_asked_is_asked_and_ties_turn_with_the_week() -> None:
    asked = Candidate("Leon", "lift", "transport", 0, 450, TODAY - timedelta(days=9))
    longer = Candidate("Harjit", "lift", "transport", 0, 450, TODAY - timedelta(days=90))
    found = suggest(LIFT, [asked, longer], TODAY)
    assert found is not None
    assert found.who == "Harjit"
    assert [reason.template % reason.values for reason in found.reasons] == [
        "Offers this kind of help.",
        "About 8 minutes away on foot.",
        "Free on Tuesday.",
        "Not asked since 2026-08-19.",
    ]
    pair = [GRACE, Candidate("Leon", "lift", "transport", 0, 450)]
    chosen = [suggest(LIFT, pair, TODAY + timedelta(weeks=week)) for week in range(30)]
    assert {one.who for one in chosen if one} == {"Grace", "Leon"}
    same_week = {one.who for day in range(6) if (one := suggest(LIFT, pair, TODAY + timedelta(days=day)))}
    assert len(same_week) == 1


pytestmark = pytest.mark.django_db


def offers(town: Town, who: str, category: str, **more: Any) -> Offer:
    said = Intention(str(town.agents[who]), category, f"Offer of {who}", TODAY - timedelta(days=3), **more)
    do("exchange.offer", town.actor("Cleo"), offers=(said,))
    return Offer.objects.get(words=f"Offer of {who}")


def first(town: Town) -> str | None:
    """Whom the desk would ask for Ben's first need."""
    actor = town.actor("Cleo")
    needs = list(queries.needs_waiting(actor, TODAY))
    found = suggestions(actor, needs, TODAY).get(needs[0].pk)
    return found[0].name.partition(" ")[0] if found else None


def test_somebody_is_suggested_never_who_is_in_need_rests_is_barred_or_has_not_answered(town: Town) -> None:
    kind = f"company {town.canary}"
    assert first(town) is None  # the one offer is Ben's own
    offers(town, "Ana", kind)
    assert first(town) == "Ana"
    do("people.pause", town.actor("Ana"), member=town.agents["Ana"])
    assert first(town) is None
    do("people.resume", town.actor("Cleo"), member=town.agents["Ana"])
    one, other = sorted(Agent.objects.filter(public_id__in=[town.agents["Ana"], town.agents["Ben"]]),
                        key=lambda agent: agent.pk)  # fmt: skip
    pair = BarredPair.objects.create(community=town.community, one=one, other=other, since_on=TODAY)
    assert first(town) is None
    pair.delete()
    proposed = do("exchange.propose", town.actor("Cleo"), need=town.needs[1], givers=(town.agents["Ana"],))
    assert first(town) is None
    do("exchange.agree", town.actor("Ana"), agreement=proposed.value.agreement)  # type: ignore[union-attr]
    assert first(town) == "Ana"


def test_a_need_leaves_the_list_while_a_thread_is_about_it(town: Town) -> None:
    offers(town, "Ana", f"company {town.canary}")
    client = signed_in(town, "Cleo")
    page = client.get("/alder/timebank/desk/").content.decode()
    assert "Bring them together" in page
    assert "9 days" in page
    pressed = {"do": "propose", "tab": "waiting", "need": town.needs[0], "giver": town.agents["Ana"],
               "request_id": uuid4()}  # fmt: skip
    for _ in range(2):
        answer = client.post("/alder/timebank/desk/press/", pressed)
        assert answer["Location"] == "/alder/timebank/desk/?tab=waiting"
    assert Agreement.objects.filter(need__public_id=town.needs[0]).count() == 1
    assert [need.public_id for need in queries.needs_waiting(town.actor("Cleo"), TODAY)] == [town.needs[1]]


def test_a_word_is_written_down_for_somebody_offline(town: Town) -> None:
    done = do("exchange.record", town.actor("Ana"), receivers=(town.agents["Ben"],), time=HOURS(60),
              done_on=TODAY, category=f"company {town.canary}")  # fmt: skip
    client = signed_in(town, "Cleo")
    assert "Confirm for Ben" in client.get("/alder/timebank/desk/?tab=hours").content.decode()
    pressed = {"do": "confirm", "tab": "hours", "agreement": done.value.agreement,  # type: ignore[union-attr]
               "for_": town.agents["Ben"], "request_id": uuid4()}  # fmt: skip
    client.post("/alder/timebank/desk/press/", pressed)
    assert Agreement.objects.get().state == Agreement.RECOGNISED
    assert queries.waiting(town.actor("Cleo"), TODAY).hours == 0


def test_who_is_ready_is_asked_by_somebody_who_did_not_help_them(town: Town) -> None:
    do("timebank.record_for", town.actor("Cleo"), **town.help("Cleo", "Kim"))
    assert queries.not_ready(town.actor("Cleo")) == 2
    for ask in Ask.objects.all():
        do("exchange.say_ready", town.actor("Cleo"), ask=ask.public_id)
    client = signed_in(town, "Cleo")
    page = client.get("/alder/timebank/desk/?tab=ask").content.decode()
    assert "You helped them yourself" in page
    assert page.count('value="ask_back"') == 1
    ask = Ask.objects.get(agent__public_id=town.agents["Ben"])
    client.post("/alder/timebank/desk/press/", {"do": "ask_back", "ask": ask.public_id, "request_id": uuid4()})
    ask.refresh_from_db()
    assert ask.state == Ask.ASKED
    assert [row.agent.public_id for row in queries.to_ask(town.actor("Cleo"), TODAY)] == [town.agents["Kim"]]


def test_not_heard_from(town: Town) -> None:
    assert queries.waiting(town.actor("Cleo"), TODAY).quiet == 0
    Membership.objects.update(joined_on=TODAY - timedelta(days=91))
    quiet = {row.agent.name.partition(" ")[0]: row for row in queries.quiet(town.actor("Cleo"), TODAY)}
    assert set(quiet) == {"Cleo", "Dee", "Tom", "Kim", "Rae", "Aud", "Sal"}  # Ana and Ben helped and were helped
    ever = {row.agent.name: row for row in queries.if_ever(town.actor("Cleo"), [row.pk for row in quiet.values()])}
    kim = ever[quiet["Kim"].agent.name]
    assert not kim.gave
    Need.objects.filter(public_id=town.needs[0]).update(said_on=TODAY - timedelta(days=120))
    Contribution.objects.update(effective_on=TODAY - timedelta(days=91))
    Need.objects.update(said_on=TODAY - timedelta(days=91))
    Offer.objects.update(said_on=TODAY - timedelta(days=91))
    assert queries.waiting(town.actor("Cleo"), TODAY).quiet == 9


def test_a_date_that_wants_hands_counts_and_leads_to_its_page(town: Town) -> None:
    before = queries.waiting(town.actor("Cleo"), TODAY)
    row = opened(town, slots=(SlotWanted("Tea", 1),))
    opened(town, starts_at=SATURDAY + timedelta(days=28), ends_at=SATURDAY + timedelta(days=28, hours=1))
    after = queries.waiting(town.actor("Cleo"), TODAY)
    assert (after.hands - before.hands, after.today - before.today, after.ending - before.ending) == (1, 1, 0)
    text = signed_in(town, "Cleo").get("/alder/timebank/desk/?tab=ending").content.decode()
    assert f"occasions/{row.public_id}/" in text
    signed(town, "Ben", row)
    assert queries.waiting(town.actor("Cleo"), TODAY).hands == before.hands
    assert not queries.waiting(town.actor("Ana"), TODAY).hands


def test_what_ends_soon_is_renewed_with_one_tap(town: Town) -> None:
    near = offers(town, "Ana", "company", until_on=TODAY + timedelta(days=14))
    Need.objects.filter(public_id=town.needs[0]).update(until_on=TODAY + timedelta(days=15))
    client = signed_in(town, "Cleo")
    assert [row["public_id"] for row in queries.ending_soon(town.actor("Cleo"), TODAY)] == [near.public_id]
    assert "Offer of Ana" in client.get("/alder/timebank/desk/?tab=ending").content.decode()
    client.post("/alder/timebank/desk/press/", {"do": "renew", "id": near.public_id, "request_id": uuid4()})
    near.refresh_from_db()
    assert near.until_on == TODAY + USUAL
    assert "Let it stand until" not in client.get("/alder/timebank/desk/?tab=ending").content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_every_list_is_a_page_and_a_table_and_asks_little(town: Town, tab: str) -> None:
    for who in ("Ana", "Dee", "Sal"):
        offers(town, who, f"company {town.canary}", until_on=TODAY + timedelta(days=9))
    client = signed_in(town, "Cleo")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/alder/timebank/desk/?tab={tab}")
    assert answer.status_code == 200
    told = [query["sql"][:90] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(told) <= 8, (len(told), told)
    table = client.get(f"/alder/timebank/desk/?tab={tab}&as=csv")
    assert table["Content-Type"].startswith("text/csv")


def test_the_desk_says_in_one_line_whether_the_books_are_right(town: Town) -> None:
    cleo, tom = town.actor("Cleo"), town.actor("Tom")

    def read() -> str:
        return " ".join(signed_in(town, "Cleo").get("/alder/timebank/desk/").content.decode().split())

    assert "The books were not added up yet" in read()
    assert "Nothing waits for a second person." in read()
    assert not isinstance(do("ledger.verify", tom), Refusal)
    assert "The books are right: added up on" in read()
    assert not isinstance(do("ledger.set_undoing", tom, two_from=HOURS(60)), Refusal)
    said = {"entry": Contribution.objects.get(community=town.community).entry, "reason": "It was twice"}
    assert not isinstance(do("ledger.take_back", tom, **said), Refusal)
    assert "One thing waits for a second person." in read()
    assert not isinstance(do("ledger.set_undoing", tom, why="We know each other"), Refusal)
    assert "2 things wait for a second person." in read()
    with clock.at(datetime.now(UTC) + timedelta(days=4)):
        assert "The books were added up last on" in read()
    found = do("ledger.verify", tom, anchor=str(Head(1, bytes(32))))
    assert not isinstance(found, Refusal)
    assert "Change nothing, and look today." in read()
    assert queries.waiting(cleo, TODAY).books.faults
    assert queries.waiting(town.actor("Ana"), TODAY).books == Glance(None, None, 0, 0)


def test_nobody_but_the_desk_finds_the_desk(towns: tuple[Town, Town]) -> None:
    here, there = towns
    addresses = ("desk/", "call/", f"call/{here.agents['Ben']}/")
    for who in ("Ana", "Dee", "Tom"):
        client = signed_in(here, who)
        for address in addresses:
            assert client.get(f"/{here.slug}/timebank/{address}").status_code == 404
        pressed = {"do": "renew", "id": here.needs[0], "request_id": uuid4()}
        assert client.post(f"/{here.slug}/timebank/desk/press/", pressed).status_code == 404
    client = signed_in(here, "Cleo")
    assert client.get(f"/{here.slug}/timebank/call/{there.agents['Ben']}/").status_code == 404
    client.post(f"/{here.slug}/timebank/desk/press/", {"do": "renew", "id": there.needs[0], "request_id": uuid4()})
    assert Need.objects.get(public_id=there.needs[0]).until_on is None
    assert client.get(f"/{here.slug}/timebank/desk/?tab=nothing").status_code == 404
    assert client.post(f"/{here.slug}/timebank/desk/press/", {"do": "leave"}).status_code == 404


@pytest.mark.parametrize("said", ["ben", "Ben kan", "960 001", "01632 960001", "+44 1632 960001"])
def test_who_rings_is_found_by_name_or_number(town: Town, said: str) -> None:
    found = [row.agent.public_id for row in queries.callers(town.actor("Cleo"), said)]
    assert town.agents["Ben"] in found
    assert not queries.callers(town.actor("Ana"), said).exists()


def test_a_call_card_says_what_waits_and_writes_down_that_it_was_read(town: Town) -> None:
    do("exchange.propose", town.actor("Ana"), need=town.needs[0])
    client = signed_in(town, "Cleo")
    page = client.get(f"/alder/timebank/call/{town.agents['Ben']}/").content.decode()
    assert "01632 960 001" in page
    assert "They say yes" in page
    assert "A lift" in page
    read = AuditRow.objects.filter(kind=AuditRow.READ, why="call").get()
    assert read.subjects == [Agent.objects.get(public_id=town.agents["Ben"]).pk]
    pressed = {"do": "agree", "agreement": Agreement.objects.get().public_id, "for_": town.agents["Ben"],
               "member": town.agents["Ben"], "request_id": uuid4()}  # fmt: skip
    answer = client.post("/alder/timebank/desk/press/", pressed)
    assert answer["Location"] == f"/alder/timebank/call/{town.agents['Ben']}/"
    assert Agreement.objects.get().state == Agreement.AGREED


def test_a_script_names_the_need_and_not_whose_it_is(town: Town) -> None:
    client = signed_in(town, "Cleo")
    address = f"/alder/timebank/call/{town.agents['Ana']}/?need={town.needs[0]}"
    page = client.get(address).content.decode()
    assert "A dripping tap" in page
    assert "Ben" not in page
    assert "nothing changes" in page
    one, other = sorted(Agent.objects.filter(public_id__in=[town.agents["Ana"], town.agents["Ben"]]),
                        key=lambda agent: agent.pk)  # fmt: skip
    BarredPair.objects.create(community=town.community, one=one, other=other, since_on=TODAY)
    assert "A dripping tap" not in client.get(address).content.decode()


def history(town: Town, seed: int) -> None:
    """Help of a year and a half at random; some recorded by the desk, some by a thread, some put right, one gift."""
    chance, cleo = Random(seed), town.actor("Cleo")
    kinds = list(Category.objects.filter(community=town.community).values_list("name", flat=True))[:6]
    for _ in range(40):
        giver, receiver = chance.sample(["Ana", "Ben", "Dee", "Tom", "Kim"], 2)
        told = {"time": HOURS(chance.randint(1, 300)), "done_on": TODAY - timedelta(days=chance.randint(0, 365)),
                "category": chance.choice(kinds)}  # fmt: skip
        if chance.random() < 0.5:
            do("timebank.record_for", cleo, **town.help(giver, receiver, **told))
            continue
        others = [name for name in ("Rae", "Aud") if chance.random() < 0.3]
        done = do("exchange.record", town.actor(giver),
                  receivers=(town.agents[receiver], *(town.agents[name] for name in others)), **told)  # fmt: skip
        for name in (receiver, *others):
            do("exchange.confirm", town.actor(name), agreement=done.value.agreement)  # type: ignore[union-attr]
    for row in chance.sample(list(Contribution.objects.filter(community=town.community)), 8):
        again = {"time": HOURS(chance.randint(1, 90))} if chance.random() < 0.5 else {}
        do("exchange.correct", cleo, contribution=row.public_id, reason="It was another time.", **again)
    do("timebank.give_hours", town.actor("Ana"), giver=town.agents["Ana"], time=HOURS(30))


def ledger(town: Town) -> Counter[tuple[str, str]]:
    """Minutes given by month and kind, from the postings alone: what was taken back is taken off."""
    minutes: Counter[tuple[str, str]] = Counter()
    postings = apps.get_model("ledger", "Posting").objects
    for posting in postings.filter(account__community=town.community, unit="hour").select_related("entry"):
        entry, amount = posting.entry, posting.amount
        key = (f"{entry.effective_on:%Y-%m}", entry.category)
        if entry.kind == "exchange" and amount > 0:
            minutes[key] += amount
        if entry.kind == "reversal" and amount < 0:
            minutes[key] += amount
    return +minutes


@pytest.mark.parametrize("seed", range(3))
def test_figures_are_the_ledgers_to_the_minute(town: Town, seed: int) -> None:
    history(town, seed)
    found: Counter[tuple[str, str]] = Counter()
    for year in (TODAY.year, TODAY.year - 1):
        told = figures(town.actor("Cleo"), TODAY, year)
        assert told is not None
        assert sum(row.given_minutes or 0 for row in told.months) == told.total.given_minutes
        assert sum(row.given_minutes or 0 for row in told.kinds) == told.total.given_minutes
        assert sum(row.exchanges or 0 for row in told.cells) == told.total.exchanges
        for row in told.cells:
            assert row.given_minutes == row.received_minutes
            found[row.labels[0], row.labels[1]] += row.given_minutes or 0
    assert found == ledger(town)


def test_page_table_and_operation_say_the_same(town: Town) -> None:
    history(town, 4)
    client = signed_in(town, "Cleo")
    operation = client.get("/api/alder/timebank/figures").json()
    lines = client.get("/alder/timebank/figures/?as=csv").content.decode("utf-8-sig").splitlines()[1:]
    told = [line.split(",") for line in lines]
    assert [(line[0], line[1], int(line[2]), int(line[3])) for line in told] == [
        (*cell["labels"], cell["exchanges"], cell["given_minutes"]) for cell in operation["cells"]
    ]
    page = client.get("/alder/timebank/figures/").content.decode()
    assert f"{operation['total']['exchanges']} exchanges" in page
    assert str(HOURS(operation["total"]["given_minutes"])) in page


def small(found: Any) -> Iterator[int]:
    """Every number of people or exchanges in an answer."""
    yield from (row.exchanges for row in (*found.months, *found.kinds, found.total) if row.exchanges is not None)
    yield from (number for _, number in found.newcomers if number is not None)
    for rate in (found.without_staff, found.asked):
        if rate is not None:
            yield from (rate.k, rate.n, rate.n - rate.k)


def test_members_read_no_small_number(town: Town) -> None:
    history(town, 5)
    ours, theirs = figures(town.actor("Tom"), TODAY), figures(town.actor("Ana"), TODAY)
    assert ours is not None
    assert theirs is not None
    assert ours.is_whole
    assert any(1 <= number <= 7 for number in small(ours))
    assert not any(1 <= number <= 7 for number in small(theirs))
    assert theirs.cells == ()
    assert figures(town.actor("Kim"), TODAY) is not None  # a commissioner here is a member too
    assert "1 to 7" in signed_in(town, "Ana").get("/alder/timebank/figures/").content.decode()


def test_demo_stands_in_the_heading_and_the_table(town: Town) -> None:
    client = signed_in(town, "Cleo")
    heading = '<span class="badge">demo</span></h1>'
    assert heading not in client.get("/alder/timebank/figures/").content.decode()
    type(town.community).objects.update(is_demo=True)
    assert heading in client.get("/alder/timebank/figures/").content.decode()
    assert client.get("/alder/timebank/figures/?as=csv").content.decode().splitlines()[1].endswith(",demo")


def test_what_is_asked_for_whoever_rings_is_known_already(town: Town) -> None:
    """From the call card to a thread proposed for them, without choosing the person again."""
    desk, ben = signed_in(town, "Cleo"), town.agents["Ben"]
    for word, verb in (("needs", "new_need"), ("offers", "new_offer")):
        assert f"/alder/exchange/{word}/new/?who={ben}" in desk.get(f"/alder/timebank/call/{ben}/").content.decode()
        begun = desk.get(f"/alder/exchange/{word}/new/", {"who": str(ben)})
        assert begun.headers["Location"].endswith("/what/"), verb
        unknown = desk.get(f"/alder/exchange/{word}/new/", {"who": str(uuid4())})
        assert unknown.headers["Location"].endswith("/who/")
    mine = signed_in(town, "Ana").get("/alder/exchange/needs/new/", {"who": str(ben)}, follow=True)
    assert "Ben" not in mine.context["form"].__class__.__name__
    pressed = {"do": "propose", "member": town.agents["Ana"], "giver": town.agents["Ana"], "need": town.needs[0]}
    desk.post("/alder/timebank/desk/press/", {**pressed, "request_id": uuid4()})
    thread = Agreement.objects.latest("pk")
    assert thread.commitments.get(side="gives").agent.public_id == town.agents["Ana"]
    address = f"/alder/exchange/threads/{thread.public_id}/?for={town.agents['Ana']}"
    assert address in desk.get(f"/alder/timebank/call/{town.agents['Ana']}/").content.decode()
    opened = desk.get(address)
    assert opened.context["read"].mine.agent.public_id == town.agents["Ana"]
    assert "agree" in opened.context["forms"]


def test_members_are_led_to_the_figures(town: Town) -> None:
    home = signed_in(town, "Ana").get("/alder/").content.decode()
    assert "/alder/timebank/figures/" in home


def test_groups_are_not_counted_as_people_in_the_return_rate(town: Town) -> None:
    """A group that is helped is asked nothing; what a person gives a group is help."""
    cleo = town.actor("Cleo")
    formed = do("people.form_group", cleo, kind="organisation", name="Library", members=(town.agents["Kim"],))
    before = figures(cleo, TODAY)
    for giver, receiver in (("Ana", formed.value.id), (formed.value.id, "Ana"), ("Ben", formed.value.id)):
        assert do("timebank.record_for", cleo, **town.help(giver, receiver, done_on=TODAY)).value
    after = figures(cleo, TODAY)
    assert before and before.return_rate and after and after.return_rate
    assert (before.return_rate.n, before.return_rate.returned) == (1, 0)  # Ben, helped by Ana
    assert (after.return_rate.n, after.return_rate.returned) == (1, 1)  # and now he helped the library


def test_hours_the_other_never_said_a_word_about_come_first(town: Town) -> None:
    agreed = do("exchange.propose", town.actor("Ana"), need=town.needs[0]).value.agreement
    do("exchange.agree", town.actor("Ben"), agreement=agreed)
    do("exchange.do", town.actor("Ana"), agreement=agreed, time=HOURS(60))
    do("exchange.dispute", town.actor("Ben"), agreement=agreed, words="Half an hour")
    said = {"time": HOURS(60), "done_on": TODAY, "category": "Lifts"}
    alone = do("exchange.record", town.actor("Ana"), receivers=(town.agents["Ben"],), **said).value.agreement
    rows = list(queries.hours_waiting(town.actor("Cleo")))
    assert [(row.public_id, row.is_unheard) for row in rows] == [(alone, True), (agreed, False)]
    page = signed_in(town, "Cleo").get("/alder/timebank/desk/", {"tab": "hours"}).content.decode()
    assert "Stands by itself on" in page and "Ring Ben" in page
    do("exchange.confirm", town.actor("Cleo"), agreement=alone, for_=town.agents["Ben"])
    assert [row.public_id for row in queries.hours_waiting(town.actor("Cleo"))] == [agreed]
