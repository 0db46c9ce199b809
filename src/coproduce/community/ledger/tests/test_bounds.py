"""From how many hours on it takes two: fewer count at once, more only once a second person agreed."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.fixtures.towns import Town, build, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.ledger.models import BookRules, BoundAsked
from coproduce.community.ledger.tests.books import at_once
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def bound(town: Town) -> int | None:
    return BookRules.objects.get(community=town.community).two_from.get("hour")


def put(town: Town, who: str = "Tom", minutes: int | None = None, why: str = "", **more: Any) -> Done[Any] | Refusal:
    two_from = None if minutes is None else HOURS(minutes)
    return do("ledger.set_undoing", town.actor(who), **{"two_from": two_from, "why": why, **more})


def asked(town: Town, minutes: int | None = None) -> UUID:
    """Eight hours are set; Tom asked for more, or for none."""
    assert code(put(town, minutes=480)) == "done"
    answer = put(town, minutes=minutes, why="We know each other")
    assert isinstance(answer, Done), answer
    found: UUID = answer.value.asked
    return found


def decide(town: Town, who: str, what: str, of: UUID) -> str:
    return code(do(f"ledger.{what}_to_set_undoing", town.actor(who), asked=of))


def test_how_things_are_put_right_is_set(town: Town) -> None:
    tom = town.actor("Tom")
    assert code(do("ledger.set_undoing", tom, days=0)) == "OUT_OF_RANGE"
    assert code(do("ledger.set_undoing", tom, two_from=HOURS(0))) == "NOT_POSITIVE"
    assert code(do("ledger.set_undoing", tom, two_from=Quantity(60, HOURS), days=3651)) == "OUT_OF_RANGE"
    BookRules.objects.create(community=town.community, two_from={"kWh": 5})
    assert code(put(town, minutes=480, days=30)) == "done"
    rules = BookRules.objects.get(community=town.community)
    assert (rules.undo_days, rules.two_from) == (30, {"kWh": 5, "hour": 480})
    assert code(put(town, minutes=60)) == "done"
    rules.refresh_from_db()
    assert (rules.undo_days, rules.two_from) == (None, {"kWh": 5, "hour": 60})


@pytest.mark.promise("What lets one person do more in the books, two agree on")
@pytest.mark.parametrize("minutes", [481, None])
def test_more_hours_or_none_count_once_a_second_person_agreed(town: Town, minutes: int | None) -> None:
    assert code(put(town, minutes=480)) == "done"
    assert code(put(town, minutes=minutes)) == "MISSING"
    answer = put(town, minutes=minutes, why="We know each other", days=30)
    assert isinstance(answer, Done)
    assert (answer.value.days, answer.value.two_from_minutes, bound(town)) == (30, 480, 480)
    told = Outbox.objects.filter(template__startswith="A second person is needed")
    assert [row.to_agent for row in told] == [town.actor("Cleo").agent_id]
    assert decide(town, "Tom", "agree", answer.value.asked) == "NEEDS_SECOND"
    assert bound(town) == 480
    assert decide(town, "Cleo", "agree", answer.value.asked) == "done"
    assert bound(town) == minutes
    assert Outbox.objects.latest("pk").to_agent == town.actor("Tom").agent_id
    assert decide(town, "Cleo", "decline", answer.value.asked) == "ALREADY_DECIDED"


@pytest.mark.parametrize("minutes", [480, 479, 1])
def test_as_many_or_fewer_count_at_once(town: Town, minutes: int) -> None:
    assert code(put(town, minutes=480)) == "done"
    answer = put(town, minutes=minutes)
    assert isinstance(answer, Done)
    assert (answer.value.asked, bound(town), BoundAsked.objects.count()) == (None, minutes, 0)


def test_a_first_bound_counts_at_once_however_high(town: Town) -> None:
    assert code(put(town, minutes=6000)) == "done"
    assert bound(town) == 6000


def test_a_second_person_says_no_and_it_may_be_asked_again(town: Town) -> None:
    first = asked(town, 600)
    assert code(put(town, "Cleo", 700, "More still")) == "ALREADY_ASKED"
    assert decide(town, "Tom", "decline", first) == "NEEDS_SECOND"
    assert decide(town, "Cleo", "decline", first) == "done"
    assert (bound(town), BoundAsked.objects.get().state) == (480, BoundAsked.DECLINED)
    assert "stays as it was" in Outbox.objects.latest("pk").template
    assert code(put(town, minutes=600, why="Once more")) == "done"


def test_what_was_set_meanwhile_stays_beside_what_is_agreed(town: Town) -> None:
    first = asked(town)
    assert code(put(town, "Cleo", 60, days=14)) == "done"
    assert bound(town) == 60
    assert decide(town, "Cleo", "agree", first) == "done"
    rules = BookRules.objects.get(community=town.community)
    assert (rules.undo_days, rules.two_from) == (14, {})


def test_nobody_else_decides(towns: tuple[Town, Town]) -> None:
    here, there = towns
    first = asked(here, 600)
    assert [decide(here, name, "agree", first) for name in ("Ana", "Aud")] == ["NOT_ALLOWED"] * 2
    assert decide(there, "Cleo", "agree", first) == "NOT_FOUND"
    assert decide(here, "Cleo", "agree", uuid4()) == "NOT_FOUND"
    assert bound(here) == 480


def test_the_database_knows_two_too(town: Town) -> None:
    row = BoundAsked.objects.filter(public_id=asked(town, 600))
    with pytest.raises(IntegrityError, match="takes_two"), transaction.atomic():
        row.update(state="agreed", decided_by=town.actor("Tom").agent_id)


# Pages


def test_the_page_of_how_things_are_put_right(town: Town) -> None:
    tom, cleo, page = signed_in(town, "Tom"), signed_in(town, "Cleo"), f"/{town.slug}/ledger/putting-right/"

    def send(days: str, two_from: str, why: str = "") -> Any:
        request_id = tom.get(page).context["form"]["request_id"].value()
        said = {"request_id": request_id, "days": days, "two_from": two_from, "why": why}
        return tom.post(page, said, follow=True)

    assert send("0", "").status_code == 422
    assert send("30", "8 h").status_code == 200
    shown = tom.get(page).context["form"]
    assert (shown["days"].value(), HOURS.parse(shown["two_from"].value())) == (30, HOURS(480))
    assert "a second person decides" in send("30", "").content.decode()
    assert "The hours wait" in send("30", "10 h", "We know each other").content.decode()
    mine = tom.get(page).content.decode()
    assert "This waits for a second person" in mine
    assert "You asked for this" in mine
    waits = cleo.get(f"/{town.slug}/ledger/taken-back/")
    assert "from 10 h 00 on" in waits.content.decode()
    said = {"do": "agree", "asked": waits.context["asked"].asked, "request_id": waits.context["yes_id"]}
    done = cleo.post(page, said, follow=True).content.decode()
    assert "This was agreed by two" in done
    assert "Tom kanari," in done
    assert "Cleo kanari," in done
    again = cleo.post(page, {**said, "request_id": uuid4()}, follow=True)
    assert "Somebody else was faster" in again.content.decode()


@pytest.mark.django_db(databases=[])
def test_of_two_who_decide_at_once_one_does(committed: str) -> None:
    town = build("alder", "kanari", ("timebank",))
    first, cleo = asked(town, 600), town.actor("Cleo")
    answers = at_once(
        lambda: do("ledger.agree_to_set_undoing", cleo, asked=first),
        lambda: do("ledger.decline_to_set_undoing", cleo, asked=first),
    )
    assert sorted(code(answer) for answer in answers) == ["ALREADY_DECIDED", "done"]
    assert bound(town) == (600 if BoundAsked.objects.get().state == BoundAsked.AGREED else 480)
