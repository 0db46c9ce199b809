"""The verbs: who may, what is refused with the same set-up, and what stands in the books afterwards."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.fixtures.towns import TODAY, Town

from coproduce.arenas.learning.models import Aim, Pair, Session, Story, Topic
from coproduce.arenas.learning.queries.mine import stories
from coproduce.arenas.learning.rules import STORY
from coproduce.arenas.learning.tests.together import agreed, begun, counted, done, refused, said, topic, wanted
from coproduce.community import ledger
from coproduce.community.base import rooms
from coproduce.community.exchange.models import Agreement, Ask, Contribution, Message, Need
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS, KWH, Quantity

pytestmark = pytest.mark.django_db


def _held(town: Town, who: str) -> Quantity:
    agent = Agent.objects.get(public_id=town.agents[who])
    return ledger.balance(ledger.member_account(town.community.pk, agent.pk, HOURS))


def test_the_ring_closes(town: Town) -> None:
    """Dee learns from Tom, both are recognised, she is asked back, and shows it to Kim, who is one further."""
    about = topic(town)
    thread = begun(town, "Tom", "Dee", about)
    assert not Session.objects.exists()
    first = said(town, "Tom", thread, 2, time=HOURS(60))
    assert (first.counted, Contribution.objects.filter(arena="learning").count()) == (0, 0)
    then = said(town, "Dee", thread, 2)
    assert (then.counted, then.minutes, then.reached) == (1, 60, "with help")
    assert counted(town, "Tom", "Dee", thread, 1, alone=True, on_scale=8).reached == "alone"
    assert (_held(town, "Tom"), _held(town, "Dee")) == (HOURS(120), HOURS(120))
    assert ledger.verify(town.community.pk).faults == ()
    aim = Aim.objects.get(agent__public_id=town.agents["Dee"])
    assert (aim.first, aim.now, aim.step) == (2, 8, "alone")
    ask = Ask.objects.get(arena="learning", agent=aim.agent)
    done("exchange.say_ready", town, "Dee", ask=ask.public_id)
    done("exchange.ask_back", town, "Cleo", ask=ask.public_id)
    done("exchange.answer", town, "Dee", ask=ask.public_id, answer="yes")
    after = begun(town, "Dee", "Kim", about)
    counted(town, "Dee", "Kim", after, 0)
    aim.refresh_from_db()
    assert aim.step == "teaches"
    done("learning.set_stage", town, "Dee", agreement=thread, stage="over")
    assert Agreement.objects.get(public_id=thread).state == Agreement.RECOGNISED


def refused_code(verb: str, town: Town, who: str, **more: object) -> str:
    return refused(verb, town, who, **more).code


def test_a_topic_has_a_professional_beside_it(town: Town) -> None:
    verb = "learning.write_topic"
    assert refused_code(verb, town, "Ana", called="Roses", professional="The gardener") == "NOT_ALLOWED"
    assert refused_code(verb, town, "Cleo", called="Roses", professional=" ") == "MISSING"
    first = done(verb, town, "Cleo", called="Roses", professional="The gardener")
    again = done(verb, town, "Cleo", called="Roses", professional="Mrs Okoro")
    assert (first.is_new, again.is_new, first.topic) == (True, False, again.topic)
    assert Topic.objects.get(public_id=first.topic).professional == "Mrs Okoro"


def test_a_wish_stands_on_the_list_and_belongs_here(town: Town) -> None:
    about, verb = topic(town), "learning.want"
    assert refused_code(verb, town, "Ana", topic=about, goal=" ") == "MISSING"
    assert refused_code(verb, town, "Ana", topic=about, goal="To bake", now=11) == "NOT_ON_SCALE"
    assert refused_code(verb, town, "Ana", topic=uuid4(), goal="To bake") == "NOT_FOUND"
    assert refused_code(verb, town, "Ana", topic=about, goal="To bake", for_=town.agents["Ben"]) == "NOT_FOUND"
    first = wanted(town, "Ana", about)
    again = done(verb, town, "Cleo", topic=about, goal="To bake well", for_=town.agents["Ana"]).need
    assert Need.objects.get(public_id=first).state == Need.WITHDRAWN
    assert (Need.objects.get(public_id=again).arena, Aim.objects.get().goal) == ("learning", "To bake well")
    assert refused_code("timebank.record_for", town, "Cleo", **town.help("Ben", "Ana", need=again)) == "SAID_THERE"


def test_nothing_counts_before_both_said_yes_to_how_it_goes(town: Town) -> None:
    thread = agreed(town, "Tom", "Dee", topic(town))
    say = {"agreement": thread, "done_on": TODAY, "learned": "Much", "useful": 3, "time": HOURS(60)}
    assert refused_code("learning.say", town, "Tom", **say) == "NOT_NOW"
    assert refused_code("exchange.do", town, "Tom", agreement=thread, time=HOURS(60)) == "SAID_THERE"
    assert refused_code("exchange.miss", town, "Tom", agreement=thread) == "SAID_THERE"
    assert done("learning.begin", town, "Tom", agreement=thread).began_on is None
    assert refused_code("learning.say", town, "Tom", **say) == "NOT_NOW"
    assert refused_code("learning.begin", town, "Ana", agreement=thread) == "NOT_FOUND"
    assert done("learning.begin", town, "Dee", agreement=thread).began_on == TODAY
    assert done("learning.say", town, "Tom", **say).counted == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"learned": "  "}, "MISSING"),
        ({"useful": 4}, "NOT_USEFUL"),
        ({"on_scale": -1}, "NOT_ON_SCALE"),
        ({"time": None}, "MISSING"),
        ({"time": KWH(60)}, "UNIT_MISMATCH"),
        ({"time": HOURS(0)}, "NOT_POSITIVE"),
        ({"time": HOURS(241)}, "TOO_LARGE"),
        ({"done_on": TODAY + timedelta(days=1)}, "IN_THE_FUTURE"),
        ({"done_on": TODAY - timedelta(days=367)}, "TOO_OLD"),
    ],
)
def test_what_is_refused_of_a_session(town: Town, change: dict[str, object], code: str) -> None:
    thread = begun(town, "Tom", "Dee", topic(town))
    say = {"agreement": thread, "done_on": TODAY, "learned": "Much", "useful": 3, "time": HOURS(60)}
    assert refused_code("learning.say", town, "Dee", **{**say, **change}) == code
    assert refused_code("learning.say", town, "Ana", **say) == "NOT_FOUND"
    assert not Session.objects.exists()
    assert not Message.objects.exists()
    done("learning.say", town, "Dee", **say)


def test_another_time_than_was_said_goes_back(town: Town) -> None:
    thread = begun(town, "Tom", "Dee", topic(town))
    said(town, "Tom", thread, time=HOURS(60))
    assert said(town, "Dee", thread, time=HOURS(30)).counted == 0
    assert said(town, "Tom", thread).minutes == 30
    say = {"agreement": thread, "done_on": TODAY - timedelta(days=1), "learned": "More", "useful": 1}
    assert refused_code("learning.say", town, "Dee", **say, time=HOURS(90)) == "ALREADY_COUNTED"
    done("learning.say", town, "Dee", **say)
    assert Contribution.objects.filter(arena="learning").count() == 1


def test_of_a_circles_time_each_pair_has_its_share(town: Town) -> None:
    topic(town)
    three = tuple(town.agents[who] for who in ("Dee", "Kim", "Rae"))
    thread = done(
        "exchange.propose", town, "Tom", receivers=three, words="A circle", arena="learning",
        category=f"Keeping the weight off {town.canary}",
    ).agreement  # fmt: skip
    for who in ("Dee", "Kim", "Rae"):
        done("exchange.agree", town, who, agreement=thread)
    for who in ("Tom", "Dee", "Kim", "Rae"):
        done("learning.begin", town, who, agreement=thread)
    say = {"agreement": thread, "done_on": TODAY, "learned": "Much", "useful": 3}
    assert refused_code("learning.say", town, "Tom", **say, time=HOURS(2)) == "NOT_POSITIVE"
    said(town, "Tom", thread, time=HOURS(61))
    for who in ("Dee", "Kim"):
        said(town, who, thread)
    assert (_held(town, "Tom"), _held(town, "Dee"), _held(town, "Rae")) == (HOURS(41), HOURS(21), HOURS(0))
    said(town, "Rae", thread)
    assert _held(town, "Tom") == HOURS(61)
    assert ledger.verify(town.community.pk).faults == ()


def test_nobody_learns_a_thing_of_somebody_who_has_it_from_them(town: Town) -> None:
    about = topic(town)
    begun(town, "Tom", "Dee", about)
    thread = agreed(town, "Dee", "Tom", about)
    assert refused_code("learning.begin", town, "Dee", agreement=thread) == "WENT_ROUND"
    begun(town, "Dee", "Tom", topic(town, "Bread"))


def test_whoever_learns_says_what_it_is_about_and_each_may_end_it(town: Town) -> None:
    thread, verb = begun(town, "Tom", "Dee", topic(town)), "learning.set_stage"
    assert refused_code(verb, town, "Tom", agreement=thread, stage="maintain") == "NOT_YOURS"
    assert refused_code(verb, town, "Dee", agreement=thread, stage="resting") == "UNKNOWN_STAGE"
    for stage, since in (("maintain", TODAY), ("start", None), ("maintain", TODAY)):
        assert done(verb, town, "Dee", agreement=thread, stage=stage).stage == stage
        assert Pair.objects.get().maintain_on == since
    assert done(verb, town, "Tom", agreement=thread, stage="over").stage == "over"
    assert Pair.objects.get().maintain_on == TODAY, "that they kept it up stays when it ends"
    assert Agreement.objects.get(public_id=thread).state == Agreement.CALLED_OFF
    say = {"agreement": thread, "done_on": TODAY, "learned": "Much", "useful": 3, "time": HOURS(60)}
    assert refused_code("learning.say", town, "Dee", **say) == "NOT_NOW"


def test_hours_taken_back_take_the_step_back_and_hours_put_right_leave_it(town: Town) -> None:
    about = topic(town)
    thread = begun(town, "Tom", "Dee", about)
    counted(town, "Tom", "Dee", thread, 2)
    counted(town, "Tom", "Dee", thread, 1, alone=True)
    first, second = Contribution.objects.filter(arena="learning").order_by("effective_on")
    put = {"contribution": second.public_id, "reason": "It was shorter"}
    done("exchange.correct", town, "Cleo", **put, time=HOURS(30))
    assert list(Session.objects.order_by("done_on").values_list("minutes", flat=True)) == [60, 30]
    assert (_held(town, "Dee"), Aim.objects.get().step) == (HOURS(90), "alone")
    done("exchange.correct", town, "Cleo", contribution=first.public_id, reason="They never met")
    assert (_held(town, "Dee"), Aim.objects.get().step) == (HOURS(30), "with help")


def test_a_story_is_told_while_its_teller_says_yes(town: Town) -> None:
    about, me = topic(town), town.agents["Ana"]
    verb, tell = "learning.tell_story", {"topic": topic(town), "words": f"I began again {town.canary}"}
    assert refused_code(verb, town, "Ana", **tell) == "NO_YES"
    done("people.consent", town, "Ana", member=me, scope=STORY)
    story = done(verb, town, "Ana", **tell).story
    assert [row.topic.public_id for row in stories(town.actor("Ben"), TODAY)] == [about]
    done("people.withdraw_consent", town, "Ana", member=me, scope=STORY)
    assert not stories(town.actor("Ben"), TODAY).exists()
    assert refused_code("learning.take_back_story", town, "Ben", story=story) == "NOT_FOUND"
    assert done("learning.take_back_story", town, "Ana", story=story).is_told is False
    assert not Story.objects.exists()


def test_when_somebody_leaves_or_two_stay_apart_it_is_over(town: Town) -> None:
    about = topic(town)
    begun(town, "Tom", "Dee", about)
    begun(town, "Rae", "Kim", about)
    done("people.leave", town, "Dee", member=town.agents["Dee"])
    done("people.block", town, "Kim", member=town.agents["Rae"])
    assert set(Pair.objects.values_list("stage", flat=True)) == {Pair.OVER}


def test_two_records_that_become_one_keep_one_way(town: Town) -> None:
    about = topic(town)
    thread = begun(town, "Tom", "Dee", about)
    counted(town, "Tom", "Dee", thread)
    begun(town, "Rae", "Kim", about)
    keep, gone = (Agent.objects.get(public_id=town.agents[who]) for who in ("Dee", "Kim"))
    rooms.tell("members_merged", town.actor("Cleo"), keep, gone, uuid4())
    assert set(Pair.objects.values_list("learner", flat=True)) == {keep.pk}
    assert Aim.objects.get().step == "with help"
