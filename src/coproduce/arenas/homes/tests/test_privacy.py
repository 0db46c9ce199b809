"""What is kept of a family: theirs to read, what is read of it is noted, and the books add up once it is forgotten."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.homes.models import Family, HomeHour
from coproduce.arenas.homes.queries.figures import figures
from coproduce.arenas.homes.tests.building import HOME, OTHER_HOME, family, has_key, signed
from coproduce.community import ledger
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow
from coproduce.community.privacy.archive import archive_of, as_zip

pytestmark = pytest.mark.django_db


def test_the_archive_has_all_of_it(town: Town) -> None:
    has_key(town)
    archive = archive_of(town.actor("Ana"), town.agents["Ana"])
    assert archive is not None
    with ZipFile(BytesIO(as_zip(archive))) as files:
        whole = " ".join(files.read(name).decode(errors="replace") for name in files.namelist())
    for words in (HOME, "your family and its home", "hours you worked on homes", "gates your family passed"):
        assert words in whole, words


def test_who_is_forgotten_leaves_books_that_add_up(town: Town) -> None:
    family(town)
    family(town, "Ben", OTHER_HOME)
    assert signed(town).entry
    assert isinstance(do("privacy.erase", town.actor("Ana"), member=town.agents["Ana"]), Done)
    assert Family.objects.get(agent__public_id=town.agents["Ana"]).home == ""
    assert HomeHour.objects.get().minutes == 240
    assert ledger.verify(town.community.pk).faults == ()


def test_the_desks_reading_is_noted_and_ones_own_is_not(town: Town) -> None:
    family(town)
    for who, noted in (("Ana", 0), ("Cleo", 1)):
        client = Client()
        client.force_login(town.account(who))
        path = f"/{town.slug}/homes/" if who == "Ana" else f"/{town.slug}/homes/families/{town.agents['Ana']}/"
        assert client.get(path).status_code == 200
        assert AuditRow.objects.filter(kind=AuditRow.READ, verb="homes.read_gates").count() == noted


@pytest.mark.parametrize(("who", "families"), [("Ana", None), ("Cleo", 1)])
def test_members_read_no_small_number(town: Town, who: str, families: int | None) -> None:
    family(town)
    signed(town)
    found = figures(town.actor(who), TODAY + timedelta(days=1))
    assert found is not None
    assert (found.families, found.shifts) == (families, families)
    assert found.minutes == (240 if families else None)
    assert (found.others is None) is (who == "Ana")
