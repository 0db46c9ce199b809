"""Paper: the strengths conversation, sheets typed in, the directory, and months that agree with the ledger."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.arenas.timebank.pages.sheet_entry import FIELDS, LINES
from coproduce.arenas.timebank.queries.leaflet import gives_away, words_for_print
from coproduce.arenas.timebank.queries.paper import months, with_ask
from coproduce.community import ledger
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.histories.rules import Opening
from coproduce.community.exchange.models import Ask, Contribution, Offer
from coproduce.community.exchange.rules import Intention
from coproduce.community.ledger.queries import given_and_received
from coproduce.community.people.models import Agent, Membership, Strength
from coproduce.community.people.rules import NewMember
from coproduce.core.quantity import HOURS

pytestmark = pytest.mark.django_db

DESK = (
    "paper/", "paper/sign-up/", "paper/hours/", "paper/enter/", "paper/directory/", "paper/strengths/", "paper/months/",
)  # fmt: skip


def talk(town: Town, who: str, whom: str = "Ana", **said: Any) -> Any:
    address = f"/{town.slug}/timebank/strengths/{town.agents[whom]}/"
    return signed_in(town, who).post(address, {"request_id": str(uuid4()), **said})


def strengths(town: Town, whom: str = "Ana") -> set[tuple[str, str]]:
    return set(Strength.objects.filter(agent__public_id=town.agents[whom]).values_list("kind", "words"))


@pytest.mark.parametrize(("who", "status"), [("Cleo", 302), ("Ana", 302), ("Ben", 404), ("Tom", 404)])
def test_a_conversation_keeps_many_at_once(town: Town, who: str, status: int) -> None:
    before = strengths(town)
    said = {
        "ticked": [f"company {town.canary}"],
        "skill_0": "  reads letters aloud ",
        "thing_0": "a ladder",
        "place_0": "kitchen table",
        "experience_1": "caring for a mother",
    }
    assert talk(town, who, **said).status_code == status
    kept = {
        ("skill", f"company {town.canary}"), ("skill", "reads letters aloud"), ("thing", "a ladder"),
        ("place", "kitchen table"), ("experience", "caring for a mother"),
    }  # fmt: skip
    assert strengths(town) - before == (kept if status == 302 else set())
    verbs = AuditRow.objects.filter(verb="people.record_strength", kind=AuditRow.DONE).count()
    assert verbs == (len(kept) if status == 302 else 0)


def test_the_same_page_twice_keeps_once(town: Town) -> None:
    page_id = str(uuid4())
    for _ in range(2):
        assert talk(town, "Cleo", request_id=page_id, thing_0="a ladder").status_code == 302
    assert AuditRow.objects.filter(verb="people.record_strength", kind=AuditRow.DONE).count() == 1


def test_what_is_too_long_is_said_and_nothing_is_kept(town: Town) -> None:
    before = strengths(town)
    answer = talk(town, "Cleo", thing_0="a ladder", thing_1="x" * 201)
    assert answer.status_code == 422
    assert "Say it in 200 letters or fewer." in answer.content.decode()
    assert strengths(town) == before


def test_only_what_they_said_yes_to_is_offered(town: Town) -> None:
    talk(town, "Cleo", thing_0="a ladder", experience_0="coming to a new country")
    client, address = signed_in(town, "Cleo"), f"/alder/timebank/strengths/{town.agents['Ana']}/offers/"
    rows = client.get(address).context["form"].words
    ladder = next(key for key, words in rows.items() if words == "a ladder")
    unsaid = client.post(address, {"request_id": str(uuid4()), f"pass_{ladder}": "on"})
    assert unsaid.status_code == 422
    assert "Choose what kind of help it is." in unsaid.content.decode()
    said = {"request_id": str(uuid4()), f"pass_{ladder}": "on", f"kind_{ladder}": f"company {town.canary}"}
    answer = client.post(address, said, follow=True)
    mine = Offer.objects.filter(agent__public_id=town.agents["Ana"])
    assert [one.words for one in mine] == ["a ladder"]
    assert "What happens next" in answer.content.decode()
    assert "a ladder" not in client.get(address).context["form"].words.values()
    assert signed_in(town, "Ben").get(address).status_code == 404


def test_ones_own_page_leads_to_the_conversation(town: Town) -> None:
    mine, theirs = (
        signed_in(town, who).get(f"/alder/people/{town.agents['Ana']}/").content.decode() for who in ("Ana", "Ben")
    )
    address = f"/alder/timebank/strengths/{town.agents['Ana']}/"
    assert address in mine
    assert address not in theirs
    assert signed_in(town, "Ana").get(f"{address}paper/").status_code == 200


def test_only_the_desk_finds_the_sheets(town: Town) -> None:
    cleo, ana = signed_in(town, "Cleo"), signed_in(town, "Ana")
    for address in DESK:
        assert cleo.get(f"/alder/timebank/{address}").status_code == 200, address
        assert ana.get(f"/alder/timebank/{address}").status_code == 404, address


def sheet(*lines: dict[str, str], page_id: str = "") -> dict[str, str]:
    said = {"request_id": page_id or str(uuid4())}
    for number, line in enumerate(lines):
        said |= {f"{name}_{number}": line.get(name, "") for name in FIELDS}
    return said


def line(town: Town, **change: str) -> dict[str, str]:
    return {
        "day": (TODAY - timedelta(days=2)).isoformat(),
        "giver": "Ana",
        "receiver": f"Ben {town.canary}",
        "what": f"company {town.canary}",
        "time": "1 h 30",
        "thanks": "",
        **change,
    }


ENTER = "/alder/timebank/paper/enter/"


def test_a_sheet_is_typed_in_and_a_second_press_does_nothing(town: Town) -> None:
    before, client = Contribution.objects.count(), signed_in(town, "Cleo")
    said = sheet(line(town, thanks="That was kind"), line(town, day="", time="45 min", giver="dee"))
    for _ in range(2):
        assert client.post(ENTER, said).status_code == 302
    fresh = list(Contribution.objects.order_by("pk")[before:])
    assert [(one.amount, one.thanks, one.effective_on) for one in fresh] == [
        (90, "That was kind", TODAY - timedelta(days=2)),
        (45, "", TODAY - timedelta(days=2)),
    ]


def test_help_whose_thanks_are_refused_is_written_down_once(town: Town) -> None:
    before, client = Contribution.objects.count(), signed_in(town, "Cleo")
    answer = client.post(ENTER, sheet(line(town, thanks="Thank you " * 40)), follow=True)
    assert "letters" in answer.content.decode()
    again = {name: said or "" for name, said in sheet(*[one.said for one in answer.context["lines"]]).items()}
    client.post(ENTER, again)  # the page as it came back, sent once more
    assert Contribution.objects.count() == before + 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"giver": "Nobody"}, "Nobody here is called “Nobody”"),
        ({"giver": ""}, "Write who gave the help."),
        ({"receiver": ""}, "Write who was helped."),
        ({"giver": "kanari"}, "could be"),
        ({"giver": "Ben"}, "Help is given to someone else"),
        ({"time": "a while"}, "Write how long it took, like 1 h 30."),
        ({"time": "25 h"}, "Nobody helps longer than 24 h 00 at once"),
        ({"day": ""}, "Write day, month and year, on this line or the one above."),
        ({"day": "2026-11-30"}, "this day is still to come"),
        ({"what": "zzz"}, "We do not know what kind of help this is."),
    ],
)
def test_good_lines_are_taken_and_the_others_stay(town: Town, change: dict[str, str], sentence: str) -> None:
    before, client = Contribution.objects.count(), signed_in(town, "Cleo")
    wrong = line(town, **change)
    answer = client.post(ENTER, sheet(wrong, line(town)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence.casefold() in page.casefold()
    assert "One line is written down" in page
    assert Contribution.objects.count() == before + 1
    left = [one for one in answer.context["lines"] if one.why]
    assert [dict(one.said) for one in left] == [wrong]
    mended = sheet(line(town), page_id=str(answer.context["request_id"]))
    assert client.post(ENTER, mended).status_code == 302
    assert Contribution.objects.count() == before + 2


def written(town: Town) -> list[tuple[int, tuple[str, ...], str, Any]]:
    """The newest lines of both accounts of a sheet of Ana and Ben."""
    agents = Agent.objects.filter(public_id__in=(town.agents["Ana"], town.agents["Ben"])).order_by("pk")
    accounts = [ledger.member_account(town.community.pk, agent.pk, HOURS) for agent in agents]
    lines = [line for account in accounts for line in ledger.statement(account, limit=LINES)]
    return [(line.amount.minor, line.others, line.category, line.effective_on) for line in lines]


def test_lines_are_the_verb_said_line_by_line(town: Town) -> None:
    """A sheet and the same help one by one: equal rows in the ledger."""
    lines = [line(town, time=f"{minutes} min") for minutes in range(10, 10 + LINES)]
    signed_in(town, "Cleo").post(ENTER, sheet(*lines))
    typed = written(town)
    cleo = town.actor("Cleo")
    for said in lines:
        day = TODAY - timedelta(days=2)
        done = do("timebank.record_for", cleo, **town.help(time=HOURS.parse(said["time"]), done_on=day))
        assert isinstance(done, Done), done
    assert written(town) == typed
    assert len({amount for amount, *_ in typed}) == 2 * LINES


def say_yes(town: Town, whom: str) -> None:
    done = do("people.consent", town.actor(whom), member=town.agents[whom], scope="directory")
    assert isinstance(done, Done), done


def test_the_directory_holds_first_names_of_those_who_said_yes(town: Town) -> None:
    client = signed_in(town, "Cleo")
    for whom, words in (("Ana", "Bread on Fridays"), ("Ana", "Ring me: 01632 960 001"), ("Dee", "Walks")):
        offers = (Intention(str(town.agents[whom]), f"company {town.canary}", words, TODAY),)
        assert isinstance(do("exchange.offer", town.actor("Cleo"), offers=offers), Done)
    assert "Bread on Fridays" not in client.get("/alder/timebank/paper/directory/").content.decode()
    say_yes(town, "Ana")
    for address in ("", "?as=csv"):
        page = client.get(f"/alder/timebank/paper/directory/{address}").content.decode()
        printed = page.partition("<article")[2] or page
        assert "Bread on Fridays" in printed
        assert "Walks" not in printed
        assert "01632 960 001" not in printed
        assert f"Ana {town.canary}" not in printed
    Membership.objects.filter(agent__public_id=town.agents["Ana"]).update(state=Membership.PAUSED)
    assert "Bread on Fridays" not in client.get("/alder/timebank/paper/directory/").content.decode()


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("a lift on 12 or 13 May", False),
        ("2 hours a week, the walk in the park", False),
        ("The hedge in Mill Lane, 3 hours or so", False),
        ("Walks along Mill Lane 2 times a week", False),
        ("Up to 40 masks by 2027", False),
        ("07700900123", True),
        ("mail ana@example.org", True),
        ("Lopes' jam", True),
        ("Paint the fence, 12 Mill Lane", True),
        ("the blue door, 7b, old mill road", True),
        ("Flat 3 Elm Court, second bell", True),
        ("12 rue du Moulin", True),
        ("Hauptstraße 12", True),
        ("at mine, GL5 1AB", True),
        ("1017 AB Amsterdam", True),
        ("48149 Muenster", True),
    ],
)
def test_words_that_give_somebody_away_are_not_printed(words: str, is_told: bool) -> None:
    assert gives_away(words, "Ana Lopes") is is_told
    assert words_for_print(words, "Food", "Ana Lopes") == ("Food" if is_told else words)


def of_month(town: Town, month: int) -> Any:
    agents = list(with_ask(Agent.objects.filter(community=town.community)).order_by("pk"))
    first = TODAY.replace(month=month, day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return months(town.actor("Cleo"), agents, first, last, "Europe/London")


def test_months_agree_with_the_ledger_to_the_minute(town: Town) -> None:
    cleo = town.actor("Cleo")
    for minutes, days in ((30, 3), (45, 20), (60, 45), (75, 50)):
        do("timebank.record_for", cleo, **town.help(time=HOURS(minutes), done_on=TODAY - timedelta(days=days)))
    do("timebank.record_for", cleo, **town.help("Ben", "Ana", time=HOURS(25), done_on=TODAY - timedelta(days=40)))
    do("timebank.give_hours", town.actor("Ana"), giver=town.agents["Ana"], receiver=town.agents["Dee"], time=HOURS(15))
    wrong = Contribution.objects.get(amount=75)
    put_right = do("exchange.correct", cleo, contribution=wrong.public_id, time=HOURS(70), reason="It was less")
    assert isinstance(put_right, Done), put_right
    every = [one for month in range(1, 12) for one in of_month(town, month)]
    for agent in Agent.objects.filter(community=town.community):
        theirs = [one for one in every if one.agent.pk == agent.pk]
        cord = given_and_received(cleo, HOURS, agent.pk)
        assert sum(one.stretch.cord.given.minor for one in theirs) == cord.given.minor
        assert sum(one.stretch.cord.received.minor for one in theirs) == cord.received.minor
        account = ledger.member_account(town.community.pk, agent.pk, HOURS)
        lines = [line for one in theirs for line in one.stretch.lines]
        assert sum(line.amount.minor for line in lines) == ledger.balance(account).minor
        assert {line.entry for line in lines} == {line.entry for line in ledger.statement(account)}
    assert {"reversal", "gift"} <= {line.kind for one in every for line in one.stretch.lines}


def test_a_month_in_words(town: Town) -> None:
    contribution = Contribution.objects.get()
    do("exchange.thank", town.actor("Ben"), contribution=contribution.public_id, words="You made my day")
    Ask.objects.filter(agent__public_id=town.agents["Ben"]).update(state=Ask.ASKED)
    client = signed_in(town, "Cleo")
    ana = client.get(f"/alder/timebank/paper/months/{town.agents['Ana']}/?month=2026-11").content.decode()
    ben = client.get(f"/alder/timebank/paper/months/{town.agents['Ben']}/?month=2026-11").content.decode()
    assert "You gave <b>2 h 00</b> of help." in ana
    assert "“You made my day” Ben" in ana
    assert "You received <b>2 h 00</b> of help." in ben
    assert "We would like to ask you something" in ben
    assert "We would like to ask you something" not in ana
    for page in (ana, ben):
        assert "01632 960 000" in page
        letter = page.partition("<article")[2].partition("</article>")[0]
        assert "-2" not in letter
        assert "−" not in letter
    october = client.get(f"/alder/timebank/paper/months/{town.agents['Ana']}/?month=2026-10").content.decode()
    assert "Nothing was written down this month." in october


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(90, "you had given 1 h 30 more than you had received"), (-90, "you had received 1 h 30 more than you had given")],
)
def test_hours_brought_along_are_nobodys_help(town: Town, minutes: int, said: str) -> None:
    rows = (Opening(town.agents["Dee"], minutes, TODAY),)
    assert isinstance(do("exchange.open_balances", town.actor("Cleo"), rows=rows), Done)
    page = signed_in(town, "Cleo").get(f"/alder/timebank/paper/months/{town.agents['Dee']}/?month=2026-11")
    letter = page.content.decode().partition("<article")[2].partition("</article>")[0]
    assert f"brought from before: {said}" in letter
    assert "gave you" not in letter
    assert "You received <b>0 h 00</b> of help." in letter
    assert "−" not in letter


def test_a_month_is_ones_own_and_the_desks(town: Town) -> None:
    address = f"/alder/timebank/paper/months/{town.agents['Ana']}/"
    seen = {who: signed_in(town, who).get(address).status_code for who in ("Ana", "Cleo", "Tom", "Ben", "Dee")}
    assert seen == {"Ana": 200, "Cleo": 200, "Tom": 200, "Ben": 404, "Dee": 404}


def test_a_month_says_where_one_number_is_shown(town: Town) -> None:
    community = town.community
    community.shows_balances = True
    community.save()
    client = signed_in(town, "Cleo")
    said = {
        who: client.get(f"/alder/timebank/paper/months/{town.agents[who]}/").content.decode()
        for who in ("Ana", "Ben", "Dee")
    }
    assert "<b>2 h 00</b> are to come to you" in said["Ana"]
    assert "you received <b>2 h 00</b> more than you gave" in said["Ben"]
    assert "are even today" in said["Dee"]


@pytest.fixture
def forty(town: Town) -> Town:
    """Forty more who like paper best, each helped by Ana this month."""
    cleo = town.actor("Cleo")
    do("people.welcome", cleo, members=tuple(NewMember(f"Paper {number:02}") for number in range(40)))
    for agent in Agent.objects.filter(name__startswith="Paper").values_list("public_id", flat=True):
        do("timebank.record_for", cleo, **town.help(receiver=agent, time=HOURS(20)))
    return town


def test_forty_letters_ask_the_database_eight_things(forty: Town) -> None:
    client = signed_in(forty, "Cleo")
    client.get("/alder/timebank/paper/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/alder/timebank/paper/months/?month=2026-11")
    assert len(answer.context["letters"]) == 40
    assert len(asked) <= 8, [query["sql"][:90] for query in asked]
    table = client.get("/alder/timebank/paper/months/?month=2026-11&as=csv").content.decode().strip().splitlines()
    assert len(table) == 41
    every = client.get("/alder/timebank/paper/months/?month=2026-11&whose=all")
    assert len(every.context["letters"]) == Membership.objects.filter(state=Membership.ACTIVE).count()


@pytest.mark.parametrize("address", [*DESK, "strengths/{ana}/", "strengths/{ana}/offers/", "strengths/{ana}/next/"])
def test_pages_ask_the_database_eight_things_at_most(town: Town, address: str) -> None:
    talk(town, "Cleo", thing_0="a ladder")
    client = signed_in(town, "Cleo")
    client.get("/alder/timebank/paper/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/alder/timebank/{address.format(ana=town.agents['Ana'])}").status_code == 200
    assert len(asked) <= 8, [query["sql"][:90] for query in asked]


def test_what_is_made_up_says_so_on_every_sheet(town: Town) -> None:
    community = town.community
    community.is_demo = True
    community.save()
    say_yes(town, "Ben")
    client = signed_in(town, "Cleo")
    for address in (*DESK[1:3], *DESK[4:6], f"paper/months/{town.agents['Ana']}/"):
        page = client.get(f"/alder/timebank/{address}").content.decode()
        heading = page.partition("<article")[2].partition("<h2>")[2].partition("</h2>")[0]
        assert "(demo)" in heading, address
    for address in ("paper/directory/", "paper/months/"):
        rows = client.get(f"/alder/timebank/{address}?whose=all&as=csv").content.decode().strip().splitlines()
        assert len(rows) > 1
        assert all(row.endswith("demo") for row in rows[1:]), address
