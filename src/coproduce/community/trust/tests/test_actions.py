"""Ties are said, answered and ended without a word; a silence is noticed as somebody wished, and by people alone."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from tests.fixtures.towns import NOON, TODAY, Town, do, told

from coproduce.community.base import clock
from coproduce.community.base.models import Outbox
from coproduce.community.people.models import Agent, Membership
from coproduce.community.privacy.archive import archive_of
from coproduce.community.trust.actions.net import ASKED_DESK
from coproduce.community.trust.actions.ties import BOTH_MEET, BOTH_SAY_YES, COULD_MEET, TO_RING, WOULD_RING
from coproduce.community.trust.jobs import ASKED_CIRCLE, TOLD_THEM, ask_circles
from coproduce.community.trust.models import Rhythm, Silence, Tie
from coproduce.community.trust.queries.net import circle_of, desk_for
from coproduce.community.trust.queries.ties import circle
from coproduce.community.trust.queries.whole import streets, whole
from coproduce.community.trust.rules import REMEMBERED_DAYS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def pk(town: Town, name: str) -> int:
    return Agent.objects.get(public_id=town.agents[name]).pk


def notices(town: Town, name: str) -> list[str]:
    rows = Outbox.objects.filter(to_agent=pk(town, name), link__contains=f"/{town.slug}/")
    words = (WOULD_RING, TO_RING, COULD_MEET, BOTH_SAY_YES, BOTH_MEET, ASKED_CIRCLE, TOLD_THEM, ASKED_DESK)
    return list(rows.filter(template__in=words).order_by("pk").values_list("template", flat=True))


def look_out(town: Town, who: str, whom: str, **more: Any) -> str:
    return code(do("trust.look_out_for", town.actor(who), member=town.agents[whom], **more))


def answer(town: Town, who: str, says: str, *, of: Tie | None = None) -> str:
    row = of or Tie.objects.get()
    return code(do("trust.answer_tie", town.actor(who), tie=row.public_id, says=says))


def near(town: Town, who: str, whom: str) -> Tie:
    assert look_out(town, who, whom) == "done"
    row = Tie.objects.get(one=pk(town, who), other=pk(town, whom))
    assert answer(town, whom, "yes", of=row) == "done"
    row.refresh_from_db()
    return row


def names(town: Town, who: str) -> list[str]:
    return [one.agent.name.split()[0] for one in circle(town.actor(who), TODAY).people]


def test_a_tie_is_asked_from_either_side_and_stands_once_both_say_yes(town: Town) -> None:
    """`trust.look_out_for`, `trust.answer_tie`."""
    assert look_out(town, "Ana", "Dee", rings=True, is_rung=True) == "done"
    assert notices(town, "Dee") == [WOULD_RING, TO_RING] and not notices(town, "Ana")
    assert names(town, "Dee") == [] and len(circle(town.actor("Dee"), TODAY).to_answer) == 2
    for row in Tie.objects.all():
        assert answer(town, "Ana", "yes", of=row) == "done"  # who said it may say it again, and it changes nothing
    assert names(town, "Dee") == []
    for row in Tie.objects.all():
        assert told("trust.answer_tie", town.actor("Dee"), tie=row.public_id, says="yes").stands
    [close] = circle(town.actor("Dee"), TODAY).people
    assert close.i_ring and close.they_ring and close.near == "near" and not close.helped
    assert notices(town, "Ana") == [BOTH_SAY_YES, BOTH_SAY_YES]
    assert look_out(town, "Ana", "Ana") == "SAME_RECORD"
    assert look_out(town, "Ana", "Dee", rings=False) == "MISSING"
    assert answer(town, "Dee", "perhaps", of=Tie.objects.first()) == "UNKNOWN_ANSWER"
    assert answer(town, "Tom", "yes", of=Tie.objects.first()) == "NOT_FOUND"
    said = do("trust.look_out_for", town.actor("Ana"), member=town.agents["Dee"], for_=town.agents["Ben"])
    assert code(said) == "NO_SUCH_MEMBER" or code(said) == "NOT_FOUND"


@pytest.mark.promise("A no to looking out for each other is read by nobody")
def test_a_no_is_read_by_nobody_and_remembered_for_half_a_year(town: Town) -> None:
    look_out(town, "Ana", "Dee")
    before = circle(town.actor("Ana"), TODAY)
    answer(town, "Dee", "no")
    after = circle(town.actor("Ana"), TODAY)
    assert [row.pk for row in before.asked] == [row.pk for row in after.asked] and not notices(town, "Ana")
    assert look_out(town, "Ana", "Dee") == "done" and notices(town, "Dee") == [WOULD_RING]
    with clock.at(NOON + timedelta(days=REMEMBERED_DAYS)):
        assert look_out(town, "Ana", "Dee") == "done"
        assert notices(town, "Dee") == [WOULD_RING, WOULD_RING]
    own = archive_of(town.actor("Ana"), town.agents["Ana"])
    assert own is not None
    assert "no" not in {cell for table in own.tables if table.file == "ties.csv" for row in table.rows for cell in row}
    Tie.objects.update(said_on=TODAY - timedelta(days=61))
    assert circle(town.actor("Ana"), TODAY).asked == circle(town.actor("Dee"), TODAY).to_answer == ()


def test_whoever_lets_go_is_asked_nothing_and_the_other_is_not_told(town: Town) -> None:
    """`trust.let_go`."""
    row = near(town, "Ana", "Dee")
    assert code(do("trust.let_go", town.actor("Tom"), tie=row.public_id)) == "NOT_FOUND"
    told("trust.let_go", town.actor("Dee"), tie=row.public_id)
    assert names(town, "Ana") == ["Ben"] and names(town, "Dee") == [] and notices(town, "Ana") == [BOTH_SAY_YES]
    for who in ("Ana", "Dee"):
        found = circle(town.actor(who), TODAY)
        assert found.asked == found.to_answer == ()
    assert circle_of(pk(town, "Dee")) == []


def test_who_helped_each_other_is_near_and_fades(town: Town) -> None:
    [close] = circle(town.actor("Ana"), TODAY).people
    assert (close.agent.public_id, close.helped, close.near) == (town.agents["Ben"], True, "near")
    later = circle(town.actor("Ana"), TODAY + timedelta(days=60)).people
    assert [one.near for one in later] == ["further"]
    assert circle(town.actor("Ana"), TODAY + timedelta(days=400)).people == ()
    told("people.block", town.actor("Ben"), member=town.agents["Ana"])
    assert names(town, "Ana") == names(town, "Ben") == []


def test_two_are_introduced_only_if_both_like_it(town: Town) -> None:
    """`trust.introduce`."""
    two = {"one": town.agents["Ben"], "other": town.agents["Dee"]}
    assert code(do("trust.introduce", town.actor("Ana"), **two)) == "NOT_ALLOWED"
    told("trust.introduce", town.actor("Cleo"), **two)
    assert notices(town, "Ben") == notices(town, "Dee") == [COULD_MEET]
    row = Tie.objects.get()
    assert circle(town.actor("Cleo"), TODAY).asked == ()
    answer(town, "Ben", "yes")
    assert notices(town, "Dee") == [COULD_MEET]
    answer(town, "Dee", "yes")
    assert notices(town, "Ben") == notices(town, "Dee") == [COULD_MEET, BOTH_MEET]
    assert "Dee" in names(town, "Ben")
    told("trust.let_go", town.actor("Ben"), tie=row.public_id)
    told("trust.introduce", town.actor("Cleo"), **two)
    assert notices(town, "Ben") == [COULD_MEET, BOTH_MEET]
    assert code(do("trust.introduce", town.actor("Cleo"), one=two["one"], other=two["one"])) == "SAME_RECORD"


@pytest.mark.promise("Two who may not meet are never brought together")
def test_who_must_not_meet_is_never_tied_introduced_nor_asked(town: Town) -> None:
    near(town, "Ana", "Dee")
    told("trust.introduce", town.actor("Cleo"), one=town.agents["Ana"], other=town.agents["Tom"])
    for who in ("Dee", "Tom"):
        told("people.block", town.actor("Ana"), member=town.agents[who])
    assert not Tie.objects.exists() and circle_of(pk(town, "Dee")) == []
    assert look_out(town, "Ana", "Dee") == look_out(town, "Dee", "Ana") == "MAY_NOT_MEET"
    two = {"one": town.agents["Ana"], "other": town.agents["Tom"]}
    assert code(do("trust.introduce", town.actor("Cleo"), **two)) == "MAY_NOT_MEET"
    found = whole(town.actor("Cleo"), TODAY)
    assert found and all({one.one.pk, one.other.pk} != {pk(town, "Ana"), pk(town, "Tom")} for one in found.could_meet)


def silent(town: Town, days: int = 7, since: date = TODAY - timedelta(days=30)) -> None:
    """Dee asked for it a month ago; nobody has noted anything since."""
    told("trust.keep_rhythm", town.actor("Dee"), days=days)
    Rhythm.objects.update(since_on=since)


def test_the_circle_is_asked_first_and_the_desk_when_it_cannot_say(town: Town) -> None:
    """`trust.keep_rhythm`, `trust.note_heard`, `trust.end_rhythm`."""
    near(town, "Ana", "Dee")
    near(town, "Ben", "Dee")
    silent(town, since=TODAY - timedelta(days=7))
    ask_circles(NOON)
    assert not Silence.objects.exists()
    for day, circle_asked, desk_asked in ((1, 1, 0), (2, 1, 0), (3, 1, 1), (9, 1, 1)):
        with clock.at(NOON + timedelta(days=day)):
            ask_circles(clock.now())
        assert notices(town, "Ana").count(ASKED_CIRCLE) == circle_asked, day
        assert notices(town, "Ben").count(ASKED_CIRCLE) == circle_asked, day
        assert notices(town, "Cleo").count(ASKED_DESK) == desk_asked, day
    assert notices(town, "Dee").count(TOLD_THEM) == 1 and not notices(town, "Tom")
    with clock.at(NOON + timedelta(days=10)):
        noted = {"member": town.agents["Dee"], "how": "visited", "came": "glad"}
        told("trust.note_heard", town.actor("Ana"), **noted)
        ask_circles(clock.now())
        row = Silence.objects.get()
        assert (row.came, row.over_on) == ("glad", clock.today("Europe/London"))
        assert not whole(town.actor("Cleo"), row.over_on).silent  # type: ignore[union-attr, arg-type]
    told("trust.end_rhythm", town.actor("Dee"))
    assert not Rhythm.objects.exists() and not Silence.objects.exists()


def test_with_few_names_the_desk_is_asked_at_once(town: Town) -> None:
    near(town, "Ana", "Dee")
    silent(town)
    ask_circles(NOON)
    assert notices(town, "Ana").count(ASKED_CIRCLE) == 1 and notices(town, "Cleo") == [ASKED_DESK]
    ask_circles(NOON)
    assert notices(town, "Cleo") == [ASKED_DESK]


@pytest.mark.promise("Silence of a screen is no sign: only what a person said is hearing from somebody")
def test_help_is_a_word_of_somebody_and_a_sign_in_is_none(town: Town, client: Any) -> None:
    silent(town)
    client.force_login(town.account("Dee"))
    assert client.get(f"/{town.slug}/").status_code == 200
    ask_circles(NOON)
    assert Silence.objects.filter(over_on=None).exists()
    told("timebank.record_for", town.actor("Cleo"), **town.help("Ana", "Dee"))
    ask_circles(NOON)
    row = Silence.objects.get()
    assert row.over_on == TODAY and row.came == ""


def test_only_whose_it_is_their_circle_and_the_desk_note_anything(town: Town) -> None:
    """`trust.note_heard`, `trust.note_unreached`."""
    near(town, "Ana", "Dee")
    note = {"member": town.agents["Dee"]}
    assert code(do("trust.note_heard", town.actor("Ana"), **note)) == "NOT_FOUND"  # she did not ask for it
    silent(town)
    ask_circles(NOON)
    for verb in ("note_heard", "note_unreached"):
        assert code(do(f"trust.{verb}", town.actor("Tom"), **note)) == "NOT_FOUND"
    assert code(do("trust.note_unreached", town.actor("Dee"), **note)) == "NOT_FOUND"
    assert told("trust.note_unreached", town.actor("Ana"), **note).next == "ring again"
    assert told("trust.note_unreached", town.actor("Cleo"), **note).next == "named contact"
    for said, refused in (
        ({"how": "said so"}, "UNKNOWN_WAY"),
        ({"how": "saw online"}, "UNKNOWN_WAY"),
        ({"came": "cross"}, "UNKNOWN_ANSWER"),
        ({"heard_on": TODAY + timedelta(days=1)}, "WRONG_DAY"),
    ):
        assert code(do("trust.note_heard", town.actor("Ana"), **note, **said)) == refused
    told("trust.note_heard", town.actor("Dee"), **note, how="said so")
    assert Rhythm.objects.get().heard_how == "said so" and not Silence.objects.filter(over_on=None).exists()
    for days in (1, 61):
        assert code(do("trust.keep_rhythm", town.actor("Dee"), days=days)) == "OUT_OF_RANGE"


def test_where_the_desk_must_not_meet_them_who_keeps_people_safe_is_asked(town: Town) -> None:
    told("people.block", town.actor("Dee"), member=town.agents["Cleo"])
    assert desk_for(town.community.pk, pk(town, "Dee")) == [pk(town, "Sal")]
    silent(town)
    ask_circles(NOON)
    assert notices(town, "Sal") == [ASKED_DESK] and not notices(town, "Cleo")
    assert code(do("trust.note_heard", town.actor("Cleo"), member=town.agents["Dee"])) == "NOT_FOUND"


def test_whoever_leaves_is_asked_about_no_more(town: Town) -> None:
    near(town, "Ana", "Dee")
    silent(town)
    ask_circles(NOON)
    told("people.leave", town.actor("Dee"), member=town.agents["Dee"])
    assert not Tie.objects.exists() and not Rhythm.objects.exists() and not Silence.objects.exists()
    ask_circles(NOON + timedelta(days=5))


def test_two_records_of_one_person_have_one_circle(town: Town) -> None:
    near(town, "Ana", "Dee")
    near(town, "Ana", "Kim")
    near(town, "Ben", "Kim")
    near(town, "Dee", "Kim")
    for who in ("Dee", "Kim"):
        told("trust.keep_rhythm", town.actor(who), days=5)
    rows = {name: Membership.objects.get(agent=pk(town, name)) for name in ("Dee", "Kim")}
    both = {"keep": town.agents["Dee"], "gone": town.agents["Kim"]}
    merged = do("people.merge", town.actor("Cleo"), **both)
    assert code(merged) == "done", (merged, rows)
    dee = pk(town, "Dee")
    assert sorted(Tie.objects.values_list("one", "other")) == sorted([(pk(town, "Ana"), dee), (pk(town, "Ben"), dee)])
    assert Rhythm.objects.get().agent_id == dee


def test_the_desk_sees_the_net_and_each_reading_is_written_down(town: Town) -> None:
    silent(town)
    ask_circles(NOON)
    near(town, "Dee", "Tom")
    near(town, "Dee", "Ana")
    found = whole(town.actor("Cleo"), TODAY)
    assert found is not None and [one.rhythm.agent_id for one in found.silent] == [pk(town, "Dee")]
    assert {one.pk for one in found.rests_on} == {pk(town, "Dee"), pk(town, "Ana")}
    assert circle(town.actor("Dee"), TODAY).rests_on_me and not circle(town.actor("Tom"), TODAY).rests_on_me
    assert whole(town.actor("Ana"), TODAY) is None
    told("trust.note_heard", town.actor("Cleo"), member=town.agents["Dee"])
    found = whole(town.actor("Cleo"), TODAY + timedelta(days=8))
    assert found is not None and [(one.agent.pk, one.reason) for one in found.calls] == [(pk(town, "Dee"), "few names")]


def test_streets_hide_the_few_and_say_where_nobody_is(town: Town) -> None:
    [street] = streets(town.actor("Ana"), TODAY)
    assert street.threads in ("0", "*") and street.is_hole is (street.threads == "0")
    where = Membership.objects.get(agent=pk(town, "Ana")).community.neighbourhoods.get()
    Membership.objects.filter(agent__in=(pk(town, "Ana"), pk(town, "Ben"))).update(neighbourhood=where)
    assert [one.threads for one in streets(town.actor("Ana"), TODAY)] == ["*"]
    assert [one.is_hole for one in streets(town.actor("Ana"), TODAY + timedelta(days=500))] == [True]
