"""The made-up town is lived in through the same verbs as everybody's."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.timebank.queries.figures import figures
from coproduce.cli.tests.running import coproduce
from coproduce.community import ledger
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.models import Agreement, Ask, Contribution, Need, Occasion, Offer, SignUp
from coproduce.community.people.concerns.queries import closed_worries, worries
from coproduce.community.people.guarding.queries import guarding
from coproduce.community.people.helping.queries import done_for, helpers_of
from coproduce.community.people.models import Agent, Consent, Membership
from coproduce.community.people.queries import actor_for, actor_of_member
from coproduce.community.people.safeguarding.queries import to_renew
from coproduce.core.quantity import HOURS
from coproduce.web import demo

pytestmark = pytest.mark.django_db


def test_it_is_lived_in_and_adds_up() -> None:
    demo.load(TODAY)
    assert demo.is_loaded()
    assert ledger.verify()
    assert Contribution.objects.count() >= 10
    assert Contribution.objects.filter(effective_on__gt=TODAY).count() == 0
    assert Contribution.objects.filter(effective_on__gt=TODAY - timedelta(days=3)).exists()
    assert set(AuditRow.objects.values_list("via", flat=True)) == {"sim"}
    for slug in ("wenbrook", "hexley"):
        theirs = Occasion.objects.filter(community__slug=slug)
        assert theirs.filter(starts_at__date__gt=TODAY).count() >= 2, "what is coming is not empty"
        assert theirs.exclude(entry=None).count() == 1
    assert all(demo.account_of(number) for number in range(len(demo.CAST)))
    assert demo.account_of(99) is None
    on_paper = Consent.objects.filter(scope="directory").values_list("agent__community__slug", "agent__name")
    assert set(on_paper) == {("wenbrook", name) for name in ("Ana", "Ben", "Cleo", "Dee", "Sal", "Tom")}


def test_what_keeps_people_safe_can_be_looked_at() -> None:
    demo.load(TODAY)
    sal = actor_for(demo.account_of(len(demo.CAST) - 1), "wenbrook", "web")
    assert sal
    assert [one.state for one in worries(sal)] == ["open"]
    assert [one.state for one in closed_worries(sal)] == ["closed"]
    assert {row.agent.name for row in to_renew(sal, TODAY)} == {"Ben", "Tom"}
    mia = Membership.objects.get(agent__name="Mia")
    assert mia.is_minor(TODAY)
    assert [one.guardian.name for one in guarding(sal, mia).guardians] == ["Ana"]
    assert Membership.objects.get(agent__name="Joe").state == Membership.PAUSED


def test_who_is_not_online_has_a_helper() -> None:
    demo.load(TODAY)
    edith = Agent.objects.get(name="Edith")
    cleo = actor_for(demo.account_of(2), "wenbrook", "web")
    assert cleo
    assert [one.helper.name for one in helpers_of(cleo, edith, TODAY)] == ["Ben"]
    assert [one.said.partition(" ")[0] for one in done_for(cleo, edith)] == ["Ben"] * 3


def test_what_is_much_takes_the_broker_and_the_treasurer() -> None:
    demo.load(TODAY)
    accounts = {who.label: demo.account_of(number) for number, who in enumerate(demo.CAST)}
    cleo, tom = (actor_for(account, "wenbrook", "web") for name in ("Cleo", "Tom") if (account := accounts[name]))
    assert cleo and tom
    asked = do("ledger.set_undoing", tom, two_from=HOURS(600), why="We know each other")
    assert isinstance(asked, Done)
    assert asked.value.two_from_minutes == demo.TAKES_TWO_FROM.minor
    agreed = do("ledger.agree_to_set_undoing", cleo, asked=asked.value.asked)
    assert isinstance(agreed, Done)
    assert agreed.value.two_from_minutes == 600


def test_the_same_day_makes_the_same_town(settings: object) -> None:
    assert [who.email for who in demo.CAST] == [door["email"] for door in demo.sign_ins()]


def _town(days: int | None = None) -> None:
    demo.load(TODAY, size=40, seed=7, days=30)
    for _ in demo.live_on(days):
        continue


def _content() -> list[object]:
    """What anybody can read of the town: names, days, minutes, words; no number of a row."""
    hours = Contribution.objects.order_by("pk").values_list(
        "giver__name", "receiver__name", "amount", "effective_on", "category__name", "thanks", "is_by_desk"
    )
    threads = Agreement.objects.order_by("pk").values_list("words", "state", "proposed_at", "agreed_at", "done_on")
    asks = Ask.objects.order_by("pk").values_list("agent__name", "state", "ready_on", "answered_on")
    people = Membership.objects.order_by("pk").values_list("agent__name", "state", "phone", "joined_on")
    wishes = [
        kind.objects.order_by("pk").values_list("agent__name", "words", "week", "until_on", "state")
        for kind in (Need, Offer)
    ]
    places = SignUp.objects.order_by("pk").values_list(
        "slot__occasion__words", "slot__occasion__starts_at", "slot__needs", "agent__name", "minutes", "withdrawn_at"
    )
    said = Consent.objects.order_by("pk").values_list("agent__name", "scope", "wording__version", "channel")
    return [list(rows) for rows in (hours, threads, asks, people, places, said, *wishes)]


def _grown(days: int | None = None, *, again: bool = False) -> list[object]:
    """The content of a town grown in a database that is as before afterwards."""
    with transaction.atomic():
        _town(days)
        if again:
            assert demo.growth()
            for _ in demo.live_on():
                continue
        content = _content()
        transaction.set_rollback(True)
    return content


def test_a_seed_makes_one_town_even_when_cut_short_half_way() -> None:
    assert _grown() == _grown(15, again=True)


def test_a_town_is_lived_in_adds_up_and_asks_people_back() -> None:
    demo.load(TODAY, size=100, seed=1, days=70)
    evenings = list(demo.live_on())
    assert (len(evenings), demo.growth()) == (70, None)
    assert Membership.objects.filter(agent__source_ref__startswith="town-").count() >= 40
    assert Contribution.objects.exclude(agreement=None).count() >= 30
    assert Contribution.objects.filter(agreement=None).count() >= 15
    assert not AuditRow.objects.filter(kind=AuditRow.REFUSED).exists()
    towns_own = Occasion.objects.filter(community__slug="wenbrook").exclude(words__startswith="A pot of tea")
    # A day planned for one home, and a part of one festival, are no customs.
    towns_own = towns_own.exclude(words__startswith="A day on").exclude(arena="play")
    coming = towns_own.filter(starts_at__date__gt=TODAY, cancelled_at=None)
    assert {row.words for row in coming} == {row.words for row in towns_own}, "each comes round again"
    over = towns_own.filter(ends_at__date__lt=TODAY - timedelta(days=3), cancelled_at=None)
    meant_to_come = SignUp.objects.filter(slot__occasion__in=over.filter(entry=None), withdrawn_at=None)
    assert over.exists() and not meant_to_come.exists(), "who came is written down"
    assert SignUp.objects.filter(minutes__gt=0).count() >= 10
    assert SignUp.objects.exclude(withdrawn_at=None).exists(), "some could not come"
    assert Ask.objects.exclude(answered_on=None).exists()
    said_yes = Ask.objects.filter(state=Ask.YES).values("agent")
    assert Offer.objects.filter(agent__in=said_yes).exists()
    assert Contribution.objects.filter(giver__in=said_yes).exists()
    broker = Membership.objects.get(community__slug="wenbrook", agent__name="Cleo")
    found = figures(actor_of_member(broker, "web"), TODAY)
    assert found is not None
    rate, asked = found.return_rate, found.asked
    assert rate is not None and rate.n >= 10 and rate.low is not None and rate.high is not None
    assert 0 <= rate.low <= (rate.share or 0) <= rate.high <= 1 and rate.low < rate.high
    assert asked is not None and asked.n >= asked.k > 0
    assert ledger.verify()
    here = Membership.objects.filter(agent__source_ref__startswith="town-")
    said = Consent.objects.filter(scope="directory", agent__membership__in=here)
    assert 0.2 < said.count() / here.count() < 0.6


def test_a_page_says_how_far_the_town_has_grown(client: Client) -> None:
    _town(3)
    client.post("/sign-in/demo/2/")
    page = client.get("/wenbrook/").content.decode()
    assert '<progress value="3" max="30">' in page
    assert "coproduce demo leave" in page
    client.post("/sign-in/demo/0/")
    assert "coproduce demo leave" not in client.get("/wenbrook/").content.decode()


def test_only_a_demo_is_left(town: Town) -> None:
    left = coproduce("demo", "leave", "--yes")
    assert left.exit_code == 1
    assert "not the demo" in left.output
    assert Membership.objects.filter(community=town.community).exists()
