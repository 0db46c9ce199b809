"""What is kept of a family: theirs to read, gone when they are forgotten as far as the books allow."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.arenas.stipends.models import Attendance, Child, Family, Payment
from coproduce.arenas.stipends.queries.claims import MEASURES, measure
from coproduce.arenas.stipends.tests.school import MISSED, SPRING, child, done, family, paid_month, register, told
from coproduce.community import ledger
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow
from coproduce.community.privacy.archive import archive_of, as_zip

pytestmark = pytest.mark.django_db


def lived(town: Town) -> None:
    family(town)
    child(town, "7")
    attendance = register(town, TODAY, "7", SPRING, MISSED)
    told(town, TODAY, attendance)
    done(TODAY, "appeal", town, "Ana", attendance=attendance, words="The bus did not come")
    paid_month(town, TODAY, TODAY.replace(day=1))


def test_the_archive_has_all_of_it(town: Town) -> None:
    lived(town)
    archive = archive_of(town.actor("Ana"), town.agents["Ana"])
    assert archive is not None
    with ZipFile(BytesIO(as_zip(archive))) as files:
        whole = " ".join(files.read(name).decode(errors="replace") for name in files.namelist())
    for words in ("The bus did not come", "your children at school", "what your family was paid", "+441632960001"):
        assert words in whole, words


def test_who_is_forgotten_is_named_nowhere_and_the_books_add_up(town: Town) -> None:
    lived(town)
    assert isinstance(do("privacy.erase", town.actor("Ana"), member=town.agents["Ana"]), Done)
    assert (Family.objects.get().pay_to, Child.objects.get().name) == ("", "")
    assert set(Payment.objects.values_list("pay_to", flat=True)) == {""}
    assert not Attendance.objects.filter(appeal_words__contains="bus").exists()
    assert ledger.verify(town.community.pk).faults == ()


def test_whoever_reads_it_at_the_desk_is_written_down(town: Town) -> None:
    lived(town)
    before = AuditRow.objects.filter(kind=AuditRow.READ, verb__startswith="stipends.").count()
    for path in ("waiting/", f"families/{town.agents['Ana']}/", "payrolls/"):
        assert signed_in(town, "Cleo").get(f"/{town.slug}/stipends/{path}").status_code == 200
    read = AuditRow.objects.filter(kind=AuditRow.READ, verb__startswith="stipends.")
    assert read.count() == before + 2


def test_a_claim_shows_no_small_number(town: Town) -> None:
    lived(town)
    found = {name: measure(name, town.community.pk, TODAY) for name in MEASURES}
    assert [name for name, one in found.items() if one and one.n] == []
    assert [name for name, one in found.items() if one is None] == ["school", "told"]
