"""Taken up once; one letter a day by the community's clock; at once what is urgent; never twice."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from tests.fixtures.towns import NOON, Town, do

from coproduce.community.base import clock
from coproduce.community.base.models import Outbox
from coproduce.community.base.schedule import run_due
from coproduce.community.notices.models import Notice
from coproduce.community.notices.queries import in_trouble, lately
from coproduce.community.notices.tests.saying import agent, membership, tell, told, work
from coproduce.community.people.models import Agent, Community, Household, Membership

pytestmark = pytest.mark.django_db

#: Seven in the morning after NOON, in winter.
MORNING = datetime(2026, 11, 18, 7, tzinfo=UTC)


class Refuses(EmailBackend):
    """A mail server that takes nothing."""

    tried = 0

    def send_messages(self, messages: object) -> int:
        Refuses.tried += 1
        raise ConnectionRefusedError


class RefusesAna(EmailBackend):
    """A mail server that does not like one address."""

    def send_messages(self, messages: list[mail.EmailMessage]) -> int:  # type: ignore[override]
        if any("ana@" in address for letter in messages for address in letter.to):
            raise OSError("no such address")
        return super().send_messages(messages)


def here(backend: type[EmailBackend]) -> str:
    return f"{__name__}.{backend.__name__}"


@pytest.fixture
def town(town: Town) -> Town:
    """A town where nothing waits to be told."""
    Outbox.objects.all().delete()
    return town


def to(who: str) -> list[mail.EmailMessage]:
    return [letter for letter in mail.outbox if parseaddr(letter.to[0])[1].startswith(who.lower())]


def test_what_is_written_is_taken_up_once(town: Town) -> None:
    tell(town, "Ana", link="/alder/people/")
    work(NOON)
    work(NOON)
    assert not Outbox.objects.exists()
    [notice] = told(town, "Ana")
    assert (notice.template, notice.link, notice.sent_at) == ("Ben said %(what)s.", "/alder/people/", None)
    assert notice.written_at == NOON
    assert mail.outbox == []


def test_a_verb_is_told_before_and_after_the_worker(town: Town) -> None:
    do("timebank.record_for", town.actor("Cleo"), **town.help())
    before = [(one.template, one.values) for one in lately(town.actor("Ana"), 5)]
    work(NOON)
    assert [(one.template, one.values) for one in lately(town.actor("Ana"), 5)] == before
    assert len(before) == 1


def test_one_letter_in_the_morning_with_all_that_is_new(town: Town) -> None:
    tell(town, "Ana", "First %(what)s.")
    tell(town, "Ana", "Second %(what)s.")
    assert work(MORNING - timedelta(minutes=1)) == 0
    assert work(MORNING) == 1
    [letter] = to("Ana")
    assert "• First hello kanari." in letter.body
    assert "• Second hello kanari." in letter.body
    assert "01632 960 000" in letter.body
    assert town.canary not in letter.subject.replace(town.community.name, "")
    assert {(one.sent_at, one.sent_by) for one in told(town, "Ana")} == {(MORNING, "email")}
    assert work(MORNING + timedelta(minutes=1)) == 0


def test_what_is_written_after_the_morning_waits_for_the_next(town: Town) -> None:
    with clock.at(MORNING + timedelta(minutes=1)):
        tell(town, "Ana")
    assert work(MORNING + timedelta(hours=12)) == 0
    assert work(MORNING + timedelta(days=1)) == 1


def test_never_two_letters_of_one_day(town: Town) -> None:
    """Even when something older is taken up late."""
    tell(town, "Ana")
    assert work(MORNING) == 1
    tell(town, "Ana")
    assert work(MORNING + timedelta(minutes=5)) == 0
    assert work(MORNING + timedelta(days=1)) == 1


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Europe/London", datetime(2026, 3, 27, tzinfo=UTC)),
        ("Europe/London", datetime(2026, 10, 23, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 9, 25, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 10, 30, tzinfo=UTC)),
    ],
)
def test_one_letter_a_day_when_the_clocks_change(town: Town, zone: str, start: datetime) -> None:
    Community.objects.filter(pk=town.community.pk).update(time_zone=zone)
    days: Counter[object] = Counter()
    for hour in range(4 * 24):
        moment = start + timedelta(hours=hour)
        with clock.at(moment):
            tell(town, "Ana")
        if work(moment):
            local = moment.astimezone(ZoneInfo(zone))
            days[local.date()] += 1
            assert local.hour == 7
    assert set(days.values()) == {1}
    assert len(days) in (3, 4)


def test_what_is_urgent_goes_at_once_and_the_rest_waits(town: Town) -> None:
    tell(town, "Ana", "Today's lift is off.", urgent=True)
    tell(town, "Ana", "This can wait.")
    assert work(NOON) == 1
    [letter] = to("Ana")
    assert "lift" in letter.body
    assert "can wait" not in letter.body
    assert work(NOON + timedelta(minutes=1)) == 0
    assert work(MORNING) == 1


def test_what_was_seen_on_the_page_needs_no_letter(town: Town) -> None:
    tell(town, "Ana")
    work(NOON)
    Notice.objects.update(seen_at=NOON)
    assert work(MORNING) == 0


@pytest.mark.parametrize(("state", "letters"), [("active", 2), ("paused", 1), ("applied", 0), ("left", 0)])
def test_who_is_written_to(town: Town, state: str, letters: int) -> None:
    membership(town, "Ana", state=state)
    tell(town, "Ana", urgent=True)
    tell(town, "Ana")
    work(NOON)
    work(MORNING)
    assert len(to("Ana")) == letters


def test_who_left_after_it_was_written_is_told_nothing(town: Town) -> None:
    tell(town, "Ana")
    work(NOON)
    membership(town, "Ana", state=Membership.LEFT)
    work(MORNING)
    assert to("Ana") == []


@pytest.mark.parametrize("kind", ["paper", "phone", "none"])
def test_who_chose_another_way_gets_no_e_mail(town: Town, kind: str) -> None:
    do("notices.choose_channel", town.actor("Ana"), kind=kind)
    tell(town, "Ana", urgent=True)
    tell(town, "Ben", urgent=True)
    assert work(NOON) == 1
    assert to("Ana") == []
    assert told(town, "Ana")[0].sent_at is None


def test_nobody_in_a_demo_is_written_to(town: Town) -> None:
    Community.objects.filter(pk=town.community.pk).update(is_demo=True)
    tell(town, "Ana", urgent=True)
    assert work(NOON) == 0
    assert len(told(town, "Ana")) == 1


def test_a_household_is_told_through_its_members(town: Town) -> None:
    home = Agent.objects.create(community=town.community, kind=Agent.HOUSEHOLD, name="The mill")
    Household.objects.create(agent=home).members.add(membership(town, "Ana"), membership(town, "Ben"))
    town.agents["Mill"] = home.public_id
    tell(town, "Mill")
    work(NOON)
    assert [len(told(town, who)) for who in ("Ana", "Ben", "Cleo", "Mill")] == [1, 1, 0, 0]


def test_a_letter_that_cannot_leave_is_tried_again_later(town: Town, settings: object) -> None:
    settings.EMAIL_BACKEND = here(Refuses)  # type: ignore[attr-defined]
    Refuses.tried = 0
    tell(town, "Ana", urgent=True)
    assert work(NOON) == 0
    [notice] = told(town, "Ana")
    assert (notice.sent_at, notice.sent_by, notice.attempts) == (None, "", 1)
    assert notice.trouble == "ConnectionRefusedError"
    work(NOON + timedelta(minutes=4))
    assert Refuses.tried == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    assert work(NOON + timedelta(minutes=5)) == 1
    [notice] = told(town, "Ana")
    assert (notice.sent_by, notice.trouble) == ("email", "")


def test_after_five_tries_it_is_trouble_and_the_desk_tells_it(town: Town, settings: object) -> None:
    settings.EMAIL_BACKEND = here(Refuses)  # type: ignore[attr-defined]
    Refuses.tried = 0
    tell(town, "Ana")
    for minutes in range(0, 24 * 60, 5):
        work(MORNING + timedelta(minutes=minutes))
    assert Refuses.tried == 5
    assert in_trouble().count() == 1


def test_one_bad_address_keeps_back_nobody_else(town: Town, settings: object) -> None:
    settings.EMAIL_BACKEND = here(RefusesAna)  # type: ignore[attr-defined]
    for who in ("Ana", "Ben"):
        tell(town, who, urgent=True)
    assert work(NOON) == 1
    assert [letter.to for letter in mail.outbox] == [["ben@alder.example"]]


def test_it_is_marked_before_it_leaves(town: Town, settings: object) -> None:
    """A process that ends in the middle never sends it again."""

    class EndsError(BaseException):
        pass

    seen = []

    class Ends(EmailBackend):
        def send_messages(self, messages: object) -> int:
            seen.append(told(town, "Ana")[0].sent_at)
            raise EndsError

    globals()["Ends"] = Ends
    settings.EMAIL_BACKEND = f"{__name__}.Ends"  # type: ignore[attr-defined]
    tell(town, "Ana", urgent=True)
    with pytest.raises(EndsError):
        work(NOON)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    assert seen == [NOON]
    assert work(NOON + timedelta(hours=1)) == 0


def test_links_name_the_site_when_it_has_a_name(town: Town, settings: object) -> None:
    settings.ADDRESS = "https://help.example.org"  # type: ignore[attr-defined]
    tell(town, "Ana", urgent=True, link="/alder/exchange/needs/")
    work(NOON)
    assert "https://help.example.org/alder/exchange/needs/" in to("Ana")[0].body
    assert "https://help.example.org/alder/notices/" in to("Ana")[0].body


def test_two_towns_are_told_apart(towns: tuple[Town, Town]) -> None:
    for town in towns:
        tell(town, "Ana", urgent=True)
    work(NOON)
    for letter in mail.outbox:
        other = next(town for town in towns if town.slug not in letter.to[0])
        assert other.canary not in letter.body


def test_the_worker_does_it_every_minute(town: Town) -> None:
    tell(town, "Ana", urgent=True)
    assert "notices.deliver" in run_due(NOON)
    assert len(to("Ana")) == 1
    assert agent(town, "Ana").notices.count() == 1
