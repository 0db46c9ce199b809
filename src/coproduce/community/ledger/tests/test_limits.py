"""How far hours may go follows the rules a community chose: for old accounts and new, on the day, written down."""

import threading
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from tests.fixtures.towns import NOON, TODAY, Town, build, do
from tests.journeys.mouths import signed_in

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.base.schedule import run_due
from coproduce.community.ledger.models import LedgerAccount, LimitChange
from coproduce.community.people.models import Agent
from coproduce.core.journal import Limit
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

TWELVE = Limit(floor=-720, mode="enforce")
RULES = "/alder/people/settings/rules/"


def choose(town: Town, rule_set: str, **more: Any) -> None:
    said = {"arena": "timebank", "rule_set": rule_set, "from_on": TODAY, "decision": "Meeting of 10 November", **more}
    assert not isinstance(do("people.choose_rules", town.actor("Cleo"), **said), Refusal)


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
def test_an_account_opened_while_rules_are_chosen_waits_and_finds_them(committed: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: a second session waits before it reads anything")
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
