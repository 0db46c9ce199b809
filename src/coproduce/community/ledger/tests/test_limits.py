"""How far hours may go follows the rules a community chose: for old accounts and new, on the day, written down."""

import threading
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.fixtures.towns import NOON, TODAY, Town, build, do
from tests.journeys.mouths import signed_in

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.base.schedule import run_due
from coproduce.community.ledger.limits.actions import LimitsChanged
from coproduce.community.ledger.limits.queries import outside_of
from coproduce.community.ledger.models import LedgerAccount, LimitChange
from coproduce.community.people.models import Agent
from coproduce.core.journal import Entry, Limit, Posting, Standing, crosses
from coproduce.core.quantity import HOURS, KG
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

TWELVE = Limit(floor=-720, mode="enforce")
RULES = "/alder/decisions/rules/"


def choose(town: Town, rule_set: str, **more: Any) -> None:
    said = {"arena": "timebank", "rule_set": rule_set, "from_on": TODAY, "decision": town.decided(), **more}
    assert not isinstance(do("decisions.choose_rules", town.actor("Cleo"), **said), Refusal)


def helped(town: Town, minutes: int, giver: str = "Ana", receiver: str = "Ben") -> Any:
    return do("timebank.record_for", town.actor("Cleo"), **town.help(giver, receiver, time=HOURS(minutes)))


def read_by_key(town: Town, who: str, address: str) -> Any:
    answer = Client().get(f"/api/{town.slug}/{address}", headers={"Authorization": f"Bearer {town.key(who)}"})
    assert answer.status_code == 200, answer.content
    return answer.json()


def account(town: Town, name: str) -> LedgerAccount:
    agent = Agent.objects.get(public_id=town.agents[name])
    return LedgerAccount.objects.get(pk=ledger.member_account(town.community.pk, agent.pk, HOURS))


def test_accounts_old_and_new_follow_and_it_is_written_down(town: Town) -> None:
    assert account(town, "Ben").limit == Limit()
    choose(town, "twelve-hours")
    assert (account(town, "Ben").limit, account(town, "Dee").limit) == (TWELVE, TWELVE)
    agents = [Agent.objects.get(public_id=town.agents[name]).pk for name in ("Ben", "Tom", "Kim")]
    opened = ledger.member_accounts(town.community.pk, agents, HOURS)
    assert {row.limit for row in LedgerAccount.objects.filter(pk__in=opened.values())} == {TWELVE}
    change = LimitChange.objects.get(account=account(town, "Ben"))
    assert (change.old, change.new, change.actor) == (asdict(Limit()), asdict(TWELVE), town.actor("Cleo").agent_id)
    assert LimitChange.objects.get(account=account(town, "Tom")).actor is None


def test_the_pot_and_another_community_have_no_limit(towns: tuple[Town, Town]) -> None:
    one, other = towns
    pot = ledger.pot_account(one.community.pk, HOURS)
    choose(one, "twelve-hours")
    assert LedgerAccount.objects.get(pk=pot).limit == account(other, "Ben").limit == Limit()


def test_exactly_twelve_hours_pass_and_a_minute_more_does_not(town: Town) -> None:
    choose(town, "twelve-hours")  # Ben was given two hours before
    assert not isinstance(helped(town, 600), Refusal)
    refused = helped(town, 1)
    assert isinstance(refused, Refusal)
    assert refused.code == "LIMIT_FLOOR"


def test_a_reminder_writes_it_down_and_tells_the_desk(town: Town) -> None:
    choose(town, "twelve-hours-reminding")
    assert not isinstance(helped(town, 600), Refusal)
    cleo = town.actor("Cleo").agent_id or 0
    said = "%(name)s is past the hours your community agreed on. The help is written down; a call may do them good."
    assert not Outbox.objects.filter(to_agent=cleo, template=said).exists()
    assert not isinstance(helped(town, 1), Refusal)
    assert Outbox.objects.get(to_agent=cleo, template=said).values == {"name": "Ben kanari"}


def test_whoever_is_past_a_new_limit_keeps_what_they_hold(town: Town) -> None:
    helped(town, 900)
    choose(town, "twelve-hours")
    assert account(town, "Ben").balance == -1020
    assert isinstance(helped(town, 1), Refusal)
    assert not isinstance(helped(town, 60, "Ben", "Dee"), Refusal)


def test_a_limit_of_ones_own_stays(town: Town) -> None:
    own = Limit(floor=-60, mode="warn")
    ledger.change_limit(account(town, "Ben").pk, own, actor=None, why="they asked for it")
    choose(town, "twelve-hours")
    choose(town, "participation")
    assert (account(town, "Ben").limit, account(town, "Ana").limit) == (own, Limit())


def test_limits_begin_on_their_day(town: Town) -> None:
    choose(town, "twelve-hours", from_on=TODAY + timedelta(days=1))
    assert account(town, "Ben").limit == Limit()
    with clock.at(NOON + timedelta(days=1)):
        assert "ledger.follow_rules" in run_due(clock.now())
        assert account(town, "Ben").limit == TWELVE
    changes = LimitChange.objects.count()
    with clock.at(NOON + timedelta(days=2)):
        run_due(clock.now())
    assert LimitChange.objects.count() == changes


def test_of_two_choices_on_one_day_the_accounts_follow_the_later(town: Town) -> None:
    choose(town, "twelve-hours")
    choose(town, "twelve-hours", changed={"below_minutes": 600})
    assert account(town, "Ben").limit == Limit(floor=-600, mode="enforce")


def test_a_number_that_is_no_account() -> None:
    with pytest.raises(LedgerAccount.DoesNotExist):
        ledger.change_limit(0, TWELVE, actor=None, why="a test")


def test_who_is_past_a_limit_is_for_the_desk_and_the_treasurer(town: Town) -> None:
    helped(town, 900)
    choose(town, "twelve-hours-reminding")
    read = {who: signed_in(town, who).get("/alder/ledger/past/") for who in ("Cleo", "Tom", "Ana")}
    assert [one.status_code for one in read.values()] == [200, 200, 404]
    text = read["Cleo"].content.decode()
    assert "17 h 00 more received than given" in text
    assert "Ana kanari" not in text
    rows = signed_in(town, "Cleo").get("/alder/ledger/past/?as=csv").content.decode().splitlines()
    assert rows[1] == "Ben kanari,1020,0,720,"
    answer = {who: read_by_key(town, who, "ledger/past-limits") for who in ("Cleo", "Ana")}
    assert [len(one["items"]) for one in answer.values()] == [1, 0]
    assert answer["Cleo"]["items"][0] == {
        "member": str(town.agents["Ben"]),
        "more_received_minutes": 1020,
        "more_given_minutes": 0,
        "agreed_minutes": 720,
    }
    reads = AuditRow.objects.filter(kind=AuditRow.READ, verb="ledger.read_past_limits")
    assert reads.count() == 4  # twice a page, a table, a script; not where nothing was read
    assert "Who is past the hours agreed on" in signed_in(town, "Cleo").get(RULES).content.decode()
    assert "Who is past the hours agreed on" not in signed_in(town, "Ana").get(RULES).content.decode()


def test_nobody_is_past_where_nothing_was_agreed(town: Town) -> None:
    helped(town, 900)
    assert "Nobody is." in signed_in(town, "Cleo").get("/alder/ledger/past/").content.decode()
    assert signed_in(town, "Tom").get("/alder/ledger/past/?as=csv").content.decode().count("\n") == 1


@pytest.mark.django_db(databases=[])
@pytest.mark.only("postgresql", because="SQLite has one writer: a second session waits before it reads anything")
def test_an_account_opened_while_rules_are_chosen_waits_and_finds_them(committed: str) -> None:
    with clock.at(NOON):
        town = build("alder", "kanari")
        tom, community = Agent.objects.get(public_id=town.agents["Tom"]).pk, town.community.pk

        def open_one() -> None:
            ledger.member_account(community, tom, HOURS)
            connection.close()

        with transaction.atomic():
            choose(town, "twelve-hours")
            thread = threading.Thread(target=open_one)
            thread.start()
            thread.join(0.7)
            assert thread.is_alive(), "the account did not wait for the rules"
        thread.join(20)
    assert account(town, "Tom").limit == TWELVE


def change(town: Town, whose: str = "everybody", who: str = "Tom", **said: Any) -> Any:
    arguments = {"whose": str(town.agents.get(whose, whose)), "mode": "warn", "why": "Meeting of 10 November", **said}
    return do("ledger.change_limit", town.actor(who), **arguments)


@pytest.mark.parametrize(("whose", "changed"), [("Ben", ["Ben"]), ("treasurer", ["Tom"]), ("everybody", None)])
def test_a_limit_of_one_of_a_role_and_of_everybody(town: Town, whose: str, changed: list[str] | None) -> None:
    done = change(town, whose, below=HOURS(720), grows_by=HOURS(60))
    assert done.value == LimitsChanged(len(changed or town.agents), 0)
    limited = Limit(-720, None, "warn", 60)
    for name in ("Ana", "Ben", "Tom"):
        assert (account(town, name).limit == limited) is (changed is None or name in changed)
    row = LimitChange.objects.filter(account=account(town, (changed or ["Ben"])[0])).get()
    assert (row.actor, row.why, row.new) == (town.actor("Tom").agent_id, "Meeting of 10 November", asdict(limited))


def test_who_changes_a_limit(town: Town) -> None:
    assert not isinstance(change(town, "Ben", "Cleo", below=HOURS(60), outside=1), Refusal)
    assert change(town, "Ben", "Ana", below=HOURS(600)).code == "NOT_ALLOWED"
    assert change(town, "Ben", "Aud", below=HOURS(600)).code == "NOT_ALLOWED"


def test_nobody_of_another_community_is_meant(towns: tuple[Town, Town]) -> None:
    one, other = towns
    assert change(one, str(other.agents["Ben"]), below=HOURS(600)).code == "NOT_FOUND"
    assert not isinstance(change(one, below=HOURS(600)), Refusal)
    assert account(other, "Ben").limit == Limit()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"mode": "sometimes", "below": HOURS(60)}, "UNKNOWN_MODE"),
        ({"mode": "warn"}, "MISSING"),
        ({"below": HOURS(-1)}, "OUT_OF_RANGE"),
        ({"above": KG(1)}, "UNIT_MISMATCH"),
        ({"above": HOURS(60), "grows_by": HOURS(60)}, "MISSING"),
        ({"below": HOURS(60), "why": " "}, "MISSING"),
        ({"below": HOURS(60), "unit": "shells"}, "UNKNOWN_UNIT"),
        ({"below": HOURS(60), "whose": "the old ones"}, "NOT_FOUND"),
        ({"below": HOURS(60), "whose": ""}, "NOT_FOUND"),
    ],
)
def test_what_is_no_limit(town: Town, said: dict[str, Any], code: str) -> None:
    assert change(town, **{"whose": "everybody", **said}).code == code
    assert not LimitChange.objects.exists()


def test_nothing_changes_before_somebody_saw_who_would_be_past_it(town: Town) -> None:
    """Ben was given two hours before."""
    refused = change(town, below=HOURS(60))
    assert (refused.code, refused.values["number"]) == ("NOT_CONFIRMED", "1")
    assert change(town, below=HOURS(60), outside=2).code == "NOT_CONFIRMED"
    assert change(town, below=HOURS(60), outside=1).value.outside == 1
    assert not isinstance(change(town, mode="off", below=HOURS(60)), Refusal), "what is only shown surprises nobody"


@given(
    balance=st.integers(-50, 50), held=st.integers(0, 30), gave=st.integers(-5, 40),
    floor=st.none() | st.integers(-40, 0), ceiling=st.none() | st.integers(0, 40), grows_by=st.integers(0, 30),
)  # fmt: skip
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_who_would_be_past_a_limit_is_as_the_rule_says(town: Town, floor: Any, ceiling: Any, **stands: int) -> None:
    """The database's word for it, and that of `core.journal.crosses` for whoever goes further out."""
    ben, limit = account(town, "Ben"), Limit(floor, ceiling, "warn", stands["grows_by"])
    LedgerAccount.objects.filter(pk=ben.pk).update(balance=stands["balance"], held=stands["held"], given=stands["gave"])
    found = outside_of(LedgerAccount.objects.filter(pk=ben.pk), limit).exists()
    standing = Standing("hour", 0, limit, held=stands["held"], given=stands["gave"])
    assert found is any(crosses(standing, stands["balance"], way) is not None for way in (-1, 1))


def test_everybody_it_is_about_is_told_in_plain_words(town: Town) -> None:
    change(town, "Ben", below=HOURS(720), mode="enforce", grows_by=HOURS(120), why="Members decided it")
    ben = Agent.objects.get(public_id=town.agents["Ben"]).pk
    told = [one.template % one.values for one in Outbox.objects.filter(to_agent=ben).order_by("pk")][-3:]
    assert told == [
        "How far your giving and receiving may go was changed. Why: Members decided it",
        "You can have received up to 12 h 00 more than you gave; past that, help you are given cannot be written down "
        "until you gave some.",
        "The more you gave, the further it goes: by as much as you gave, up to 2 h 00.",
    ]
    number = Outbox.objects.count()
    assert change(town, "Ben", below=HOURS(720), mode="enforce", grows_by=HOURS(120)).value.accounts == 0
    assert Outbox.objects.count() == number, "nobody is told of nothing"


def test_a_limit_grows_with_giving_by_the_rules_chosen(town: Town) -> None:
    """As read in Komunitin, test/server/5, in minutes: a limit of 1,000 that grows to 1,300 at most."""
    choose(town, "growing-with-giving", changed={"below_minutes": 1000, "grows_minutes": 300, "past_limit": "enforce"})
    assert account(town, "Ana").limit == Limit(-1000, None, "enforce", 300)
    assert not isinstance(helped(town, 200, "Dee", "Kim"), Refusal)
    assert not isinstance(helped(town, 1400, "Kim", "Dee"), Refusal), "Dee gave 200, and may be given 1,200 more"
    assert (account(town, "Dee").balance, account(town, "Kim").balance) == (-1200, 1200)
    assert helped(town, 1, "Ana", "Dee").code == "LIMIT_FLOOR"
    assert account(town, "Kim").limit.floor_after(1400) == -1300
    choose(town, "twelve-hours")
    assert account(town, "Dee").limit == TWELVE, "a growing limit moves on with the rules too"


def test_care_is_never_refused_for_a_balance(town: Town) -> None:
    pot = ledger.care_pot(town.community.pk, HOURS)
    assert pot == ledger.care_pot(town.community.pk, HOURS) != ledger.pot_account(town.community.pk, HOURS)
    with pytest.raises(ValueError, match="Care is never refused"):
        ledger.change_limit(pot, Limit(floor=0, mode="enforce"), actor=None, why="a test")
    ledger.change_limit(pot, Limit(floor=-60, mode="warn"), actor=None, why="so that somebody looks")
    change(town, "Ana", below=HOURS(0), above=HOURS(0), mode="enforce", outside=1)
    ana = account(town, "Ana").pk
    care = Entry(uuid4(), town.community.pk, "care", "visit", TODAY,
                 (Posting(pot, HOURS(-90)), Posting(ana, HOURS(90))))  # fmt: skip
    posted = ledger.post(care)
    assert isinstance(posted, ledger.Posted)
    assert set(posted.outside) == {pot, ana}, "somebody looks; nobody is refused"
    back = replace(care, client_id=uuid4(), postings=(Posting(pot, HOURS(300)), Posting(ana, HOURS(-300))))
    assert isinstance(ledger.post(back), ledger.Posted)


def test_a_limit_is_changed_on_a_page_and_looked_at_first(town: Town) -> None:
    page, tom = "/alder/ledger/limits/change/", signed_in(town, "Tom")
    assert signed_in(town, "Ana").get(page).status_code == 404
    said = {"request_id": str(uuid4()), "whose": "everybody", "unit": "hour", "below": "1 h", "above": "",
            "grows_by": "", "mode": "warn", "why": "Meeting of 10 November"}  # fmt: skip
    assert tom.post(page, {**said, "below": "many"}).status_code == 422
    assert tom.post(page, {**said, "below": ""}).status_code == 422
    sure = tom.post(page, said).content.decode()
    assert "Ben kanari" in sure
    assert "Kim kanari" not in sure
    assert "One person would be past it" in sure
    assert not LimitChange.objects.exists()
    assert "Show who would be past it" in tom.post(page, {**said, "again": "1"}).content.decode()
    other = tom.post(page, {**said, "sure": "1", "outside": "0"})
    assert "One person would be past it" in other.content.decode(), "another number: it is looked at again"
    assert tom.post(page, {**said, "sure": "1", "outside": "1"}).status_code == 302
    assert account(town, "Kim").limit == Limit(floor=-60, mode="warn")
    history = tom.get("/alder/ledger/limits/?q=kim").content.decode()
    assert "Meeting of 10 November" in history
    assert "Ben kanari" not in history
    rows = tom.get("/alder/ledger/limits/?as=csv&q=kim").content.decode().splitlines()
    assert rows[1].split(",", 1)[1].startswith("Kim kanari,hour,no limit,")
    assert signed_in(town, "Ana").get("/alder/ledger/limits/").status_code == 404
    assert "Nobody would be past it." in tom.post(f"{page}?member={town.agents['Kim']}", {
        **said, "request_id": str(uuid4()), "whose": str(town.agents["Kim"])}).content.decode()  # fmt: skip
    assert tom.get(f"{page}?member={uuid4()}").status_code == 404


def test_a_script_reads_who_would_be_past_it_and_what_was_changed(town: Town) -> None:
    asked = "ledger/outside-limit?whose=everybody&mode=warn&below=1%20h"
    assert read_by_key(town, "Ana", asked)["count"] == 0
    answer = read_by_key(town, "Tom", asked)
    assert answer["count"] == 1
    assert answer["items"][0]["more_received"] == {"minor": 120, "unit": "hour"}
    wrong = Client().get("/api/alder/ledger/outside-limit?whose=everybody&mode=warn&below=many",
                         headers={"Authorization": f"Bearer {town.key('Tom')}"})  # fmt: skip
    assert wrong.status_code == 422
    change(town, "Ben", below=HOURS(60), outside=1)
    assert read_by_key(town, "Ana", "ledger/limit-changes")["items"] == []
    row = read_by_key(town, "Tom", "ledger/limit-changes")["items"][0]
    assert (row["member"], row["new"]["floor"], row["by"]) == (str(town.agents["Ben"]), -60, "Tom kanari")
