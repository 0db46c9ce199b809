"""Lists come in: good rows taken, bad ones set aside with a remedy, twice the same as once."""

import csv
import json
from pathlib import Path

import pytest
from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in

from coproduce.cli.tests.running import coproduce
from coproduce.community.exchange.models import Need, Offer
from coproduce.community.people.models import Agent, Membership

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


def test_the_real_lists_of_a_hard_spring(town: Town, data: Path, tmp_path: Path) -> None:
    """1,658 offers and 31,202 needs of protective equipment in 2020; none of it is lost."""
    files = [data / "ppe_match" / f"anon_{who}.csv" for who in ("donors", "recipients")]
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
