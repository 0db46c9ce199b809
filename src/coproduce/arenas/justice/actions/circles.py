"""The verbs of a circle: peers are drawn by lot, may ask out, and what was agreed in it is written down."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from coproduce.arenas.justice import ARENA
from coproduce.arenas.justice.actions.whose import Moved, everybody, mine, told
from coproduce.arenas.justice.models import AgreedPart, Matter, Seat
from coproduce.arenas.justice.queries.matters import LEADS, PEER, circle_of, said
from coproduce.arenas.justice.queries.near import families, sides
from coproduce.arenas.justice.queries.peers import drawn
from coproduce.arenas.justice.rules import Part, Wanted, may_agree, may_hear
from coproduce.arenas.justice.rules.matters import IN_PERSON
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.exchange.models import Category
from coproduce.community.exchange.occasions.rules import local
from coproduce.community.exchange.recognition import Deed, recognise
from coproduce.community.people.meet import may_all_meet
from coproduce.community.people.models import Agent
from coproduce.core.quantity import HOURS, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

#: What a peer's hours are, in the books: nothing tells of which circle.
SITTING = "Sitting in a circle"

#: What a community asks of whoever leads a circle with somebody not of age, as its own rules of checks say it.
WITH_MINORS = ("our basic check",)


TOO_NEAR = Refusal("TOO_NEAR", "You are of one of their families: somebody else has to lead this.", "matter")


@dataclass(frozen=True, slots=True)
class Drawn:
    """Which matter, and how many peers hear it."""

    matter: UUID
    peers: int


@action("justice.draw_panel", receipt=Drawn, sealed_with="matter")
def draw_panel(
    actor: Actor,
    *,
    matter: UUID,
    meets_at: datetime,
    place: str,
    size: int | None = None,
    too_near: tuple[UUID, ...] = (),
    neighbours_may_hear: bool = False,
    request_id: UUID,
) -> Done[Drawn] | Refusal:
    """Draw peers by lot and say when and where they meet, once everybody it is about has said yes.

    Left out are both sides, their families and guardians, whoever has to do with either or may not meet them, and
    people of the same part of town, unless `neighbours_may_hear`. `too_near` names others of whom the house does not
    know it: of the same class, or a friend. Where somebody was once on the other side and says so, one of those is in.
    """
    found = mine(actor, matter, LEADS)
    if isinstance(found, Refusal):
        return found
    row, at, _ = found
    me = Agent.objects.select_related("membership").get(pk=actor.agent_id or 0)
    asked = said(row, me)
    if fault := may_hear(asked):
        return fault
    if row.seed:
        return Refusal("ALREADY_DRAWN", "This circle is drawn already.", "matter")
    if me.pk in families(sides(row)):
        return TOO_NEAR
    if fault := may_say(place, "place", 200, "Say where you meet."):
        return fault
    meets_at = local(meets_at, ZoneInfo(row.community.time_zone))
    if meets_at <= clock.now():
        return Refusal("IN_THE_PAST", "Choose a day that is still to come.", "meets_at")
    size = at.rules.usual_people if size is None else size
    if not at.rules.fewest_people <= size <= at.rules.most_people:
        return Refusal(
            "PANEL_SIZE", "A circle has %(fewest)s to %(most)s peers here.", "size",
            {"fewest": str(at.rules.fewest_people), "most": str(at.rules.most_people)},
        )  # fmt: skip
    near = list(Agent.objects.filter(community=row.community, public_id__in=too_near).values_list("pk", flat=True))
    if len(near) < len(set(too_near)):
        return Refusal("NOT_FOUND", "Somebody of those is not here.", "too_near")
    row.facilitator, row.neighbours_may_hear = me, neighbours_may_hear
    peers = drawn(row, size, str(request_id), near, at.today)
    if isinstance(peers, Refusal):
        return peers
    doing = WITH_MINORS if asked.respondent_is_minor or asked.harmed_is_minor else ()
    comes = [row.respondent_id, *([row.harmed_id] if row.harmed_id and row.harmed_way == IN_PERSON else [])]
    if fault := may_all_meet((me.pk,), (*comes, *(one.pk for one in peers)), "come", doing, introduced=True):
        return fault
    row.seed, row.size, row.meets_at, row.place = str(request_id), size, meets_at, place.strip()
    row.save()
    Seat.objects.bulk_create(
        [*(Seat(matter=row, agent_id=one, state=Seat.NEAR) for one in near),
         *(Seat(matter=row, agent=one, state=Seat.DRAWN) for one in peers)]
    )  # fmt: skip
    return Done(Drawn(matter, len(peers)), told(row, list(everybody(row, actor.agent_id))))


@action("justice.ask_out", receipt=Drawn, sealed_with="matter")
def ask_out(actor: Actor, *, matter: UUID, request_id: UUID) -> Done[Drawn] | Refusal:
    """Rather not hear this one: nobody asks why. Whoever's lot is next takes the place, where there is somebody."""
    found = mine(actor, matter, PEER)
    if isinstance(found, Refusal):
        return found
    row, at, _ = found
    if row.heard_on:
        return Refusal("NOT_NOW", "The circle has met already.", "matter")
    row.seats.filter(agent=actor.agent_id).update(state=Seat.OUT)
    sits = list(row.seats.filter(state=Seat.DRAWN).values_list("agent", flat=True))
    again = drawn(row, row.size, row.seed, (), at.today)
    comes = [] if isinstance(again, Refusal) else [one for one in again if one.pk not in sits][: row.size - len(sits)]
    Seat.objects.bulk_create(Seat(matter=row, agent=one, state=Seat.DRAWN) for one in comes)
    whom = [row.facilitator_id, *(one.pk for one in comes)]
    return Done(Drawn(matter, len(sits) + len(comes)), told(row, whom))


@action("justice.write_agreement", receipt=Moved, sealed_with="matter")
def write_agreement(
    actor: Actor,
    *,
    matter: UUID,
    heard_on: date,
    time: Quantity,
    parts: tuple[Wanted, ...],
    absent: tuple[UUID, ...] = (),
    request_id: UUID,
) -> Done[Moved] | Refusal:
    """Write down what the circle came to; it counts once both sides agree. The hours of those who sat are recognised.

    Hours of repair are no hours of anybody: they stand in no account.
    """
    found = mine(actor, matter, LEADS)
    if isinstance(found, Refusal):
        return found
    row, at, _ = found
    if fault := may_hear(said(row, row.facilitator)) or _has_met(row, heard_on, at.today):
        return fault
    whole = [Part(**asdict(one)) for one in parts]
    if fault := may_agree(whole, heard_on, at.rules) or _words(whole):
        return fault
    sat = [
        one.agent
        for one in row.seats.filter(state=Seat.DRAWN).exclude(agent__public_id__in=absent).select_related("agent")
    ]
    if len(sat) < at.rules.fewest_people:
        return Refusal(
            "TOO_FEW_PEERS", "A circle of fewer than %(fewest)s peers agrees on nothing. Meet again.", "absent",
            {"fewest": str(at.rules.fewest_people)},
        )  # fmt: skip
    if time.unit != HOURS:
        return Refusal("UNIT_MISMATCH", "Write the time it took, like 1 h 30.", "time")
    kind, _ = Category.objects.get_or_create(community_id=actor.community_id, name=SITTING)
    deed = Deed(
        ARENA.slug, dict.fromkeys(sat, time.minor), {circle_of(row.community): 1}, kind, heard_on,
        is_by_desk="broker" in actor.roles,
    )  # fmt: skip
    recognised = recognise(actor, deed, request_id)
    if isinstance(recognised, Refusal):
        return recognised
    row.seats.filter(agent__in=sat).update(state=Seat.SAT)
    row.heard_on = heard_on
    row.save(update_fields=["heard_on"])
    AgreedPart.objects.bulk_create(
        AgreedPart(matter=row, place=place, words=one.words.strip(), until_on=one.until_on or heard_on,
                   minutes=one.minutes, helper=one.helper.strip(), paid_to=one.paid_to)
        for place, one in enumerate(whole, start=1)
    )  # fmt: skip
    return Done(Moved(matter, row.state), (*told(row, [row.respondent_id, row.harmed_id]), *recognised.notices))


def _has_met(row: Matter, heard_on: date, today: date) -> Refusal | None:
    if row.heard_on:
        return Refusal("ALREADY_WRITTEN", "What this circle came to is written down already.", "matter")
    if row.meets_at is None:
        return Refusal("NOT_DRAWN", "Draw the circle first: nothing is agreed before anybody met.", "matter")
    if heard_on > today:
        return Refusal("IN_THE_FUTURE", "This day is still to come.", "heard_on")
    if heard_on < row.reported_on:
        return Refusal("TOO_EARLY", "That is before it was reported.", "heard_on")
    return None


def _words(parts: list[Part]) -> Refusal | None:
    for one in parts:
        if fault := may_say(one.words, "parts", 300) or may_say(one.helper, "parts", 120):
            return fault
    return None
