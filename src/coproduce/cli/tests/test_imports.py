"""Lists come in: good rows taken, bad ones set aside with a remedy, twice the same as once."""

import csv
import json
from datetime import date, time
from pathlib import Path

import pytest
from tests.fixtures.shared import real
from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in

from coproduce.cli.tests.running import coproduce
from coproduce.community import ledger
from coproduce.community.base.bringing import CHUNK
from coproduce.community.exchange.models import Category, Contribution, Need, Offer
from coproduce.community.people.models import Agent, Membership
from coproduce.core.quantity import HOURS

pytestmark = pytest.mark.django_db


def bring(*words: object) -> dict[str, object]:
    done = coproduce("import", *words, "--community", "alder", "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.output.splitlines()[-1])  # type: ignore[no-any-return]


def test_members(town: Town, tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text(
        "Full name;E-mail;Phone;Area;Skills\n"
        "Flo;flo@x.org;01632 960 5;Lane kanari;bread\nGuy;guy;;;\nHal;hal@x.org;;;\n"
    )
    said = bring(tmp_path / "members.csv", "--set-aside", tmp_path)
    assert (said["list"], said["good"], said["set_aside"], said["added"]) == ("members", 2, 1, 2)
    with (tmp_path / "members-set-aside.csv").open(encoding="utf-8") as file:
        [bad] = list(csv.DictReader(file))
    assert (bad["row"], bad["field"], bad["Full name"]) == ("3", "email", "Guy")
    assert bad["reason"] and bad["remedy"]
    assert Membership.objects.filter(agent__name="Flo", neighbourhood__name="Lane kanari").exists()
    assert bring(tmp_path / "members.csv", "--set-aside", tmp_path)["added"] == 0


def test_a_dry_run_changes_nothing_and_prints_the_map(town: Town, tmp_path: Path) -> None:
    (tmp_path / "needs.csv").write_text("recipient,kind,words,date\nward 3,masks,40 masks,2026-11-01\n")
    before = Need.objects.count()
    done = coproduce("import", tmp_path / "needs.csv", "--community", "alder", "--dry-run")
    assert 'who = "recipient"' in done.output
    assert Need.objects.count() == before
    assert not Agent.objects.filter(name="ward 3").exists()


def test_a_map_says_which_heading_is_which(town: Town, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Hvem,Hvad,Dag\nAfdeling 3,masker,1/11/2026\n")
    (tmp_path / "map.toml").write_text(
        'list = "needs"\nsource = "ward"\ndates = "dmy"\n[columns]\nwho = "Hvem"\ncategory = "Hvad"\nsaid_on = "Dag"\n'
    )
    assert coproduce("import", tmp_path / "x.csv", "--community", "alder").exit_code == 1
    said = bring(tmp_path / "x.csv", "--map", tmp_path / "map.toml")
    assert said["added"] == 1
    assert Need.objects.get(category__name="masker").said_on.isoformat() == "2026-11-01"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", "", "no rows"),
        ("shoes.csv", "size,colour\n38,red\n", "look like no list"),
        ("broken.csv", 'recipient,kind\n"a,b\n', "breaks off"),
    ],
)
def test_a_file_that_is_no_list_is_refused_before_any_other_is_taken(
    town: Town, tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / "needs.csv").write_text("recipient,kind\nward 3,masks\n")
    (tmp_path / name).write_text(content)
    before = Need.objects.count()
    done = coproduce("import", tmp_path / "needs.csv", tmp_path / name, "--community", "alder")
    assert done.exit_code == 1
    assert said in done.output
    assert Need.objects.count() == before


def test_who_brings_it(town: Town, tmp_path: Path) -> None:
    (tmp_path / "needs.csv").write_text("recipient,kind\nward 3,masks\n")
    done = coproduce("import", tmp_path / "needs.csv", "--community", "alder", "--as", town.email("Tom"))
    assert done.exit_code == 1
    assert not Agent.objects.filter(name="ward 3").exists()
    assert "no community called moon" in coproduce("import", tmp_path / "needs.csv", "--community", "moon").output


HISTORY = (
    "Nr,Giver,Receiver,Minutes,Date,Kind,Notes\n"
    "1,ana@alder.example,Ben kanari,90,2019-03-01,Car share,to the surgery\n"
    "2,Ben kanari,ana@alder.example,45,2019-04-01,Gardening,\n"
    "3,Ana kanari,Dee kanari,60,2026-11-01,Knot tying,\n"
)


def balance(town: Town, name: str) -> int:
    agent = Agent.objects.get(public_id=town.agents[name])
    return ledger.balance(ledger.member_account(town.community.pk, agent.pk, HOURS)).minor


def test_a_history_comes_in_whole(town: Town, tmp_path: Path) -> None:
    (tmp_path / "book.csv").write_text(HISTORY)
    before = balance(town, "Ana")
    said = bring(tmp_path / "book.csv")
    assert (said["list"], said["added"], said["already_here"]) == ("contributions", 3, 0)
    assert balance(town, "Ana") - before == 90 - 45 + 60
    assert bring(tmp_path / "book.csv")["already_here"] == 3
    assert balance(town, "Ana") - before == 105
    kinds = dict(Contribution.objects.filter(amount__in=(90, 45, 60)).values_list("amount", "category__code"))
    assert kinds == {90: "transport.lift", 45: "garden", 60: ""}
    assert Category.objects.filter(name="Knot tying").exists()


def test_one_bad_row_and_nothing_of_a_history_is_taken(town: Town, tmp_path: Path) -> None:
    """The twin of a name, a day to come, a day that was never, no member, too long, its number twice."""
    Agent.objects.create(community=town.community, name="ben kanari")
    (tmp_path / "needs.csv").write_text("recipient,kind\nward 3,masks\n")
    (tmp_path / "book.csv").write_text(
        HISTORY.replace(",Ben kanari", f",{town.agents['Ben']}").replace("2,Ben kanari", f"2,{town.agents['Ben']}")
        + "4,Ana kanari,Ben kanari,60,2026-11-01,,\n"
        + "5,Ana kanari,Dee kanari,60,2027-01-01,,\n"
        + "6,Ana kanari,Dee kanari,60,01/02/2023,,\n"
        + "7,Zoe,Dee kanari,60,2026-11-01,,\n"
        + "8,Ana kanari,Dee kanari,1500,2026-11-01,,\n"
        + "1,Ana kanari,Dee kanari,60,2026-11-01,,\n"
        + "9,Ana kanari,Dee kanari,60,,,\n"
    )
    before = Contribution.objects.count()
    done = coproduce(
        "import", tmp_path / "needs.csv", tmp_path / "book.csv", "--community", "alder", "--set-aside", tmp_path
    )
    assert done.exit_code == 1
    assert "Nothing of the books was taken" in done.output
    assert Contribution.objects.count() == before
    with (tmp_path / "book-set-aside.csv").open(encoding="utf-8") as file:
        bad = list(csv.DictReader(file))
    assert [(row["row"], row["field"]) for row in bad] == [
        ("5", "receiver"),
        ("6", "done_on"),
        ("7", "done_on"),
        ("8", "giver"),
        ("9", "time"),
        ("10", "id"),
        ("11", "done_on"),
    ]
    assert bad[0]["reason"] == "2 members here answer to “Ben kanari”."
    assert all(row["reason"] and row["remedy"] for row in bad)


def test_who_left_is_named_and_not_guessed(town: Town, tmp_path: Path) -> None:
    Membership.objects.filter(agent__public_id=town.agents["Ben"]).update(state=Membership.LEFT)
    (tmp_path / "book.csv").write_text(HISTORY)
    done = coproduce("import", tmp_path / "book.csv", "--community", "alder", "--set-aside", tmp_path)
    assert done.exit_code == 1
    assert "their account is closed" in (tmp_path / "book-set-aside.csv").read_text()


def test_a_killed_history_resumes_to_the_same_end(town: Town, tmp_path: Path) -> None:
    """Its first batch stands, the next never came; the same again brings the rest, whoever brings it."""
    lines = [f"{n},Ana kanari,Ben kanari,{n % 50 + 1},2025-{n % 12 + 1:02d}-01,Sewing," for n in range(CHUNK + 300)]
    heading = "Nr,Giver,Receiver,Minutes,Date,Kind,Notes"
    before = balance(town, "Ana")
    (tmp_path / "book.csv").write_text("\n".join([heading, *lines[:CHUNK]]))
    assert bring(tmp_path / "book.csv")["added"] == CHUNK
    (tmp_path / "book.csv").write_text("\n".join([heading, *lines]))
    said = bring(tmp_path / "book.csv")
    assert (said["added"], said["already_here"]) == (300, CHUNK)
    assert balance(town, "Ana") - before == sum(n % 50 + 1 for n in range(CHUNK + 300))


def test_members_and_their_books_in_one_go(town: Town, tmp_path: Path) -> None:
    """Members named by the numbers of a list beside it; openings, then a history, then the hours at the end."""
    (tmp_path / "people.csv").write_text("Nr,Name,E-mail\n17,Flo,flo@x.org\n18,Guy,\n")
    (tmp_path / "start.csv").write_text("Member,Hours,Date\n17,1.5,2019-01-01\n18,-2,2019-01-01\n")
    (tmp_path / "book.csv").write_text("giver,receiver,hours,date,kind\n17,18,2,2019-02-01,Cooking\n")
    (tmp_path / "end.csv").write_text("Member,Hours\nFlo,3.5\nGuy,-4\n")
    files = [tmp_path / f"{name}.csv" for name in ("start", "book", "people")]
    rest = ("--balances", tmp_path / "end.csv", "--community", "alder", "--set-aside", tmp_path, "--json")
    done = coproduce("import", *files, *rest)
    assert done.exit_code == 0, done.output
    said = [json.loads(line) for line in done.output.splitlines()]
    assert [(one.get("list"), one.get("added")) for one in said[:3]] == [
        ("members", 2),
        ("openings", 2),
        ("contributions", 1),
    ]
    assert said[3] == {"file": "end.csv", "balances_checked": 2, "balances_different": 0}

    (tmp_path / "end.csv").write_text("Member,Hours\nFlo,3.5\nGuy,4\n")
    again = coproduce("import", *files, *rest)
    assert again.exit_code == 1
    assert "do not agree" in again.output
    with (tmp_path / "end-differences.csv").open(encoding="utf-8") as file:
        [different] = list(csv.DictReader(file))
    assert (different["in the list"], different["in the books"]) == ("4 h 00", "−4 h 00")
    assert different["difference in minutes"] == "-480"


def test_a_book_that_states_its_own_balances(town: Town, tmp_path: Path) -> None:
    """One that does not follow is refused before anything is taken; what it ends with is compared once all is."""
    before, book = Contribution.objects.count(), tmp_path / "book.csv"
    rest = (book, "--community", "alder", "--set-aside", tmp_path)
    rows = "nr,giver,receiver,hours,date,giver balance\n1,Ana kanari,Ben kanari,2,2019-02-01,{}\n"
    rows += "2,Ana kanari,Ben kanari,1,2019-02-03,{}\n"
    start = balance(town, "Ana") / 60

    book.write_text(rows.format(start + 2, start + 4))
    assert coproduce("import", *rest).exit_code == 1
    with (tmp_path / "book-set-aside.csv").open(encoding="utf-8") as file:
        [bad] = list(csv.DictReader(file))
    assert (bad["row"], bad["field"]) == ("3", "giver_balance")
    assert "comes to" in bad["reason"] and "Put right" in bad["remedy"]
    assert Contribution.objects.count() == before

    book.write_text(rows.format(start + 2, start + 3))
    assert coproduce("import", *rest).exit_code == 0
    assert Contribution.objects.count() == before + 2

    book.write_text(rows.format(start + 7, start + 8))  # follows by itself, from a beginning nobody knows of
    said = coproduce("import", *rest)
    assert said.exit_code == 1 and "do not agree" in said.output
    with (tmp_path / "book-differences.csv").open(encoding="utf-8") as file:
        [different] = list(csv.DictReader(file))
    assert different["difference in minutes"] == "-300"
    assert Contribution.objects.count() == before + 2


def test_openings_name_each_member_once(town: Town, tmp_path: Path) -> None:
    (tmp_path / "start.csv").write_text("Member,Hours\nAna kanari,1\nana@alder.example,2\n")
    done = coproduce("import", tmp_path / "start.csv", "--community", "alder", "--set-aside", tmp_path)
    assert done.exit_code == 1
    assert "Another row is about the same member" in (tmp_path / "start-set-aside.csv").read_text()


def test_a_workbook_and_a_column_that_does_not_say_what_it_counts(town: Town, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["giver", "receiver", "amount", "date", "time of day"])
    book.active.append(["Ana kanari", "Ben kanari", 5400, date(2026, 3, 31), time(9, 30)])
    book.save(tmp_path / "book.xlsx")
    done = coproduce("import", tmp_path / "book.xlsx", "--community", "alder", "--dry-run")
    assert 'time = ""' in done.output
    said = coproduce("import", tmp_path / "book.xlsx", "--community", "alder", "--set-aside", tmp_path)
    assert said.exit_code == 1
    assert "does not say of what" in (tmp_path / "book-set-aside.csv").read_text()
    (tmp_path / "map.toml").write_text(
        'list = "contributions"\ntime = "seconds"\n[columns]\n'
        'giver = "giver"\nreceiver = "receiver"\ntime = "amount"\ndone_on = "date"\n'
    )
    assert bring(tmp_path / "book.xlsx", "--map", tmp_path / "map.toml")["added"] == 1
    assert Contribution.objects.get(effective_on=date(2026, 3, 31)).amount == 90


def test_the_real_lists_of_a_hard_spring(town: Town, tmp_path: Path) -> None:
    """1,658 offers and 31,202 needs of protective equipment in 2020; none of it is lost."""
    files = [real("ppe_match") / f"anon_{who}.csv" for who in ("donors", "recipients")]
    done = coproduce("import", *files, "--community", "alder", "--json", "--set-aside", tmp_path)
    assert done.exit_code == 0, done.output
    offers, needs = (json.loads(line) for line in done.output.splitlines())
    assert (offers["rows"], needs["rows"]) == (1658, 31_202)
    assert (offers["added"], needs["added"]) == (offers["good"], needs["good"])
    assert Offer.objects.count() == 1 + offers["good"]
    assert Need.objects.count() == 2 + needs["good"]
    set_aside = 0
    for answer in (offers, needs):
        with Path(answer["set_aside_in"]).open(encoding="utf-8") as file:
            for bad in csv.DictReader(file):
                set_aside += 1
                assert bad["field"] == "quantity"
                assert float(bad["qty"]) >= 10**10 or float(bad["qty"]) < 1
    assert set_aside == offers["set_aside"] + needs["set_aside"] > 0

    again = coproduce("import", *files, "--community", "alder", "--json", "--set-aside", tmp_path)
    assert [json.loads(line)["added"] for line in again.output.splitlines()] == [0, 0]

    client = signed_in(town, "Cleo")
    found = client.get("/alder/exchange/needs/?q=face+shields").context["page"]
    assert found.paginator.count > 1000
    need = found.object_list[0]
    base = client.get("/alder/timebank/record/", {"need": str(need.public_id)})["Location"].rsplit("/", 2)[0]
    for step, said in (
        ("giver", {"giver": town.agents["Ana"]}),
        ("time", {"time": "2 h"}),
        ("day", {"done_on": "2026-11-16"}),
        ("words", {"words": ""}),
    ):
        assert client.post(f"{base}/{step}/", said).status_code == 302, step
    assert client.post(f"{base}/check/", follow=True).status_code == 200
    statement = client.get(f"/alder/ledger/{need.agent.public_id}/").content.decode()
    assert "2 h 00" in statement
    need.refresh_from_db()
    assert need.state == Need.MET
