"""What is kept of a house: theirs to read, what is read of it is noted, and the books add up once it is forgotten."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.works.models import Blockage
from coproduce.arenas.works.tests.laying import POUNDS, done, house, shared
from coproduce.community import ledger
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow
from coproduce.community.privacy.archive import archive_of, as_zip

pytestmark = pytest.mark.django_db


def test_the_archive_has_all_of_it(town: Town) -> None:
    lane = shared(town)
    done("works.report_blockage", town, "Ben", lane=lane, trouble="Silt by plot 2")
    archive = archive_of(town.actor("Ben"), town.agents["Ben"])
    assert archive is not None
    with ZipFile(BytesIO(as_zip(archive))) as files:
        whole = " ".join(files.read(name).decode(errors="replace") for name in files.namelist())
    for words in ("your house in a lane", "blocked pipes you reported", "Silt by plot 2"):
        assert words in whole, words


def test_who_is_forgotten_leaves_books_that_add_up(town: Town) -> None:
    lane = shared(town)
    done("works.report_blockage", town, "Ben", lane=lane, trouble="Silt by Ben’s door")
    paid = {"lane": lane, "house": house("2").public_id, "amount": POUNDS(100), "paid_on": TODAY}
    done("works.record_payment", town, "Ana", **paid)
    assert isinstance(do("privacy.erase", town.actor("Ben"), member=town.agents["Ben"]), Done)
    assert (house("2").agent, Blockage.objects.get().words) == (None, "")
    assert ledger.verify(town.community.pk).faults == ()


def test_reading_others_houses_is_noted_and_ones_own_is_not(town: Town) -> None:
    lane = shared(town)
    for who, noted in (("Ben", 0), ("Kim", 0), ("Ana", 1), ("Tom", 2)):
        client = Client()
        client.force_login(town.account(who))
        assert client.get(f"/{town.slug}/works/{lane}/dues/").status_code in (200, 404)
        assert AuditRow.objects.filter(kind=AuditRow.READ, verb="works.read_dues").count() == noted, who


def test_no_reason_for_a_waiver_is_kept_or_told(town: Town) -> None:
    shared(town)
    done("works.waive_share", town, "Ana", house=house("3").public_id)
    row = AuditRow.objects.filter(verb="works.waive_share").latest("pk")
    assert "3" not in str(row.receipt.get("plot", ""))
    assert {"lane", "total_minor", "houses", "fund_minor"} == set(row.receipt)
