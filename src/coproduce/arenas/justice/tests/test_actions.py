"""What went wrong is reported, chosen, heard, agreed on, kept and sealed; and what is refused on the way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from tests.fixtures.towns import NOON, TODAY, Town, do, told

from coproduce.arenas.justice.consents import BEEN_THROUGH
from coproduce.arenas.justice.models import Again, AgreedPart, Matter, Seat, Tally
from coproduce.arenas.justice.queries.peers import TRAINING
from coproduce.arenas.justice.rules import Wanted
from coproduce.arenas.justice.tests.circle import (
    PEERS,
    accepted,
    agreed,
    came_to,
    closed,
    drawn,
    harm,
    heard,
    meeting,
    reported,
    sealed,
)
from coproduce.community import ledger
from coproduce.community.base import clock, rooms
from coproduce.community.base.models import AuditRow
from coproduce.community.exchange.models import Ask, Contribution
from coproduce.community.people.models import (
    Agent,
    Attestation,
    Guardian,
    Household,
    Membership,
    Neighbourhood,
    Organisation,
    TrustedHelper,
)
from coproduce.community.trust.models import Tie
from coproduce.core.quantity import HOURS, KWH
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=2, hours=2)


def code(town: Town, who: str, verb: str, **arguments: Any) -> str:
    """The code a verb is refused with; empty where it is done."""
    outcome = do(f"justice.{verb}", town.actor(who), **arguments)
    return outcome.code if isinstance(outcome, Refusal) else ""


def test_the_ring_closes(place: Town) -> None:
    """Heard, kept, thanked, sealed, asked back; and whoever was heard sits in the next circle, first of all drawn."""
    matter = closed(place)
    assert Matter.objects.get().outcome == "kept"
    assert code(place, "Ben", "close", matter=matter) == "NOT_ALLOWED"
    given = Contribution.objects.filter(arena="justice")
    assert sorted(given.values_list("amount", flat=True)) == [90, 90, 90]
    assert not given.filter(giver__public_id__in=[place.agents[who] for who in ("Ana", "Ben", "Cleo")]).exists()
    assert ledger.verify(place.community.pk).faults == ()
    assert told("justice.seal_due", place.actor("Cleo")).number == 1
    assert not Matter.objects.exists()
    assert dict(Tally.objects.values_list("what", "number"))["kept"] == 1
    asks = Ask.objects.filter(arena="justice")
    assert set(asks.values_list("agent__public_id", flat=True)) == set(place.agents.values()), "nine, and two of them"
    ask = asks.get(agent__public_id=place.agents["Ben"]).public_id
    told("exchange.say_ready", place.actor("Ben"), ask=ask)
    told("exchange.ask_back", place.actor("Cleo"), ask=ask)
    told("exchange.answer", place.actor("Ben"), ask=ask, answer="yes")
    for scope in ("circle-serve", BEEN_THROUGH):
        told("people.consent", place.actor("Ben"), member=place.agents["Ben"], scope=scope)
    told("people.attest", place.actor("Cleo"), member=place.agents["Ben"], kind="training", what=TRAINING,
         issuer="The law centre", seen_on=TODAY)  # fmt: skip
    again = told("justice.report", place.actor("Ana"), **harm(place, respondent=place.agents["Dee"])).matter
    told("justice.choose_part", place.actor("Ana"), matter=again, way="not at all")
    told("justice.accept", place.actor("Dee"), matter=again, accepts=True)
    told("justice.draw_panel", place.actor("Cleo"), matter=again, **meeting(place))
    assert Seat.objects.order_by("pk")[0].agent.public_id == place.agents["Ben"]


def test_hours_of_repair_stand_in_no_account(place: Town) -> None:
    ben = Agent.objects.get(public_id=place.agents["Ben"])
    account = ledger.member_account(place.community.pk, ben.pk, HOURS)
    before = ledger.balance(account)
    matter = agreed(place)
    told("justice.say_part", place.actor("Cleo"), matter=matter, place=1, state="kept")
    assert sum(AgreedPart.objects.values_list("minutes", flat=True)) == 180
    assert ledger.balance(account) == before
    assert not Contribution.objects.filter(arena="justice", giver=ben).exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"signs": ("violence",)}, "SERIOUS"),
        ({"kind": "weapon"}, "SERIOUS"),
        ({"kind": "a murder"}, "UNKNOWN_KIND"),
        ({"words": " "}, "MISSING"),
        ({"happened_on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE"),
        ({"referred_by": "the king"}, "UNKNOWN_REFERRER"),
        ({"alternative": "prison"}, "UNKNOWN_ALTERNATIVE"),
        ({"respondent": uuid4()}, "NOT_FOUND"),
        ({"harmed": "Ben"}, "NOT_FOUND"),
        ({"respondent": "Ana"}, "SAME_PERSON"),
    ],
)
def test_what_is_not_taken_up(place: Town, change: dict[str, Any], said: str) -> None:
    whole = {
        name: place.agents.get(value, value) if isinstance(value, str) else value for name, value in change.items()
    }
    assert code(place, "Ana", "report", **{**harm(place), **whole}) == said
    assert not Matter.objects.exists()
    assert code(place, "Ana", "report", **harm(place)) == ""


def test_nobody_reports_under_pressure_nor_one_matter_twice(place: Town) -> None:
    reported(place)
    assert code(place, "Ana", "report", **harm(place)) == "KNOWN"
    more = {"happened_on": TODAY, "reference": "P 17", "referred_by": "police"}
    assert code(place, "Cleo", "report", **harm(place, **more)) == ""
    assert code(place, "Cleo", "report", **harm(place, **{**more, "happened_on": TODAY - timedelta(days=1)})) == "KNOWN"
    Membership.objects.filter(agent__public_id=place.agents["Ana"]).update(phone="+44 1632 960555")
    Membership.objects.filter(agent__public_id=place.agents["Ben"]).update(phone="01632 960 555")
    assert code(place, "Ana", "report", **harm(place, kind="noise")) == "PRESSURE"


def test_whoever_was_harmed_chooses_and_may_stop(place: Town) -> None:
    matter = reported(place)
    assert code(place, "Ben", "choose_part", matter=matter, way="not at all") == "NOT_FOUND"
    assert code(place, "Ana", "choose_part", matter=matter, way="loudly") == "UNKNOWN_WAY"
    assert code(place, "Cleo", "choose_part", matter=matter, way="by letter") == ""
    assert code(place, "Ana", "choose_part", matter=matter, way="stopped") == ""
    row = Matter.objects.get()
    assert (row.state, row.outcome, row.seal_on) == ("closed", "harmed stopped", TODAY + timedelta(days=30))
    assert code(place, "Ben", "accept", matter=matter, accepts=True) == "NOT_FOUND", "it is over"


def test_who_stops_after_it_was_agreed_has_no_more_to_do_with_it(place: Town) -> None:
    matter = agreed(place)
    assert code(place, "Ana", "choose_part", matter=matter, way="stopped") == ""
    assert Matter.objects.values_list("state", "harmed_way").get() == ("agreed", "not at all")


def test_nobody_says_for_another_that_they_did_it(place: Town) -> None:
    matter = reported(place)
    for who in ("Ana", "Cleo", "Dee"):
        assert code(place, who, "accept", matter=matter, accepts=True) == "NOT_FOUND"
    assert code(place, "Ben", "accept", matter=matter, accepts=False) == ""
    assert Matter.objects.get().outcome == "not accepted"


def test_a_circle_is_drawn_once_everybody_has_said_yes(place: Town) -> None:
    matter, draw = reported(place), meeting(place)
    assert code(place, "Cleo", "draw_panel", matter=matter, **draw) == "HARMED_NOT_ASKED"
    told("justice.choose_part", place.actor("Ana"), matter=matter, way="by letter")
    assert code(place, "Cleo", "draw_panel", matter=matter, **draw) == "NOT_ACCEPTED"
    told("justice.accept", place.actor("Ben"), matter=matter, accepts=True)
    assert code(place, "Ana", "draw_panel", matter=matter, **draw) == "NOT_ALLOWED"
    for change, said in (
        ({"size": 2}, "PANEL_SIZE"),
        ({"size": 13}, "PANEL_SIZE"),
        ({"size": 7}, "TOO_FEW_PEERS"),
        ({"place": " "}, "MISSING"),
        ({"meets_at": NOON}, "IN_THE_PAST"),
        ({"too_near": (uuid4(),)}, "NOT_FOUND"),
        ({"size": 6, "too_near": (place.agents["Dee"],)}, "TOO_FEW_PEERS"),
    ):
        assert code(place, "Cleo", "draw_panel", matter=matter, **{**draw, **change}) == said
    assert code(place, "Cleo", "draw_panel", matter=matter, **draw) == ""
    assert code(place, "Cleo", "draw_panel", matter=matter, **draw) == "ALREADY_DRAWN"
    peers = set(Seat.objects.values_list("agent__public_id", flat=True))
    assert len(peers) == 3 and peers <= {place.agents[who] for who in PEERS}


def test_who_is_not_in_date_or_must_not_meet_them_is_not_drawn(place: Town) -> None:
    Attestation.objects.filter(agent__public_id=place.agents["Dee"]).update(until_on=TODAY - timedelta(days=1))
    told("people.block", place.actor("Ben"), member=place.agents["Tom"])
    told("people.withdraw_consent", place.actor("Kim"), member=place.agents["Kim"], scope="circle-serve")
    drawn(place)
    assert {Agent.objects.get(pk=one.agent_id).public_id for one in Seat.objects.all()} == {
        place.agents[who] for who in ("Rae", "Aud", "Sal")
    }


def near_to_ben(town: Town) -> dict[str, Callable[[], object]]:
    """Each way in which the house knows that Dee has to do with Ben."""
    ben, dee = (Agent.objects.select_related("membership").get(public_id=town.agents[who]) for who in ("Ben", "Dee"))
    place = ben.community
    pair = {"community": place, "one": dee, "other": ben}
    return {
        "family": lambda: _group(Household, "members", ben, dee),
        "group": lambda: _group(Organisation, "contacts", ben, dee),
        "guardian": lambda: Guardian.objects.create(
            community=place, ward=ben, guardian=dee, written_by=dee, since_on=TODAY),
        "helper": lambda: TrustedHelper.objects.create(
            community=place, member=ben, helper=dee, channel="paper", written_by=dee, since_on=TODAY),
        "thread": lambda: told("exchange.propose", town.actor("Dee"), receivers=(ben.public_id,), words="A shelf",
                               category=f"company {town.canary}"),
        "tie": lambda: Tie.objects.create(kind=Tie.RINGS, said_by=dee, said_on=TODAY, stands_on=TODAY, **pair),
        "telephone": lambda: _reached(ben, dee, phone="01632 960 777"),
        "address": lambda: _reached(ben, dee, shared_email="both@x.example"),
    }  # fmt: skip


def _group(kind: Any, field: str, *agents: Agent) -> None:
    whole = Agent.objects.create(community=agents[0].community, kind=Agent.HOUSEHOLD, name="Together")
    getattr(kind.objects.create(agent=whole), field).set([one.membership for one in agents])


def _reached(*agents: Agent, **how: str) -> None:
    Membership.objects.filter(agent__in=agents).update(**how)


def test_whoever_the_house_knows_to_be_near_is_not_drawn(place: Town) -> None:
    """Six could hear; without Dee they are five."""
    matter, draw = accepted(place), {**meeting(place), "size": 6}
    for why, makes in near_to_ben(place).items():
        with transaction.atomic():
            makes()
            assert code(place, "Cleo", "draw_panel", matter=matter, **draw) == "TOO_FEW_PEERS", why
            transaction.set_rollback(True)
    with transaction.atomic():
        Tie.objects.create(community=place.community, one=_one(place, "Dee"), other=_one(place, "Ben"), kind=Tie.RINGS,
                           said_by=_one(place, "Dee"), said_on=TODAY, other_says=Tie.NO)  # fmt: skip
        assert code(place, "Cleo", "draw_panel", matter=matter, **draw) == "", "a no is read by nobody"


def _one(town: Town, who: str) -> Agent:
    return Agent.objects.get(public_id=town.agents[who])


def test_neighbours_hear_it_where_whoever_leads_says_so(place: Town) -> None:
    matter, draw = accepted(place), {**meeting(place), "size": 5}
    near, far = (Neighbourhood.objects.create(community=place.community, name=name, latitude=0, longitude=0)
                 for name in ("Mill Lane", "Hill Street"))  # fmt: skip
    lives = Membership.objects.filter(community=place.community)
    lives.update(neighbourhood=far)
    lives.filter(agent__public_id__in=[place.agents[who] for who in ("Ana", "Ben", "Dee", "Tom")]).update(
        neighbourhood=near
    )
    refused = do("justice.draw_panel", place.actor("Cleo"), matter=matter, **draw)
    assert isinstance(refused, Refusal) and "4 can be drawn who live elsewhere" in str(refused)
    assert code(place, "Cleo", "draw_panel", matter=matter, neighbours_may_hear=True, **draw) == ""
    names = {who: place.agents[who] for who in ("Dee", "Tom")}
    sits = Seat.objects.filter(state=Seat.DRAWN, agent__public_id__in=names.values())
    assert sits.exists(), "one of the two at least"
    other = next(seat for seat in Seat.objects.select_related("agent") if seat.agent.public_id not in names.values())
    first = next(who for who, agent in place.agents.items() if agent == other.agent.public_id)
    assert told("justice.ask_out", place.actor(first), matter=matter).peers == 5, (
        "the next lot may be a neighbour's too"
    )


def test_nobody_leads_what_is_of_their_own_family(place: Town) -> None:
    matter = accepted(place)
    _group(Household, "members", *(Agent.objects.get(public_id=place.agents[who]) for who in ("Ana", "Cleo")))
    assert code(place, "Cleo", "draw_panel", matter=matter, **meeting(place)) == "TOO_NEAR"


def test_what_is_sealed_is_not_begun_anew_by_the_same_request(place: Town) -> None:
    once = uuid4()
    sealed(place, request_id=once)
    for words in ("The same", "Other words"):
        assert code(place, "Ana", "report", **harm(place, request_id=once, words=words)) == "SENT_BEFORE"
    assert not Matter.objects.exists()
    assert not AuditRow.objects.filter(verb="justice.report").exclude(agent_id=None, about=None).exists()
    assert code(place, "Ana", "report", **harm(place)) == "", "what is said anew is heard anew"


def test_a_peer_may_ask_out_and_the_next_lot_comes(place: Town) -> None:
    matter = drawn(place)
    names = {place.agents[who]: who for who in PEERS}
    first, *others = [names[one.agent.public_id] for one in Seat.objects.select_related("agent").order_by("pk")]
    out = next(who for who in PEERS if who not in (first, *others))
    assert code(place, out, "ask_out", matter=matter) == "NOT_FOUND"
    assert code(place, first, "ask_out", matter=matter) == ""
    now = [names[one.agent.public_id] for one in Seat.objects.filter(state=Seat.DRAWN).select_related("agent")]
    assert first not in now and set(others) <= set(now) and len(now) == 3
    assert code(place, first, "ask_out", matter=matter) == "NOT_FOUND", "they read nothing of it any more"


def test_what_a_circle_comes_to_is_agreed_by_both(place: Town) -> None:
    matter = accepted(place)
    assert code(place, "Cleo", "write_agreement", matter=matter, **came_to(place)) == "NOT_DRAWN"
    told("justice.draw_panel", place.actor("Cleo"), matter=matter, **meeting(place))
    whole = came_to(place)
    with clock.at(LATER):
        for change, said in (
            ({"parts": ()}, "NOTHING"),
            ({"parts": (Wanted("Sorry"),)}, "NO_END"),
            ({"parts": (Wanted("Dig", TODAY, 41 * 60),)}, "TOO_MUCH"),
            ({"parts": (Wanted("Wear a sign", TODAY, shames=True),)}, "SHAMES"),
            ({"parts": (Wanted("Pay the club", TODAY, paid_to="community"),)}, "MONEY"),
            ({"parts": (Wanted("Earn hours", TODAY, is_tradable=True),)}, "TRADABLE"),
            ({"heard_on": TODAY + timedelta(days=3)}, "IN_THE_FUTURE"),
            ({"heard_on": TODAY - timedelta(days=1)}, "TOO_EARLY"),
            ({"time": KWH(1)}, "UNIT_MISMATCH"),
            ({"time": HOURS(0)}, "NOT_POSITIVE"),
            ({"absent": tuple(place.agents[who] for who in PEERS)}, "TOO_FEW_PEERS"),
        ):
            assert code(place, "Cleo", "write_agreement", matter=matter, **{**whole, **change}) == said, change
        assert code(place, "Ben", "agree", matter=matter) == "NOT_AGREED"
        assert code(place, "Cleo", "write_agreement", matter=matter, **whole) == ""
        assert code(place, "Cleo", "write_agreement", matter=matter, **whole) == "ALREADY_WRITTEN"
        assert code(place, "Ben", "agree", matter=matter) == ""
        assert code(place, "Cleo", "say_part", matter=matter, place=1, state="kept") == "NOT_AGREED"
        assert code(place, "Ana", "agree", matter=matter) == ""
    assert Matter.objects.get().state == "agreed"


def test_of_who_takes_no_part_nobody_waits_for_a_word(place: Town) -> None:
    matter = heard(place)
    told("justice.choose_part", place.actor("Ana"), matter=matter, way="not at all")
    told("justice.agree", place.actor("Ben"), matter=matter)
    assert Matter.objects.get().state == "agreed"


def test_more_time_once_then_told_first_then_back(place: Town) -> None:
    matter, ends = agreed(place), TODAY + timedelta(days=20)
    assert code(place, "Cleo", "say_part", matter=matter, place=1, state="partly") == "NO_REASON"
    assert code(place, "Cleo", "say_part", matter=matter, place=1, state="partly", reason="It rained") == ""
    assert code(place, "Cleo", "close", matter=matter) == "NOT_KEPT"
    assert code(place, "Cleo", "take_step", matter=matter, why="x") == "NOT_NOW"
    assert code(place, "Cleo", "extend", matter=matter, until_on=ends) == "NOT_LATER"
    assert code(place, "Cleo", "extend", matter=matter, until_on=ends + timedelta(days=10)) == ""
    assert code(place, "Cleo", "extend", matter=matter, until_on=ends + timedelta(days=20)) == "EXTENDED_ONCE"
    with clock.at(NOON + timedelta(days=31)):
        assert code(place, "Cleo", "take_step", matter=matter, why=" ") == "MISSING"
        assert code(place, "Cleo", "take_step", matter=matter, why="The pane is not in.") == ""
        assert Matter.objects.get().state == "agreed", "they are told first"
        assert code(place, "Cleo", "take_step", matter=matter, why="Still not.") == "TOO_EARLY"
    with clock.at(NOON + timedelta(days=46)):
        assert code(place, "Cleo", "take_step", matter=matter, why="Still not.") == ""
    assert Matter.objects.values_list("outcome", "seal_on").get() == ("not kept", TODAY + timedelta(days=76))


def _not_of_age(town: Town, who: str, guardian: str) -> None:
    """They are 15, and somebody says yes for them; to meeting in company, and nothing else yet."""
    told("people.say_age_band", town.actor("Cleo"), member=town.agents[who], adult_on=TODAY + timedelta(days=900))
    told("people.name_guardian", town.actor("Cleo"), member=town.agents[who], guardian=town.agents[guardian])
    row = Guardian.objects.get(ward__public_id=town.agents[who])
    told("people.say_yes_for", town.actor(guardian), guardian=row.public_id, what="meet")


def test_nobody_not_of_age_is_heard_without_their_guardian(place: Town) -> None:
    matter = accepted(place, "by letter")
    _not_of_age(place, "Ben", "Dee")
    assert code(place, "Cleo", "draw_panel", matter=matter, **meeting(place)) == "GUARDIAN"
    assert code(place, "Tom", "say_yes_for", matter=matter, says_yes=True) == "NOT_FOUND"
    assert code(place, "Dee", "say_yes_for", matter=matter, says_yes=True) == ""
    told("people.say_age_band", place.actor("Sal"), member=place.agents["Cleo"], adult_on=TODAY + timedelta(days=9))
    assert code(place, "Cleo", "draw_panel", matter=matter, **meeting(place)) == "ADULT"
    told("people.say_age_band", place.actor("Sal"), member=place.agents["Cleo"])
    assert code(place, "Cleo", "draw_panel", matter=matter, **meeting(place)) == ""
    assert not Seat.objects.filter(agent__public_id=place.agents["Dee"]).exists(), "nor does their guardian hear it"


def test_a_guardian_who_says_no_ends_it(place: Town) -> None:
    matter = accepted(place)
    _not_of_age(place, "Ben", "Dee")
    assert code(place, "Dee", "say_yes_for", matter=matter, says_yes=False) == ""
    assert Matter.objects.get().outcome == "not accepted"
    other = accepted(place, happened_on=TODAY)
    _not_of_age(place, "Ana", "Tom")
    assert code(place, "Tom", "say_yes_for", matter=other, says_yes=False) == ""
    assert Matter.objects.get(public_id=other).harmed_way == "not at all"


def test_whether_somebody_was_heard_is_theirs_to_say(place: Town) -> None:
    matter = drawn(place)
    assert code(place, "Ana", "say_heard", matter=matter, heard="yes") == "NOT_NOW"
    with clock.at(LATER):
        told("justice.write_agreement", place.actor("Cleo"), matter=matter, **came_to(place))
        assert code(place, "Ben", "say_heard", matter=matter, heard="yes") == "NOT_FOUND"
        assert code(place, "Ana", "say_heard", matter=matter, heard="very") == "UNKNOWN_ANSWER"
        assert code(place, "Ana", "say_heard", matter=matter, heard="partly", words="Nearly") == ""
    assert Matter.objects.get().was_heard == "partly"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"months": 7}, "UNKNOWN_MONTHS"),
        ({"alternative": "not known"}, "NO_COMPARISON"),
        ({"n_compared": 0, "k_compared": 0}, "NO_COMPARISON"),
        ({"k": 41}, "NOT_OF_MANY"),
        ({"n": 0, "k": 0}, "NOT_OF_MANY"),
        ({"source": " "}, "MISSING"),
    ],
)
def test_what_is_counted_again_is_compared_with_something(place: Town, change: dict[str, Any], said: str) -> None:
    whole = {"months": 6, "n": 40, "k": 9, "alternative": "a court", "n_compared": 60, "k_compared": 20,
             "source": "The youth office"}  # fmt: skip
    assert code(place, "Ana", "count_again", **whole) == "NOT_ALLOWED"
    assert code(place, "Cleo", "count_again", **{**whole, **change}) == said
    assert code(place, "Cleo", "count_again", **whole) == ""
    assert Again.objects.get().k_compared == 20


def test_those_whom_it_is_not_about_find_nothing(place: Town) -> None:
    matter = reported(place)
    for who in ("Dee", "Tom", "Sal"):
        for verb, said in (
            ("choose_part", {"way": "by letter"}), ("accept", {"accepts": True}), ("say_yes_for", {"says_yes": True}),
            ("ask_out", {}), ("agree", {}), ("say_heard", {"heard": "yes"}),
        ):  # fmt: skip
            assert code(place, who, verb, matter=matter, **said) == "NOT_FOUND"
    assert code(place, "Dee", "extend", matter=matter, until_on=TODAY) == "NOT_ALLOWED"


def test_when_somebody_leaves_it_is_over_and_is_sealed(place: Town) -> None:
    drawn(place)
    told("people.leave", place.actor("Ben"), member=place.agents["Ben"])
    assert Matter.objects.values_list("state", "outcome").get() == ("closed", "left")
    with clock.at(NOON + timedelta(days=31)):
        assert told("justice.seal_due", place.actor("Cleo")).number == 1
    assert not Ask.objects.filter(arena="justice", agent__public_id=place.agents["Ben"]).exists()


def test_two_records_that_become_one_hear_nothing_of_themselves(place: Town) -> None:
    drawn(place)
    seat = Seat.objects.select_related("agent").order_by("pk")[0]
    keep = Agent.objects.get(public_id=place.agents["Ana"])
    rooms.tell("members_merged", place.actor("Cleo"), keep, seat.agent, uuid4())
    assert Seat.objects.get(agent=keep).state == Seat.OUT
    rooms.tell("members_apart", place.actor("Cleo"), Seat.objects.filter(state=Seat.DRAWN)[0].agent_id,
               Agent.objects.get(public_id=place.agents["Ben"]).pk)  # fmt: skip
    assert Seat.objects.filter(state=Seat.DRAWN).count() == 1


def test_a_kept_agreement_is_sealed_by_the_clock(place: Town) -> None:
    from coproduce.arenas.justice.jobs import seal_what_is_due

    closed(place)
    seal_what_is_due(NOON)
    assert not Matter.objects.exists()
    assert do("justice.seal_due", place.actor("Ana")).code == "NOT_ALLOWED"  # type: ignore[union-attr]
    assert sealed(place, happened_on=TODAY)
