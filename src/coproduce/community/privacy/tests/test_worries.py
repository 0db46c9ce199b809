"""Worries and what is kept of people: who read them, what is printed of them, and how long they stand."""

from datetime import timedelta

import pytest
from tests.fixtures.towns import Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow
from coproduce.community.people.concerns.queries import read_by, worries, worry
from coproduce.community.people.models import Concern
from coproduce.community.people.tests.test_concerns import AGREE, OVER, code, lead, pk, raised
from coproduce.community.privacy.archive import archive_of
from coproduce.community.privacy.looking import my_looks
from coproduce.community.privacy.registry import CONCERN
from coproduce.community.privacy.retention import due, let_go
from coproduce.community.privacy.words import CALLED

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_two(town: Town) -> Town:
    lead(town, "Dee")
    return town


def kept(town: Town, whose: str, reader: str = "") -> str:
    """Everything about somebody, as they or the desk read it."""
    archive = archive_of(town.actor(reader or whose), town.agents[whose])
    assert archive is not None
    return str([(table.name, table.rows) for table in archive.tables] + [archive.looks])


def test_each_reading_is_written_down_and_whom_it_is_about_does_not_find_it(town: Town) -> None:
    here = raised(town)
    nobody = raised(town, about=None)
    for one in (here, nobody):
        found = worry(town.actor("Sal"), one)
        assert found is not None
        assert [reading.who for reading in read_by(found)] == [f"Sal {town.canary}"]
    signed_in(town, "Sal").get("/alder/people/safety/")
    rows = AuditRow.objects.filter(kind=AuditRow.READ, verb="people.read_concerns").order_by("pk")
    ana, ben = pk(town, "Ana"), pk(town, "Ben")
    assert [sorted(row.subjects) for row in rows] == [sorted((ana, ben)), [ana], [ben]]
    for who in ("Ana", "Ben"):
        assert my_looks(town.actor(who)) == []
        assert "He looked hurt" not in kept(town, who)


def test_the_desk_prints_nothing_of_it_in_anybodys_archive(town: Town) -> None:
    raised(town)
    worries(town.actor("Sal"))
    for who, own in (("Ana", "people.raise_concern"), ("Sal", "people.read_concerns")):
        assert own in kept(town, who)
        assert own not in kept(town, who, "Cleo")


def test_it_outlives_whoever_raised_it_without_their_name(with_two: Town) -> None:
    town = with_two
    here = raised(town)
    Concern.objects.update(words=f"I am Ana {town.canary} and he looked hurt")
    assert code(do("privacy.erase", town.actor("Ana"), member=town.agents["Ana"])) == "done"
    row = Concern.objects.select_related("raised_by").get(public_id=here)
    assert f"Ana {town.canary}" not in row.words
    assert row.words.endswith("he looked hurt")
    assert row.raised_by is not None
    assert row.raised_by.name == "Somebody who left"
    do(OVER, town.actor("Sal"), concern=here, words="We spoke")
    assert code(do(AGREE, town.actor("Dee"), concern=here)) == "done"


@pytest.mark.parametrize(("days", "goes"), [(CONCERN - 1, False), (CONCERN + 1, True)])
def test_it_goes_six_years_after_it_was_closed_and_the_dry_run_says_so(with_two: Town, days: int, goes: bool) -> None:
    here, still_open = raised(with_two), raised(with_two, about=None)
    do(OVER, with_two.actor("Sal"), concern=here, words="We spoke")
    do(AGREE, with_two.actor("Dee"), concern=here)
    with clock.at(clock.now() + timedelta(days=days)):
        said = {one.name: one.number for one in due(with_two.community.pk)}
        numbers = [said.get(str(CALLED[f"people.{one}"])) for one in ("Concern", "ConcernNote")]
        assert numbers == ([1, 1] if goes else [None, None])
        let_go()
    kept = set(Concern.objects.values_list("public_id", flat=True))
    assert kept == ({still_open} if goes else {here, still_open})
