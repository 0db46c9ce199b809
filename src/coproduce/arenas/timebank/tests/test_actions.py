"""Recording help: what it leaves behind, and what stands in its way."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.timebank.actions import Recorded
from coproduce.community import ledger
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import Contribution, Need
from coproduce.community.people.models import Agent, BarredPair, Membership
from coproduce.core.journal import Limit
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
VERB = "timebank.record_for"


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def test_help_leaves_a_contribution_an_entry_and_two_notices(town: Town) -> None:
    before = Outbox.objects.count()
    done = do(VERB, town.actor("Cleo"), **town.help(words="We walked to the river"))
    assert isinstance(done, Done)
    receipt: Recorded = done.value
    assert (receipt.minutes, receipt.giver_minutes, receipt.receiver_minutes) == (
        90,
        210,
        -210,
    )  # two hours stood before
    contribution = Contribution.objects.get(public_id=receipt.contribution)
    assert (contribution.entry, contribution.amount, contribution.effective_on) == (
        receipt.entry,
        90,
        TODAY - timedelta(days=1),
    )
    account = ledger.member_account(town.community.pk, contribution.giver_id, HOURS)
    line = ledger.statement(account, limit=1)[0]
    assert (line.words, line.category, line.others) == ("We walked to the river", "company kanari", ("Ben kanari",))
    assert Outbox.objects.count() == before + 2
    assert ledger.verify()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Cleo", "done"),
        ("Ana", "NOT_ALLOWED"),
        ("Dee", "NOT_ALLOWED"),
        ("Tom", "NOT_ALLOWED"),
        ("Kim", "NOT_ALLOWED"),
        ("Rae", "NOT_ALLOWED"),
        ("Aud", "NOT_ALLOWED"),
        ("Sal", "NOT_ALLOWED"),
    ],
)
@pytest.mark.promise("What has no row in the policy is refused")
def test_who_records(town: Town, name: str, said: str) -> None:
    before = Contribution.objects.count()
    assert code(do(VERB, town.actor(name), **town.help())) == said
    assert Contribution.objects.count() == before + (said == "done")


@pytest.mark.parametrize(
    ("change", "said", "field"),
    [
        ({"receiver": uuid4()}, "NOT_FOUND", "receiver"),
        ({"giver": uuid4()}, "NOT_FOUND", "giver"),
        ({"time": HOURS(0)}, "NOT_POSITIVE", "time"),
        ({"done_on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE", "done_on"),
        ({"category": "magic"}, "MISSING", "category"),
        ({"words": "w" * 301}, "TOO_LONG", "words"),
        ({"need": uuid4()}, "NOT_FOUND", "need"),
    ],
)
def test_what_is_refused(town: Town, change: dict, said: str, field: str) -> None:
    outcome = do(VERB, town.actor("Cleo"), **town.help(**change))
    assert isinstance(outcome, Refusal)
    assert (outcome.code, outcome.field) == (said, field)


def test_a_need_is_met(town: Town) -> None:
    done = do(VERB, town.actor("Cleo"), **town.help(need=town.needs[0], category=""))
    assert isinstance(done, Done)
    contribution = Contribution.objects.get(public_id=done.value.contribution)
    assert contribution.need is not None
    assert (contribution.need.public_id, contribution.need.state, str(contribution.category)) == (
        town.needs[0],
        Need.MET,
        "company kanari",
    )
    assert code(do(VERB, town.actor("Cleo"), **town.help(need=town.needs[0]))) == "ALREADY_MET"


def test_a_need_that_is_partly_met_stays_on_the_list(town: Town) -> None:
    assert code(do(VERB, town.actor("Cleo"), **town.help(need=town.needs[0], need_is_met=False))) == "done"
    assert code(do(VERB, town.actor("Cleo"), **town.help(need=town.needs[0]))) == "done"


def test_a_need_is_somebodys_own(town: Town) -> None:
    outcome = do(VERB, town.actor("Cleo"), **town.help("Ben", "Ana", need=town.needs[0]))
    assert code(outcome) == "NOT_THEIRS"


def test_no_help_across_towns(towns: tuple[Town, Town]) -> None:
    one, other = towns
    cleo = one.actor("Cleo")
    assert code(do(VERB, cleo, **one.help(receiver=other.agents["Ben"]))) == "NOT_FOUND"
    assert code(do(VERB, cleo, **one.help(need=other.needs[0]))) == "NOT_FOUND"
    assert code(do(VERB, cleo, **one.help(category="company zebrafink"))) == "MISSING"


@pytest.mark.promise("Two who may not meet are never brought together")
def test_people_kept_apart(town: Town) -> None:
    Membership.objects.filter(agent__public_id=town.agents["Ben"]).update(state=Membership.LEFT)
    assert code(do(VERB, town.actor("Cleo"), **town.help())) == "MAY_NOT_MEET"
    assert not BarredPair.objects.exists()


def test_a_limit_the_community_enforces(town: Town) -> None:
    ben = Agent.objects.get(public_id=town.agents["Ben"])
    account = ledger.member_account(town.community.pk, ben.pk, HOURS)
    ledger.change_limit(account, Limit(floor=-200, mode="enforce"), actor=None, why="they decided")
    assert code(do(VERB, town.actor("Cleo"), **town.help())) == "LIMIT_FLOOR"
    ledger.change_limit(account, Limit(floor=-200, mode="warn"), actor=None, why="they decided")
    assert code(do(VERB, town.actor("Cleo"), **town.help())) == "done"


def test_the_same_click_twice_records_once(town: Town) -> None:
    request_id = uuid4()
    first, again = (do(VERB, town.actor("Cleo"), **town.help(request_id=request_id)) for _ in range(2))
    assert isinstance(first, Done)
    assert isinstance(again, Done)
    assert again.value == first.value
    assert Contribution.objects.count() == 2  # with the one of the set-up
