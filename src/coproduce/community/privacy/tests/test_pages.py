"""Reading what is kept, taking it along, seeing who looked, being forgotten on a page, and what goes by itself."""

import io
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.html import escape
from tests.fixtures.towns import NOON, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow
from coproduce.community.base.schedule import run_due
from coproduce.community.notices.models import Notice
from coproduce.community.people.models import SOMEBODY, Agent, Membership
from coproduce.community.people.queries import read_contacts
from coproduce.community.privacy.registry import by_how_long
from coproduce.community.privacy.retention import let_go
from coproduce.community.privacy.words import CALLED, called

pytestmark = pytest.mark.django_db


def page(town: Town, whom: str, more: str = "") -> str:
    return f"/{town.slug}/privacy/{town.agents[whom]}/{more}"


def files(town: Town, who: str, whom: str) -> dict[str, str]:
    answer = signed_in(town, who).post(page(town, whom, "archive/"), {"as": "files"})
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        return {name: file.read(name).decode("utf-8-sig") for name in file.namelist()}


@pytest.mark.parametrize(("who", "status"), [("Ben", 200), ("Cleo", 200), ("Ana", 404), ("Tom", 404), ("Sal", 404)])
def test_who_reads_everything_about_somebody(town: Town, who: str, status: int) -> None:
    client = signed_in(town, who)
    assert client.post(page(town, "Ben", "archive/"), {"as": "letter"}).status_code == status
    read = AuditRow.objects.filter(kind=AuditRow.READ, verb="privacy.read_archive")
    assert bool(read) == (who == "Cleo")


def test_somebody_of_another_town_is_not_there(towns: tuple[Town, Town]) -> None:
    here, there = towns
    client = signed_in(here, "Cleo")
    for more in ("", "forget/"):
        assert client.get(f"/{here.slug}/privacy/{there.agents['Ben']}/{more}").status_code == 404


@pytest.mark.promise("Everything about me is mine to read and to take along")
def test_the_archive_says_it_all_in_plain_words(town: Town) -> None:
    do("people.say_about_me", town.actor("Ben"), member=town.agents["Ben"], sex="man")
    found = files(town, "Ben", "Ben")
    assert town.email("Ben") in found["memberships.csv"]
    assert f"A dripping tap {town.canary}" in found["needs.csv"]
    assert "We talked" in found["entry-notes.csv"]
    assert "man" in found["about-mes.csv"]
    for said in ("What would help you", "How long: ", "It is kept for this: ", "Nobody but you"):
        assert said in found["letter.txt"], found["letter.txt"]
    assert "<h2>What would help you</h2>" in found["letter.html"]
    assert f"words: <b>A dripping tap {town.canary}</b>" in found["letter.html"]
    everything = "\n".join(found.values())
    assert "code hash" not in everything
    assert town.email("Ana") not in everything


def test_what_only_they_read_is_not_in_what_the_desk_prints(town: Town) -> None:
    do("people.say_about_me", town.actor("Ben"), member=town.agents["Ben"], sex="man")
    found = files(town, "Cleo", "Ben")
    assert "about-mes.csv" not in found
    assert town.email("Ben") in found["memberships.csv"]


def test_who_looked_is_there_to_be_seen(town: Town) -> None:
    ben = Membership.objects.get(agent__public_id=town.agents["Ben"])
    read_contacts(town.actor("Cleo"), [ben], "list")
    seen = signed_in(town, "Ben").get(f"/{town.slug}/privacy/looked/").content.decode()
    assert f"Cleo {town.canary}" in seen
    assert "your telephone and e-mail" in seen
    assert f"Cleo {town.canary}" not in signed_in(town, "Ana").get(f"/{town.slug}/privacy/looked/").content.decode()


def test_two_questions_and_one_is_forgotten(town: Town) -> None:
    client = signed_in(town, "Ben")
    first = client.get(page(town, "Ben", "forget/")).content.decode()
    assert "What goes" in first
    assert '<form method="post" class="flow"' not in first
    assert "Are you sure?" in client.get(page(town, "Ben", "forget/?sure=1")).content.decode()
    done = client.post(page(town, "Ben", "forget/"), {"request_id": uuid4()})
    assert "You are forgotten here" in done.content.decode()
    assert Agent.objects.get(public_id=town.agents["Ben"]).name == SOMEBODY
    assert client.get(f"/{town.slug}/").status_code in (200, 302)
    assert client.get(f"/{town.slug}/people/").status_code == 302


def test_what_is_over_is_counted_and_then_goes(town: Town) -> None:
    ben = Agent.objects.get(public_id=town.agents["Ben"])
    with clock.at(NOON):
        Notice.objects.create(
            community=town.community, agent=ben, template="Old", written_at=NOON - timedelta(days=401)
        )
        young = Notice.objects.create(
            community=town.community, agent=ben, template="New", written_at=NOON - timedelta(days=399)
        )
        do("people.leave", town.actor("Ana"), member=town.agents["Ana"])
        Membership.objects.filter(agent__public_id=town.agents["Ana"]).update(left_on=NOON - timedelta(days=1096))
        client = signed_in(town, "Cleo")
        where = f"/{town.slug}/privacy/retention/"
        assert "What you were told" not in client.get(where).content.decode()
        counted = client.post(where).content.decode()
        assert "<td>What you were told</td><td>1</td>" in counted
        assert "<td>Members who left</td><td>1</td>" in counted
        assert Notice.objects.filter(template="Old").exists()
        assert "privacy.let_go" in run_due(NOON)
    assert list(Notice.objects.filter(template__in=("Old", "New"))) == [young]
    assert Agent.objects.get(public_id=town.agents["Ana"]).name == SOMEBODY
    written = AuditRow.objects.get(verb="privacy.let_go").receipt
    assert written["notices.Notice"] == 1


def test_who_looked_is_kept_for_three_years(town: Town) -> None:
    """The database itself lets no younger reading go, and nothing that was done."""
    read_contacts(town.actor("Cleo"), [Membership.objects.get(agent__public_id=town.agents["Ben"])], "list")
    young = AuditRow.objects.filter(kind=AuditRow.READ).latest("pk")
    columns = [field.column for field in AuditRow._meta.concrete_fields if field.column not in ("id", "recorded_at")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO base_auditrow (recorded_at, {', '.join(columns)})"
            f" SELECT %s, {', '.join(columns)} FROM base_auditrow WHERE id = %s",
            [clock.now() - timedelta(days=1097), young.pk],
        )
    assert AuditRow.objects.filter(kind=AuditRow.READ).count() == 2
    assert let_go()["base.AuditRow"] == 1
    assert AuditRow.objects.get(kind=AuditRow.READ) == young
    for row in (young, AuditRow.objects.filter(kind=AuditRow.DONE).latest("pk")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            row.delete()


@pytest.mark.parametrize(("who", "status"), [("Cleo", 200), ("Aud", 200), ("Ana", 404), ("Sal", 404)])
def test_who_sees_what_goes_next(town: Town, who: str, status: int) -> None:
    assert signed_in(town, who).get(f"/{town.slug}/privacy/retention/").status_code == status


def test_what_is_kept_is_open_to_every_member(town: Town) -> None:
    seen = signed_in(town, "Ana").get(f"/{town.slug}/privacy/record/").content.decode()
    assert "shared with the community&#x27;s desk" in seen
    assert "(noted)" in seen
    for how_long, kept in by_how_long().items():
        assert seen.count(f"Kept {how_long}") == 1, how_long
        assert all(escape(called(one)) in seen for one in kept)
    assert f"/{town.slug}/people/says/privacy/" in seen
    count = f"/{town.slug}/privacy/retention/"
    assert count not in seen
    assert count in signed_in(town, "Cleo").get(f"/{town.slug}/privacy/record/").content.decode()


def test_everything_that_is_kept_about_somebody_has_a_name_they_know() -> None:
    unnamed = [
        one.label
        for kept in by_how_long().values()
        for one in kept
        if one.label not in CALLED and one.model._meta.verbose_name_plural == f"{one.model._meta.verbose_name}s"
    ]
    assert unnamed == []


def test_one_page_says_who_looked_and_leads_to_what_they_said_yes_to(town: Town) -> None:
    client, there = signed_in(town, "Ben"), page(town, "Ben")
    assert "Nobody but you." in client.get(there).content.decode()
    signed_in(town, "Cleo").get(f"/{town.slug}/people/{town.agents['Ben']}/")
    seen = client.get(there).content.decode()
    assert f"<b>Cleo {town.canary}</b>: your telephone and e-mail (on your page)" in seen
    assert f"/{town.slug}/people/{town.agents['Ben']}/yes/" in seen
    assert "Who looked" not in signed_in(town, "Cleo").get(there).content.decode(), "who looked is read by them alone"
