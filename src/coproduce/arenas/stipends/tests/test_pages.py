"""The pages as a mother, the desk, the school and whoever pays read them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from tests.fixtures.towns import NOON, TODAY, Town
from tests.journeys.mouths import signed_in

from coproduce.arenas.stipends import SCHOOL
from coproduce.arenas.stipends.models import Attendance, Child, Family, Payment, Payroll
from coproduce.arenas.stipends.tests.school import MET, MISSED, child, done, family, register, told
from coproduce.community.base import clock
from coproduce.community.people.models import Community, Membership

pytestmark = pytest.mark.django_db

#: The last two whole months before the day of these tests, and the two before.
LATE, EARLY = (date(2026, 9, 1), date(2026, 10, 31)), (date(2026, 7, 1), date(2026, 8, 31))


def read(town: Town, who: str, path: str, status: int = 200) -> str:
    answer = signed_in(town, who).get(f"/{town.slug}/stipends/{path}")
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def send(town: Town, who: str, path: str, status: int = 302, **said: Any) -> HttpResponse:
    answer = signed_in(town, who).post(f"/{town.slug}/stipends/{path}", {"request_id": str(uuid4()), **said})
    assert answer.status_code == status, (path, answer.status_code, answer.content.decode())
    return answer


def missed(town: Town, number: str = "7", period: tuple[date, date] = LATE) -> UUID:
    return register(town, TODAY, number, period, MISSED)


def test_the_empty_pages_say_what_to_do(town: Town) -> None:
    assert "Would that help? Ask the desk." in read(town, "Ana", "")
    says = {"waiting/": "Nothing waits.", "families/": "No family yet.", "sheets/": "No child is",
            "payrolls/": "No month yet.", "figures/": "No register yet.", "figures/work/": ""}  # fmt: skip
    for path, words in says.items():
        assert words in read(town, "Cleo", path)
    for path in ("waiting/", "families/", "sheets/", "payrolls/"):
        read(town, "Ana", path, 404)


def test_a_mother_reads_her_record_and_answers_before_anything_happens(town: Town) -> None:
    family(town)
    child(town, "7")
    register(town, TODAY, "7", EARLY, MET)
    attendance = missed(town)
    page = read(town, "Ana", "")
    assert "At 38 of 40 lessons. That is as agreed." in page
    assert "At 20 of 40 lessons. 3 of 4 were agreed." in page
    assert "Nobody has told you of the last step. Nothing happens before." in page
    assert "Say how it was" not in page
    told(town, TODAY, attendance)
    page = read(town, "Ana", "")
    for words in ("Step 1 of 5: Warning.", "Nothing is taken from what you are paid.", "You can answer until",
                  "stands beside you", "Say how it was"):  # fmt: skip
        assert words in page, words
    assert (
        "Say in your own words how it was."
        in send(town, "Ana", f"answer/{attendance}/", 422, words="").content.decode()
    )
    send(town, "Ana", f"answer/{attendance}/", words="The bus did not come")
    page = read(town, "Ana", "")
    assert "The bus did not come" in page
    assert "Until then nothing happens." in page
    read(town, "Ben", f"answer/{attendance}/", 404)
    assert "7" in read(town, "Ana", "?as=csv")
    read(town, "Ben", "?as=csv", 404)


def test_the_desk_tells_and_another_decides(town: Town) -> None:
    family(town)
    child(town, "7")
    attendance = missed(town)
    assert "School was missed; nobody was told" in read(town, "Cleo", "waiting/")
    send(town, "Cleo", f"waiting/{attendance}/tell/", 422, supporter="")
    send(town, "Cleo", f"waiting/{attendance}/tell/", supporter=str(town.agents["Ben"]))
    assert "Told, and still to be answered" in read(town, "Cleo", "waiting/")
    assert "They say how it was" in read(town, "Cleo", f"families/{town.agents['Ana']}/")
    send(town, "Cleo", f"answer/{attendance}/", words="She rang: the bus did not come")
    assert "They said how it was" in read(town, "Cleo", "waiting/")
    refused = send(town, "Cleo", f"waiting/{attendance}/decide/", 422, is_upheld="yes", words="So it was")
    assert "Somebody else decides than whoever told them" in refused.content.decode()
    send(town, "Dee", f"waiting/{attendance}/decide/", is_upheld="yes", words="The bus company says so")
    assert "It is as if these months had not been counted." in read(town, "Ana", "")
    read(town, "Ana", f"waiting/{attendance}/decide/", 404)
    read(town, "Cleo", f"waiting/{attendance}/nothing/", 404)


def test_whether_it_goes_on_is_decided_by_a_person_with_their_name(town: Town) -> None:
    family(town)
    child(town, "7")
    for month in (1, 3, 5, 7, 9):
        first = date(2026, month, 1)
        last = date.fromordinal(first.replace(month=month + 2).toordinal() - 1)
        day = date.fromordinal(last.toordinal() + 3)
        attendance = register(town, day, "7", (first, last), MISSED)
        done(day, "tell_step", town, "Cleo", attendance=attendance, supporter=town.agents["Ben"])
    with clock.at(NOON.replace(month=11, day=28)):
        assert "A person decides whether it goes on" in read(town, "Dee", "waiting/")
        assert "No rule does." in read(town, "Ana", "")
        send(town, "Dee", f"waiting/{attendance}/end/", 422, ends="no", why="")
        send(town, "Dee", f"waiting/{attendance}/end/", ends="no", why="They found a way")
        assert "it goes on: “They found a way”" in read(town, "Ana", "")


def test_a_family_and_its_children_are_written_down(town: Town) -> None:
    said = {
        "family": str(town.agents["Ana"]),
        "adults": "2",
        "income": "120.50",
        "pay_to": "GB82 WEST 1234 5698 7654 32",
    }
    assert "Write an amount" in send(town, "Cleo", "families/", 422, **{**said, "income": "much"}).content.decode()
    send(town, "Cleo", "families/", 422, **{**said, "pay_to": "GB82 WEST 1234 5698 7654 23"})
    send(town, "Cleo", "families/", **said)
    one = Family.objects.get()
    assert (one.pay_to, one.income_month_minor) == ("GB82WEST12345698765432", 12050)
    path = f"families/{town.agents['Ana']}/child/"
    of = {
        "name": "Ida",
        "number": "7",
        "school": "Mill Lane",
        "born_on": "2014-03-01",
        "sex": "girl",
        "disability": "no",
    }
    send(town, "Cleo", path, 422, **{**of, "born_on": "2036-03-01"})
    send(town, "Cleo", path, **of)
    assert (Child.objects.get().sex, Child.objects.get().disability) == ("girl", "no")
    assert "one child" in read(town, "Cleo", "families/")
    assert "1" in read(town, "Cleo", "families/?as=csv")
    assert "No child" not in read(town, "Cleo", f"families/{town.agents['Ana']}/")


def test_the_school_writes_children_down_and_reads_no_family(town: Town) -> None:
    family(town)
    Membership.objects.filter(agent__public_id=town.agents["Ben"]).update(roles=["member", SCHOOL])
    assert "Take on a family" not in read(town, "Ben", "families/")
    read(town, "Ben", f"families/{town.agents['Ana']}/", 404)
    read(town, "Ben", "waiting/", 404)
    read(town, "Ben", f"families/{town.agents['Ana']}/child/")


def test_a_sheet_is_printed_and_counts_once_two_people_typed_the_same(town: Town) -> None:
    family(town)
    child(town, "7", class_name="5b")
    child(town, "8", class_name="5b")
    Membership.objects.filter(agent__public_id=town.agents["Ben"]).update(roles=["member", SCHOOL])
    when = "?of=0&from_on=2026-09-01&until_on=2026-10-31"
    assert "The sheet to print" in read(town, "Cleo", f"sheets/{when}")
    assert "a last day after the first" in read(town, "Cleo", "sheets/?from_on=2026-09-01&until_on=2026-08-31", 422)
    assert "Child 7" in read(town, "Cleo", f"sheets/paper/{when}")
    read(town, "Cleo", "sheets/paper/", 404)
    seven, eight = (Child.objects.get(number=number).pk for number in "78")
    said = {f"c{seven}-held": "40", f"c{seven}-present": "31", f"c{eight}-held": "40", f"c{eight}-present": "20"}
    send(town, "Cleo", f"sheets/typed/{when}", 303, **said)
    assert not Attendance.objects.exclude(known_on=None).exists()
    page = read(town, "Ben", f"sheets/typed/{when}")
    assert "typed in once" in page
    assert 'value="31"' not in page, "the second does not see what the first typed"
    assert "Typed in once" in read(town, "Cleo", "waiting/")
    refused = send(town, "Ben", f"sheets/typed/{when}", 422, **{**said, f"c{eight}-present": "21"})
    assert "The other typing says another number." in refused.content.decode()
    assert Attendance.objects.exclude(known_on=None).count() == 1
    send(town, "Ben", f"sheets/typed/{when}", 303, **said)
    rows = Attendance.objects.exclude(known_on=None).values_list("child__number", "outcome", "absent")
    assert sorted(rows) == [("7", "met", 9), ("8", "breach", 20)]
    assert "known" in read(town, "Ben", f"sheets/typed/{when}")


def test_a_month_is_worked_out_approved_sent_off_and_answered_for(town: Town) -> None:
    family(town, TODAY)
    family(town, TODAY, who="Ben", pay_to="GB82WEST12345698765432")
    for number, who in (("7", "Ana"), ("8", "Ben")):
        child(town, number, family=town.agents[who])
    month = TODAY.replace(day=1)
    send(town, "Cleo", "payrolls/", 422, month_on="2027-11-01")
    send(town, "Cleo", "payrolls/", month_on=month.isoformat())
    one = Payroll.objects.get()
    path = f"payrolls/{one.public_id}/"
    assert "Somebody else approves it" in read(town, "Cleo", path)
    read(town, "Tom", f"{path}bank/", 404)
    read(town, "Tom", f"{path}?as=money", 404)
    send(town, "Tom", path, what="approve")
    assert "File for payments by telephone" in read(town, "Tom", path)
    assert "msisdn" in read(town, "Tom", f"{path}?as=money")
    account = {"from_account": "DE89370400440532013000", "pay_on": TODAY.isoformat()}
    assert (
        "digit by digit" in send(town, "Tom", f"{path}bank/", 422, **{**account, "from_account": "1"}).content.decode()
    )
    whole = send(town, "Tom", f"{path}bank/", 200, **account).content.decode()
    assert "GB82WEST12345698765432" in whole
    assert "pain.001.001.09" in whole
    send(town, "Tom", path, what="export")
    ana, ben = Payment.objects.order_by("family")
    send(town, "Tom", path, what="paid", payment=str(ana.public_id))
    send(town, "Tom", f"{path}back/", 422, payment=str(ben.public_id), why="")
    send(town, "Tom", f"{path}back/", payment=str(ben.public_id), why="AC04: closed account")
    send(town, "Tom", f"{path}back/", payment=str(ana.public_id), why="The telephone is somebody else's now")
    assert sorted(Payment.objects.values_list("state", flat=True)) == ["failed", "reversed"]
    page = read(town, "Tom", path)
    assert "AC04: closed account" in page
    assert "came back" in page
    assert "What it is made of" in read(town, "Ana", "")
    assert "BRC" in read(town, "Tom", f"{path}?as=csv")
    assert "2026-11-01" in read(town, "Tom", "payrolls/?as=csv")
    send(town, "Tom", path, 404, what="nothing")
    read(town, "Ana", path, 404)


def test_made_up_is_said_everywhere(town: Town) -> None:
    Community.objects.filter(slug=town.slug).update(is_demo=True)
    family(town)
    child(town, "7")
    attendance = missed(town)
    told(town, TODAY, attendance)
    done(TODAY, "freeze_payroll", town, "Cleo", month_on=TODAY.replace(day=1))
    payroll = Payroll.objects.get().public_id
    when = "?of=0&from_on=2026-09-01&until_on=2026-10-31"
    paths = ["", "waiting/", "families/", f"families/{town.agents['Ana']}/", "sheets/", f"sheets/paper/{when}",
             f"sheets/typed/{when}", "payrolls/", f"payrolls/{payroll}/", "figures/", f"answer/{attendance}/",
             f"families/{town.agents['Ana']}/?as=csv", "waiting/?as=csv", "families/?as=csv", "payrolls/?as=csv",
             f"payrolls/{payroll}/?as=csv", "figures/?as=csv"]  # fmt: skip
    for path in paths:
        page = read(town, "Cleo", path)
        assert "demo" in (page if "csv" in path else page.partition("<main")[2]), path
    done(TODAY, "approve_payroll", town, "Tom", payroll=payroll)
    assert "demo" in read(town, "Cleo", f"payrolls/{payroll}/?as=money")


def test_what_is_kept_and_what_is_not_paid_is_said_with_its_day(town: Town) -> None:
    family(town)
    child(town, "7")
    for period, day in ((EARLY, date(2026, 9, 2)), (LATE, date(2026, 11, 2))):
        attendance = register(town, day, "7", period, MISSED)
        told(town, day, attendance)
    assert "is kept for you. It is paid with the next months that are known." in read(town, "Ana", "")
    with clock.at(datetime(2026, 11, 30, 12, tzinfo=UTC)):
        assert "Step 2 of 5: Block." in read(town, "Ana", "")
