"""Threads, asks, occasions, lists and categories."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from coproduce.community.exchange.histories.rules import Happened, Opening
from coproduce.community.exchange.models import Ask, Category, Contribution, Need, Occasion, Offer
from coproduce.community.exchange.occasions.rules import Came, SlotSaid, SlotWanted
from coproduce.community.exchange.rules import Intention
from coproduce.core.quantity import HOURS
from tests.fixtures.towns import NOON, TODAY
from tests.security.scenes import Part, done, scene

SOON = NOON + timedelta(days=3)


def company(part: Part) -> str:
    return f"company {part.town.canary}"


def proposed(part: Part, by: str, other: str) -> UUID:
    """Somebody proposes to help another."""
    to = (part.town.agents[other],)
    thread: UUID = done("exchange.propose", part, by, receivers=to, words="Tea", category=company(part)).agreement
    return thread


def agreed(part: Part) -> UUID:
    thread = proposed(part, part.whose, part.other)
    done("exchange.agree", part, part.other, agreement=thread)
    return thread


def given(part: Part) -> UUID:
    """The other says what was given: whose it is has to confirm."""
    thread = agreed(part)
    done("exchange.do", part, part.other, agreement=thread, time=HOURS(60), done_on=TODAY)
    return thread


@scene("exchange.propose")
def propose(part: Part) -> dict[str, Any]:
    return {
        "givers": (part.town.agents[part.whose],), "receivers": (part.town.agents[part.other],), "words": "Tea",
        "category": company(part),
    }  # fmt: skip


@scene("exchange.agree")
def agree(part: Part) -> dict[str, Any]:
    return {"agreement": proposed(part, part.other, part.whose), **part.for_}


@scene("exchange.say")
def say(part: Part) -> dict[str, Any]:
    return {"agreement": agreed(part), "words": "On Tuesday", **part.for_}


@scene("exchange.call_off")
def call_off(part: Part) -> dict[str, Any]:
    return {"agreement": agreed(part), **part.for_}


@scene("exchange.change_plan")
def change_plan(part: Part) -> dict[str, Any]:
    return {"agreement": agreed(part), "starts_at": SOON, "place": "The library", **part.for_}


@scene("exchange.do")
def do_(part: Part) -> dict[str, Any]:
    return {"agreement": agreed(part), "time": HOURS(60), "done_on": TODAY, **part.for_}


@scene("exchange.miss")
def miss(part: Part) -> dict[str, Any]:
    return {"agreement": agreed(part), **part.for_}


@scene("exchange.confirm")
def confirm(part: Part) -> dict[str, Any]:
    return {"agreement": given(part), **part.for_}


@scene("exchange.dispute")
def dispute(part: Part) -> dict[str, Any]:
    return {"agreement": given(part), "words": "It was half an hour", **part.for_}


@scene("exchange.stand")
def stand(part: Part) -> dict[str, Any]:
    from coproduce.community.exchange.models import Agreement

    thread = given(part)
    Agreement.objects.filter(public_id=thread).update(stands_on=TODAY)
    return {"agreement": thread}


@scene("exchange.record")
def record(part: Part) -> dict[str, Any]:
    return {
        "time": HOURS(60), "done_on": TODAY, "receivers": (part.town.agents[part.other],),
        "givers": (part.town.agents[part.whose],), "words": "Tea", "category": company(part), **part.for_,
    }  # fmt: skip


def helped(part: Part, giver: str, receiver: str) -> UUID:
    """Help that is written down already."""
    written = done("timebank.record_for", part, "Cleo", **part.town.help(giver, receiver))
    assert written
    return Contribution.objects.latest("pk").public_id


@scene("exchange.thank")
def thank(part: Part) -> dict[str, Any]:
    return {"contribution": helped(part, part.other, part.whose), "words": "Thank you"}


@scene("exchange.correct")
def correct(part: Part) -> dict[str, Any]:
    return {"contribution": helped(part, part.whose, part.other), "time": HOURS(45), "reason": "It was shorter"}


def ask(part: Part) -> UUID:
    """The ask of whoever was helped for the first time."""
    helped(part, part.other, part.whose)
    return Ask.objects.get(agent__public_id=part.town.agents[part.whose]).public_id


@scene("exchange.say_ready")
def say_ready(part: Part) -> dict[str, Any]:
    return {"ask": ask(part)}


@scene("exchange.ask_back")
def ask_back(part: Part) -> dict[str, Any]:
    waiting = ask(part)
    done("exchange.say_ready", part, part.whose, ask=waiting)
    return {"ask": waiting}


@scene("exchange.answer")
def answer(part: Part) -> dict[str, Any]:
    waiting = ask_back(part)["ask"]
    done("exchange.ask_back", part, "Cleo", ask=waiting)
    return {"ask": waiting, "answer": "yes"}


@scene("exchange.need")
def need(part: Part) -> dict[str, Any]:
    return {"needs": (Intention(str(part.town.agents[part.whose]), company(part), "A lift", TODAY),)}


@scene("exchange.offer")
def offer(part: Part) -> dict[str, Any]:
    return {"offers": (Intention(str(part.town.agents[part.whose]), company(part), "Bread", TODAY),)}


@scene("exchange.pause", "exchange.withdraw")
def intent(part: Part) -> dict[str, Any]:
    done("exchange.offer", part, "Cleo", **offer(part))
    return {"id": Offer.objects.latest("pk").public_id}


@scene("exchange.renew")
def renew(part: Part) -> dict[str, Any]:
    done("exchange.need", part, "Cleo", **need(part))
    return {"id": Need.objects.latest("pk").public_id}


@scene("exchange.open_balances")
def open_balances(part: Part) -> dict[str, Any]:
    return {"rows": (Opening(part.town.agents["Tom"], 60, TODAY, "row 1"),)}


@scene("exchange.record_history")
def record_history(part: Part) -> dict[str, Any]:
    giver, receiver = part.town.agents["Tom"], part.town.agents["Kim"]
    return {"rows": (Happened("timebank", giver, receiver, 60, TODAY - timedelta(days=700), company(part), "row 1"),)}


@scene("exchange.add_category")
def add_category(part: Part) -> dict[str, Any]:
    return {"name": "Chess", "words": ("chess", "board games")}


def category(part: Part) -> Category:
    done("exchange.add_category", part, "Cleo", **add_category(part))
    return Category.objects.get(community=part.town.community, name="Chess")


@scene("exchange.change_category")
def change_category(part: Part) -> dict[str, Any]:
    found = category(part)
    return {"category": found.public_id, "version": found.version, "name": "Chess and cards"}


@scene("exchange.retire_category")
def retire_category(part: Part) -> dict[str, Any]:
    found = category(part)
    return {"category": found.public_id, "version": found.version}


@scene("exchange.bring_back_category")
def bring_back_category(part: Part) -> dict[str, Any]:
    done("exchange.retire_category", part, "Cleo", **retire_category(part))
    found = Category.objects.get(community=part.town.community, name="Chess")
    return {"category": found.public_id, "version": found.version}


def invited(part: Part) -> dict[str, Any]:
    return {
        "words": "Repair café", "category": company(part), "starts_at": SOON, "ends_at": SOON + timedelta(hours=2),
        "slots": (SlotWanted("Tea", 1), SlotWanted("Mending", 3)), "place": "The hall",
    }  # fmt: skip


def occasion(part: Part, organiser: str) -> Occasion:
    opened = done("exchange.open_occasion", part, organiser, **invited(part))
    return Occasion.objects.get(public_id=opened.occasions[0])


@scene("exchange.open_occasion")
def open_occasion(part: Part) -> dict[str, Any]:
    return {**invited(part), "organiser": part.town.agents[part.whose]}


@scene("exchange.change_occasion")
def change_occasion(part: Part) -> dict[str, Any]:
    row = occasion(part, part.whose)
    slots = tuple(SlotSaid(slot.needs, slot.capacity, slot.public_id) for slot in row.slots.all())
    return {
        "occasion": row.public_id, "version": row.version, "words": "Repair café, with cake",
        "starts_at": row.starts_at, "ends_at": row.ends_at, "slots": slots,
    }  # fmt: skip


@scene("exchange.cancel_occasion")
def cancel_occasion(part: Part) -> dict[str, Any]:
    return {"occasion": occasion(part, part.whose).public_id, "reason": "The hall is closed"}


@scene("exchange.record_came")
def record_came(part: Part) -> dict[str, Any]:
    from coproduce.community.base import clock

    with clock.at(NOON - timedelta(days=9)):
        row = occasion(part, part.whose)
    Occasion.objects.filter(pk=row.pk).update(starts_at=NOON - timedelta(hours=3), ends_at=NOON - timedelta(hours=1))
    return {"occasion": row.public_id, "came": (Came(part.town.agents[part.other], 60),)}


def signed(part: Part, who: str, row: Occasion | None = None, needs: str = "Tea") -> UUID:
    row = row or occasion(part, "Cleo")
    sign_up: UUID = done("exchange.sign_up", part, who, slot=row.slots.get(needs=needs).public_id).sign_up
    return sign_up


@scene("exchange.sign_up")
def sign_up(part: Part) -> dict[str, Any]:
    return {"slot": occasion(part, "Cleo").slots.get(needs="Tea").public_id, **part.for_}


@scene("exchange.cancel_sign_up", "exchange.swap")
def my_place(part: Part) -> dict[str, Any]:
    return {"sign_up": signed(part, part.whose), **part.for_}


@scene("exchange.keep_place")
def keep_place(part: Part) -> dict[str, Any]:
    mine = signed(part, part.whose)
    done("exchange.swap", part, part.whose, sign_up=mine)
    return {"sign_up": mine, **part.for_}


@scene("exchange.take_place")
def take_place(part: Part) -> dict[str, Any]:
    theirs = signed(part, part.other)
    done("exchange.swap", part, part.other, sign_up=theirs)
    return {"sign_up": theirs, **part.for_}


def whose(part: Part) -> dict[str, Any]:
    return {} if part.me == part.whose else {"whose": part.town.agents[part.whose]}


@scene("exchange.make_calendar_address")
def make_calendar_address(part: Part) -> dict[str, Any]:
    return whose(part)


@scene("exchange.revoke_calendar_address")
def revoke_calendar_address(part: Part) -> dict[str, Any]:
    done("exchange.make_calendar_address", part, part.whose)
    return whose(part)


@scene("exchange.settle_member")
def settle_member(part: Part) -> dict[str, Any]:
    return {"member": part.town.agents[part.whose], "why": "She ran the library for years"}


@scene("exchange.keep_forecast")
def keep_forecast(part: Part) -> dict[str, Any]:
    return {"low": (1, 1), "middle": (2, 3), "high": (4, 6), "how": "The line of the last weeks, drawn on"}
