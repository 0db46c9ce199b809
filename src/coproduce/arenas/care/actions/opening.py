"""The verb with which it begins: somebody holds a card, or rings about one, and says who came home and when."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from coproduce.arenas.care import VISITED
from coproduce.arenas.care.consents import CONTACT, SCOPES
from coproduce.arenas.care.models import CardBatch, Case
from coproduce.arenas.care.queries.here import Here, here, rota, since
from coproduce.arenas.care.queries.links import to_case
from coproduce.arenas.care.queries.numbers import find
from coproduce.arenas.care.queries.same import seems_known
from coproduce.arenas.care.rules import calls_due, due_at, read_card
from coproduce.arenas.care.rules.states import DRAFT, REQUESTED
from coproduce.community.base import policy
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.consent.actions import write_down
from coproduce.community.people.consent.rules import PAGE, PAPER, SPOKEN
from coproduce.community.people.consent.wordings import in_force
from coproduce.community.people.joining.becoming import known_roles, take_in
from coproduce.community.people.models import Agent, Community, Membership
from coproduce.community.people.queries import HERE
from coproduce.community.people.roles.having import have
from coproduce.community.people.rules import NewMember, may_live_in, may_welcome
from coproduce.core.refusal import Refusal
from coproduce.core.week import is_week
from coproduce.core.words import may_say

#: The same for a number that is not ours, one that was used, and one of another place: it tells nobody which exist.
NO_CARD = Refusal("NO_SUCH_CARD", "This card cannot be opened. Ring the desk: they help you at once.", "card")

#: Nobody makes two records one but the desk, who has asked.
MAY_BE_SAME = "Somebody who came home may be here twice: look at both, ring them, and make them one if they are."

NO_WEEK = Refusal("NOT_A_WEEK", "Choose times of a week.", "week")

#: Somebody who came home longer ago than this is not who a card is for.
LONGEST_HOME = timedelta(days=92)

#: How a yes is written down, by how the card came in.
SAID = {Case.PAGE: PAGE, Case.PHONE: SPOKEN, Case.POST: PAPER}


@dataclass(frozen=True, slots=True)
class Opened:
    """Which visits begin, and whether the clocks run from today because nobody knew the day they came home."""

    case: UUID
    runs_from_opening: bool


@action("care.open_case", receipt=Opened)
def open_case(
    actor: Actor,
    *,
    card: str,
    name: str = "",
    phone: str = "",
    address: str = "",
    neighbourhood: str = "",
    home_on: date | None = None,
    says: tuple[str, ...] = (),
    opened_by: str = "",
    wish: str = "",
    experience: tuple[str, ...] = (),
    week: int = 0,
    red_flags: str = "",
    channel: str = Case.PAGE,
    member: UUID | None = None,
    request_id: UUID,
) -> Done[Opened] | Refusal:
    """Open a card: say who came home, how to ring them, and on which day; without one, clocks run from now.

    `says` are the codes of what they say yes to themselves; where somebody else opens it (`opened_by`), the desk asks
    them first. `member` is who it is, where the desk knows them; a member opens one for themselves. A card opens once.
    """
    community = Community.objects.get(pk=actor.community_id)
    place = here(community)
    is_desk = actor.agent_id is not None and policy.may(actor, "care.open_case")
    if actor.agent_id is not None and not is_desk:
        member = Agent.objects.values_list("public_id", flat=True).get(pk=actor.agent_id)
    number = read_card(card)
    if isinstance(number, Refusal):
        return number
    if channel not in SAID or (channel == Case.PAGE) is is_desk:
        choices = "phone, post" if is_desk else "page"
        return Refusal("WRONG_CHANNEL", "Say how it came: %(choices)s.", "channel", {"choices": choices})
    fault = (
        may_say(address, "address", 200) or may_say(opened_by, "opened_by", 120) or may_say(wish, "wish", 80)
        or may_say(red_flags, "red_flags", 600) or next((may_say(one, "experience", 80) for one in experience), None)
        or (None if is_week(week) else NO_WEEK) or _may_be_home(home_on, place.today) or _may_say_yes(says, opened_by)
    )  # fmt: skip
    if fault:
        return fault
    if member is None and not phone.strip():
        return Refusal("MISSING", "Write a telephone number, so that we can ring.", "phone")
    found = find(community.pk, number)
    if found:
        CardBatch.objects.select_for_update().get(pk=found[0].pk)  # of two who open one card at once, one does
    if found is None or Case.objects.filter(batch=found[0], place=found[1]).exists():
        return NO_CARD
    whose = _who(actor, community, NewMember(name, "", phone, neighbourhood, (VISITED,)), member)
    if isinstance(whose, Refusal):
        return whose
    row = begin(
        place, whose, Case(batch=found[0], place=found[1], channel=channel, opened_by_words=opened_by.strip(),
                           address=address.strip(), wish=wish.strip(), home_on=home_on, week=week,
                           experience=[one.strip() for one in experience if one.strip()], red_flags=red_flags.strip()),
        is_asked=CONTACT in says,
    )  # fmt: skip
    for scope in (one for one in SCOPES if one.code in says):
        write_down(
            whose, scope, in_force(community, scope.code, place.today), SAID[channel],
            today=place.today, taken_down_by=actor.agent_id if is_desk else None,
        )  # fmt: skip
    link = to_case(row)
    words = MAY_BE_SAME if seems_known(row) else "Somebody opened a card: ring them today."
    told = tuple(Notice(one, words, link=link) for one in rota(community.pk))
    return Done(Opened(row.public_id, home_on is None), told)


def begin(place: Here, whose: Agent, row: Case, *, is_asked: bool) -> Case:
    """The row of somebody who came home, with its clocks; asked for once they said that they may be rung."""
    row.community, row.agent, row.opened_at, row.moved_at = place.community, whose, place.now, place.now
    row.state = REQUESTED if is_asked else DRAFT
    due = due_at("first visit", since(row, place), place.rules, place.zone)
    assert due is not None, "a first visit is due from the beginning"
    row.first_visit_due_at = due
    row.next_by = due_at("triage", since(row, place), place.rules, place.zone)
    row.next_call_on = next_call(row, place, ())
    row.save()
    return row


def ring_next(row: Case, place: Here, called_on: tuple[date, ...]) -> None:
    """When they are rung next; once every call was made, from when to when the last talk is."""
    row.next_call_on = next_call(row, place, called_on)
    if row.next_call_on is None:
        home_on = place.home_on(row)
        row.next_call_on = home_on + timedelta(days=place.rules.close_first_days)
        row.next_by = place.begins(home_on + timedelta(days=place.rules.close_last_days + 1))


def next_call(row: Case, place: Here, called_on: tuple[date, ...]) -> date | None:
    """The next day on which they are rung: once as they are home, then as their site chose; None once all are made."""
    if not called_on:
        welcome = due_at("welcome", since(row, place), place.rules, place.zone)
        assert welcome is not None, "a welcome call is due from the beginning"
        return welcome.astimezone(place.zone).date()
    home_on = place.home_on(row)
    last = home_on + timedelta(days=max(place.rules.call_days))
    return next(iter(calls_due(home_on, called_on, last, place.rules)), None)


def _who(actor: Actor, community: Community, new: NewMember, member: UUID | None) -> Agent | Refusal:
    """A member the desk knows, or somebody new who may see nothing here but what is written of them."""
    if member is None:
        if fault := may_welcome(new, known_roles(community)) or may_live_in(
            new, frozenset(community.neighbourhoods.values_list("name", flat=True))
        ):
            return fault
        [made] = take_in(community, [new])
        return made
    known = None
    if actor.agent_id is not None:
        known = the_one(
            Membership.objects.select_for_update(of=("self",))
            .select_related("agent")
            .filter(community=community, agent__public_id=member, state__in=HERE)
        )
    if known is None:
        return Refusal("NOT_FOUND", "There is nobody of that name here. Look for them in the list.", "member")
    have(known, {*known.roles, VISITED})
    return known.agent


def _may_be_home(home_on: date | None, today: date) -> Refusal | None:
    if home_on is None or today - LONGEST_HOME <= home_on <= today:
        return None
    if home_on > today:
        return Refusal("IN_THE_FUTURE", "Open the card once they are home. That day is still to come.", "home_on")
    return Refusal("TOO_LONG_AGO", "That is too long ago for this card. Ring the desk.", "home_on")


def _may_say_yes(says: tuple[str, ...], opened_by: str) -> Refusal | None:
    """Nobody says yes for somebody else on a card."""
    unknown = sorted(set(says) - {one.code for one in SCOPES})
    if unknown:
        return Refusal("UNKNOWN_SCOPE", "Nothing like that is asked here.", "says")
    if says and opened_by.strip():
        return Refusal("NOT_THEIRS", "They say yes themselves: we ring and ask them.", "says")
    if not says and not opened_by.strip():
        return Refusal("NO_YES", "Say that we may ring you; without that nobody can come.", "says")
    return None
