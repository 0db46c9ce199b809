"""A festival from idea to done, called off with notice, by who is not of age with a guardian's yes, and its picture."""

import base64
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar
from PIL import Image
from tests.fixtures.towns import NOON, TODAY, Town, do, told
from tests.journeys.mouths import signed_in

from coproduce.arenas.play.models import Festival
from coproduce.arenas.play.queries.festivals import circles, festivals, stand, whole_of
from coproduce.arenas.play.queries.pictures import picture
from coproduce.arenas.play.tests.street import (
    HOW,
    SOON,
    agent,
    agreed,
    announced,
    idea,
    may_be_seen,
    not_of_age,
    occasion,
    over,
    part,
    planned,
    slot,
)
from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.calendars.feed import feed
from coproduce.community.exchange.models import Ask, Contribution, SignUp
from coproduce.core.quantity import THANKS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else ""


def state(festival: object) -> str:
    return Festival.objects.get(public_id=festival).state


def stands_now(town: Town) -> str:
    return stand(list(festivals(town.actor("Ana"))))[0].state


def told_to(town: Town, who: str) -> list[str]:
    rows = Outbox.objects.filter(to_agent=agent(town, who).pk).order_by("pk")
    return [row.template % row.values for row in rows]


def a_picture() -> str:
    kept = BytesIO()
    Image.new("RGB", (40, 30), "orange").save(kept, "PNG")
    return base64.b64encode(kept.getvalue()).decode()


def test_it_goes_from_idea_to_done(town: Town) -> None:
    ana, ben = town.actor("Ana"), town.actor("Ben")
    festival = idea(town)
    assert code(do("play.back_festival", ana, festival=festival)) == "OWN_IDEA"
    assert code(do("play.plan_part", ana, festival=festival, **part(town))) == "NOT_YET"
    assert told("play.back_festival", ben, festival=festival).state == "idea"
    assert told("play.back_festival", ben, festival=festival).state == "idea", "twice is once"
    told("play.back_festival", ben, festival=festival, is_off=True)
    told("play.back_festival", ben, festival=festival)
    assert told("play.back_festival", town.actor("Dee"), festival=festival).state == "agreed"
    assert code(do("play.back_festival", ben, festival=festival)) == "WRONG_STATE"
    for missing, said in (
        ("parts", None), ("quiet", {"quiet": "The vestry"}), ("access", {"access": "No steps"}), ("rain", {})
    ):  # fmt: skip
        refused = do("play.announce_festival", ana, festival=festival)
        assert isinstance(refused, Refusal)
        assert refused.field == missing
        if said is None:
            told("play.plan_part", ana, festival=festival, **part(town))
        else:
            known = Festival.objects.get(public_id=festival)
            kept = {"quiet": known.quiet, "access": known.access, **said}
            told("play.keep_festival", ana, festival=festival, name="Lanterns", **kept)
    told("play.keep_festival", ana, festival=festival, name="Lanterns", quiet="V", access="A", rain="In the hall")
    assert told("play.announce_festival", ana, festival=festival).state == "announced"
    assert any("now it comes" in said for said in told_to(town, "Ben"))
    assert stands_now(town) == "announced"
    assert code(do("play.finish_festival", ana, festival=festival)) == "WRONG_STATE"
    told("exchange.sign_up", ben, slot=slot(town))
    row = over(town)
    assert stands_now(town) == "on"
    came = {"occasion": row.public_id, "came": (town.agents["Dee"],), "helped": (town.agents["Ben"],), "others": 9}
    assert told("play.write_came", ana, **came).came == 11
    assert told("play.finish_festival", ana, festival=festival).state == "done"
    done = Festival.objects.get(public_id=festival)
    assert (done.came, stands_now(town)) == (11, "done")
    assert code(do("play.cancel_festival", ana, festival=festival, reason="Late")) == "WRONG_STATE"
    assert code(do("play.keep_festival", ana, festival=festival, name="Other")) == "WRONG_STATE"
    assert code(do("play.plan_part", ana, festival=festival, **part(town))) == "WRONG_STATE"


def test_who_came_is_counted_and_not_kept_and_who_helped_is_thanked_in_no_hours(town: Town) -> None:
    announced(town)
    ana = town.actor("Ana")
    told("exchange.sign_up", town.actor("Ben"), slot=slot(town))
    told("exchange.sign_up", town.actor("Dee"), slot=slot(town, "Company"))
    assert code(do("play.write_came", ana, occasion=occasion(town).public_id, others=3)) == "NOT_YET"
    row = over(town)
    ben, dee = town.agents["Ben"], town.agents["Dee"]
    said = {"occasion": row.public_id, "came": (dee, dee), "helped": (ben, town.agents["Ana"])}
    assert code(do("play.write_came", town.actor("Ben"), **said)) == "NOT_FOUND", "whoever organises it says so"
    assert code(do("play.write_came", ana, occasion=row.public_id)) == "MISSING"
    assert code(do("play.write_came", ana, occasion=row.public_id, others=-1)) == "TOO_LARGE"
    assert code(do("play.write_came", ana, occasion=row.public_id, came=(uuid4(),))) == "NOT_FOUND"
    assert code(do("exchange.record_came", ana, occasion=row.public_id, came=())) == "SAID_ELSEWHERE"
    hours = Contribution.objects.filter(unit="hour").count()
    written = told("play.write_came", ana, **said)
    assert written.came == 3, "each once"
    assert code(do("play.write_came", ana, **said)) == "ALREADY_RECORDED"
    account = ledger.member_account(town.community.pk, agent(town, "Ben").pk, THANKS)
    assert ledger.balance(account) == THANKS(1)
    [thanked] = Contribution.objects.filter(entry=written.entry)
    assert (thanked.giver.public_id, thanked.receiver.public_id, thanked.unit) == (ben, town.agents["Ana"], "thanks")
    assert Contribution.objects.filter(unit="hour").count() == hours
    assert not SignUp.objects.filter(slot__occasion=row, minutes__isnull=False).exists()
    asks = set(Ask.objects.filter(arena="play").values_list("agent__public_id", flat=True))
    assert asks == {dee, town.agents["Ana"]}


def test_a_count_alone_thanks_nobody(town: Town) -> None:
    announced(town)
    row = over(town)
    written = told("play.write_came", town.actor("Ana"), occasion=row.public_id, others=40)
    assert (written.came, written.entry) == (40, None)
    assert not Contribution.objects.filter(unit="thanks").exists()
    assert code(do("play.write_came", town.actor("Ana"), occasion=row.public_id, others=40)) == "ALREADY_RECORDED"


def test_called_off_everybody_with_a_place_is_told_once_and_calendars_know(town: Town) -> None:
    festival, ana = announced(town), town.actor("Ana")
    second = part(town, "Songs", starts_at=NOON + SOON + timedelta(hours=3), ends_at=NOON + SOON + timedelta(hours=4))
    told("play.plan_part", ana, festival=festival, **second)
    songs = slot(town)
    assert len(Festival.objects.get(public_id=festival).parts) == 2, "announced: a new part is open at once"
    told("exchange.sign_up", town.actor("Ben"), slot=songs)
    cakes = occasion(town).__class__.objects.filter(arena="play").earliest("pk").slots.get(needs="Company").public_id
    told("exchange.sign_up", town.actor("Ben"), slot=cakes)
    ben = agent(town, "Ben")

    def events() -> list[tuple[str, int]]:
        read = Calendar.from_ical(feed(town.community, ben, "https://a.example"))
        return [(str(one["status"]), int(one["sequence"])) for one in read.walk("VEVENT")]

    assert events() == [("CONFIRMED", 0), ("CONFIRMED", 0)]
    row = occasion(town)
    told("exchange.change_occasion", ana, occasion=row.public_id, version=1, words=row.words,
         starts_at=row.starts_at + timedelta(hours=1), ends_at=row.ends_at + timedelta(hours=1))  # fmt: skip
    assert sorted(events()) == [("CONFIRMED", 0), ("CONFIRMED", 1)]
    before = len(told_to(town, "Ben"))
    assert code(do("play.cancel_festival", ana, festival=festival, reason=" ")) == "MISSING"
    told("play.cancel_festival", ana, festival=festival, reason="The hall is flooded")
    assert [said for said in told_to(town, "Ben")[before:] if "flooded" in said] == told_to(town, "Ben")[before:]
    assert len(told_to(town, "Ben")) == before + 1
    assert any("flooded" in said for said in told_to(town, "Dee")), "who said yes to it is told too"
    assert sorted(events()) == [("CANCELLED", 1), ("CANCELLED", 2)]
    assert (state(festival), Festival.objects.get(public_id=festival).because) == ("cancelled", "The hall is flooded")
    assert code(do("exchange.sign_up", town.actor("Dee"), slot=songs)) == "CANCELLED"


def test_how_it_is_stands_on_each_part_and_in_calendars_and_what_is_new_of_it_too(town: Town) -> None:
    festival, ana = announced(town), town.actor("Ana")
    told("exchange.sign_up", town.actor("Ben"), slot=slot(town))

    def event(who: str = "Ben") -> Any:
        return Calendar.from_ical(feed(town.community, agent(town, who), "https://a.example")).walk("VEVENT")[0]

    for said in ("Where it is quiet: The vestry", "Getting there and in: No steps", "If it rains: In the hall",
                 "Bring along: A cup", "A stall"):  # fmt: skip
        assert said in event()["description"], said
    assert "If it rains: In the hall" in event("Ana")["description"], "who organises it reads it too"
    page = signed_in(town, "Ben").get(f"/{town.slug}/exchange/occasions/{occasion(town).public_id}/").content.decode()
    assert "The vestry" in page and "In the hall" in page
    same = {name: f"{words} {town.canary}" for name, words in HOW.items()}
    for change, called, sequence in (({}, "Lantern night", 0), ({"rain": "At home"}, "Lantern night", 1),
                                     ({"rain": "At home", "name": "Moon walk"}, "Moon walk", 2)):  # fmt: skip
        told("play.keep_festival", ana, festival=festival, **{"name": f"Lantern night {town.canary}", **same, **change})
        now = event()
        assert (str(now["summary"]).startswith(called), now["sequence"]) == (True, sequence), change
        assert ("At home" in now["description"]) == bool(change)


@pytest.mark.parametrize("made", [idea, agreed, planned])
def test_it_may_be_called_off_before_it_is_announced(town: Town, made: object) -> None:
    other, festival = idea(town, "Rae"), made(town)  # type: ignore[operator]
    newest_first = festivals(town.actor("Ben")).values_list("public_id", flat=True)
    assert list(newest_first.all()) == [festival, other]
    told("play.cancel_festival", town.actor("Cleo"), festival=festival, reason="Nobody has time")
    assert state(festival) == "cancelled"
    assert list(newest_first.all()) == [other, festival], "what is over comes last"
    assert any("Nobody has time" in said for said in told_to(town, "Ana"))
    assert code(do("play.back_festival", town.actor("Tom"), festival=festival)) == "WRONG_STATE"


def test_only_whoever_thought_of_it_and_the_desk_see_to_it(town: Town) -> None:
    festival = planned(town)
    verbs = (
        ("keep_festival", {"name": "Mine"}), ("plan_part", part(town)), ("announce_festival", {}),
        ("cancel_festival", {"reason": "No"}), ("finish_festival", {}), ("show_picture", {}),
    )  # fmt: skip
    for verb, said in verbs:
        assert code(do(f"play.{verb}", town.actor("Ben"), festival=festival, **said)) == "NOT_FOUND", verb
    assert told("play.announce_festival", town.actor("Cleo"), festival=festival).state == "announced"


def test_a_part_is_changed_by_its_words_and_taken_off_again(town: Town) -> None:
    festival, ana = agreed(town), town.actor("Ana")
    for words, ends, refused in (
        ("Cakes", NOON + SOON, "NOT_LATER"),
        ("", NOON + SOON + timedelta(hours=1), "MISSING"),
        ("Cakes", NOON + SOON + timedelta(hours=1), ""),
        ("Cakes", NOON + SOON + timedelta(hours=2), ""),
    ):
        said = {**part(town), "words": words, "ends_at": ends}
        assert code(do("play.plan_part", ana, festival=festival, **said)) == refused
    assert len(Festival.objects.get(public_id=festival).programme) == 1
    assert code(do("play.plan_part", ana, festival=festival, **part(town, area="Nowhere"))) == "NOT_FOUND"
    assert code(do("play.plan_part", ana, festival=festival, **{**part(town), "slots": ()})) == "WRONG_LENGTH"
    told("play.plan_part", ana, festival=festival, **{**part(town), "words": "Cakes"}, is_off=True)
    assert Festival.objects.get(public_id=festival).programme == []


def test_who_is_not_of_age_organises_one_with_a_guardians_yes(town: Town) -> None:
    not_of_age(town)
    rae, sal, ben = town.actor("Rae"), town.actor("Sal"), town.actor("Ben")
    festival = agreed(town, "Rae")
    assert state(festival) == "idea", "two like it, and no guardian said yes yet"
    assert any("would like to organise" in said for said in told_to(town, "Sal"))
    for who in ("Ben", "Rae", "Cleo"):
        assert code(do("play.allow_festival", town.actor(who), festival=festival)) == "NOT_FOUND"
    assert told("play.allow_festival", sal, festival=festival).state == "agreed"
    assert code(do("play.allow_festival", sal, festival=festival)) == "WRONG_STATE"
    told("play.keep_festival", rae, festival=festival, name="Lanterns", quiet="V", access="A", rain="R")
    told("play.plan_part", rae, festival=festival, **part(town))
    told("play.announce_festival", rae, festival=festival)
    there = SignUp.objects.filter(slot__occasion=occasion(town)).values_list("agent__public_id", "slot__needs")
    assert list(there) == [(town.agents["Sal"], "Standing by")], "an adult is there from the first moment"
    told("exchange.sign_up", ben, slot=slot(town))


def test_nobody_allows_a_festival_of_who_is_of_age(town: Town) -> None:
    assert code(do("play.allow_festival", town.actor("Sal"), festival=idea(town))) == "NOT_FOUND"


def test_an_idea_has_words_and_a_kind(town: Town) -> None:
    ana = town.actor("Ana")
    for said, refused in (
        ({"name": ""}, "MISSING"), ({"name": "x" * 81}, "TOO_LONG"), ({"name": "Run", "kind": "race"}, "UNKNOWN_KIND"),
        ({"name": "Run", "words": "x" * 1001}, "TOO_LONG"), ({"name": "A year without a car", "kind": "challenge"}, ""),
    ):  # fmt: skip
        assert code(do("play.propose_festival", ana, **said)) == refused
    told("play.propose_festival", town.actor("Cleo"), name="Swap", for_=town.agents["Ben"])
    assert Festival.objects.latest("pk").organiser == agent(town, "Ben")
    assert code(do("play.propose_festival", ana, name="Swap", for_=town.agents["Ben"])) == "NOT_ALLOWED"
    assert code(do("play.propose_festival", ana, name="Swap", for_=uuid4())) == "NOT_FOUND"
    assert code(do("play.keep_festival", ana, festival=idea(town), name="Swap", rain="x" * 501)) == "TOO_LONG"


def test_craft_circles_stand_beside_the_parts_of_festivals(town: Town) -> None:
    announced(town)
    inside, ana = occasion(town), town.actor("Ana")
    told("exchange.open_occasion", ana, arena="play", category=f"company {town.canary}", repeats="weekly",
         until_on=TODAY + timedelta(days=21), **part(town, "Knitting"))  # fmt: skip
    assert {row.words for row in circles(ana)} == {f"Knitting {town.canary}"}
    both = (inside.public_id, occasion(town).public_id)
    assert list(whole_of(both)) == [inside.public_id]
    assert whole_of(()) == {}


def test_a_picture_is_shown_while_everybody_on_it_says_yes(town: Town, settings: object) -> None:
    not_of_age(town)
    festival, ana = announced(town), town.actor("Ana")
    said = {"festival": festival, "picture": a_picture(), "on_it": (town.agents["Ben"], town.agents["Rae"])}
    assert code(do("play.show_picture", ana, **said)) == "NOT_YET"
    over(town)
    assert code(do("play.show_picture", ana, **said)) == "NO_YES"
    may_be_seen(town, "Ben")
    assert code(do("play.show_picture", ana, **said)) == "NO_YES", "Rae is not of age: a guardian says yes"
    may_be_seen(town, "Rae", by="Sal")
    assert code(do("play.show_picture", ana, **{**said, "picture": "bm8="})) == "NO_PICTURE"
    told("play.show_picture", ana, **said)
    row = Festival.objects.get(public_id=festival)
    assert picture(row) is not None
    told("people.withdraw_consent", town.actor("Ben"), member=town.agents["Ben"], scope="play-pictures")
    assert picture(row) is None, "from that moment nobody sees it"
    may_be_seen(town, "Ben")
    told("play.show_picture", ana, festival=festival, picture=a_picture())
    row.refresh_from_db()
    assert picture(row) is not None, "nobody is on it"
    told("play.show_picture", ana, festival=festival, is_off=True)
    row.refresh_from_db()
    assert picture(row) is None


def test_clocks_that_change_inside_a_part_are_no_matter(town: Town) -> None:
    """Summer time ends on 25 October 2026, at night; three hours on the wall are four in truth."""
    festival = agreed(town)
    with clock.at(NOON - timedelta(days=60)):
        begins = NOON.replace(month=10, day=24, hour=23, tzinfo=None)
        said = {**part(town), "starts_at": begins, "ends_at": begins + timedelta(hours=4)}
        told("play.plan_part", town.actor("Ana"), festival=festival, **said)
    [kept] = Festival.objects.get(public_id=festival).programme
    assert (kept["starts_at"], kept["ends_at"]) == ("2026-10-24T23:00:00+01:00", "2026-10-25T03:00:00+00:00")
