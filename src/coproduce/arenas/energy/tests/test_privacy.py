"""Whoever leaves or is forgotten, two records of one person, and an entry that is not taken back alone."""

from datetime import date

import pytest
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.energy.models import Point, Readings, SharedMonth, Statement
from coproduce.arenas.energy.queries.points import point, points
from coproduce.arenas.energy.queries.statements import statements
from coproduce.arenas.energy.tests.street import settled, shares, statement
from coproduce.arenas.energy.told import member_left, members_merged
from coproduce.community import ledger
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow
from coproduce.community.people.models import Agent, Membership
from coproduce.community.privacy.archive import archive_of
from coproduce.community.privacy.registry import registry
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def test_who_reads_others_readings_is_written_down(town: Town) -> None:
    of = settled(town)
    reads = AuditRow.objects.filter(kind=AuditRow.READ, verb__startswith="energy.")
    before = reads.count()
    assert statements(town.actor("Ana")) and point(town.actor("Ana"), of["H1"])
    assert reads.count() == before, "one's own is nobody else's business"
    assert statements(town.actor("Tom"), town.agents["Ana"]) and points(town.actor("Cleo"))
    assert reads.count() == before + 2
    assert statements(town.actor("Ben"), town.agents["Ana"]) is None
    assert point(town.actor("Ben"), of["H1"]) is None
    assert points(town.actor("Ben")) is None


def test_whoever_leaves_shares_to_their_last_day(town: Town) -> None:
    settled(town)
    member_left(town.actor("Cleo"), Membership.objects.get(agent__public_id=town.agents["Ana"]))
    assert shares("H1") == [("", 1_000_000, "2026-05-01", TODAY.isoformat())]
    assert shares("S1")[0][3] is None


def test_two_records_of_one_person_come_together(town: Town) -> None:
    settled(town)
    ana, tom = (Agent.objects.get(public_id=town.agents[who]) for who in ("Ana", "Tom"))
    members_merged(town.actor("Cleo"), ana, tom, town.agents["Ana"])
    assert {row.brought_by_id for row in Readings.objects.all()} == {ana.pk}
    [month] = SharedMonth.objects.all()
    assert (month.closed_by_id, month.settled_by_id) == (ana.pk, ana.pk)


def test_one_side_of_a_month_is_not_taken_back_alone(town: Town) -> None:
    settled(town)
    entry = statement("H1").entry
    refused = do("ledger.take_back", town.actor("Tom"), entry=entry, reason="It was not so")
    assert isinstance(refused, Refusal) and refused.code in ("BY_READINGS", "NOT_ALLOWED"), refused
    refused = do("ledger.take_back", town.actor("Cleo"), entry=entry, reason="It was not so")
    assert isinstance(refused, Refusal) and refused.code == "BY_READINGS", refused
    assert not ledger.verify(town.community.pk).faults


def test_their_readings_are_in_what_somebody_takes_along_and_go_with_them(town: Town) -> None:
    settled(town)
    archive = archive_of(town.actor("Ana"), town.agents["Ana"])
    assert archive
    file = "what-your-supply-points-used-and-made-one-by-one.csv"
    each = next(table for table in archive.tables if table.file == file)
    assert len(each.rows) == 31 * 96, "Ana's home and nobody else's"
    noon = dict(zip(each.heads, each.rows[48], strict=True))
    assert noon["which place"] == f"home {town.canary}"
    assert noon["begins"].startswith("2026-05-01 12:00")
    assert (noon["used or made"], noon["watt-hours"]) == ("used", 75)
    assert noon["how it is known"] == "guessed", "a quarter of the hour that was brought"
    assert sum(line[4] for line in each.rows) == 31 * 4 * 300
    assert "one by one" in each.name and each.how_long
    assert isinstance(do("privacy.erase", town.actor("Ana"), member=town.agents["Ana"]), Done)
    assert not Readings.objects.filter(point__number="H1").exists()
    assert {row.point.number for row in Readings.objects.all()} == {"R1", "S1"}


def test_what_is_kept_how_long(town: Town) -> None:
    settled(town)
    kept = {one.model: one for one in registry()}
    assert kept[Readings].goes and not kept[Statement].goes
    assert kept[Point].emptied() == {"name": "", "number": "", "has_low_income": False, "is_named": False}
    assert Readings.objects.get(point__number="R1").until_on == date(2026, 5, 31)
