"""The verbs of a year: opened, closed with what stood then, shared out by a decision of members, and put right.

A member has one vote in that decision, whatever they trade or hold; how it is taken is no business of the market. What
was shared is never written anew: what comes later makes a difference, with entries of its own.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from coproduce.arenas.market import ARENA
from coproduce.arenas.market.models import BookLine, Year
from coproduce.arenas.market.queries.here import Here, here
from coproduce.arenas.market.queries.sales import DIFFERENCE, DIVIDEND, DUE, FUNDS, KEPT, SURPLUS
from coproduce.arenas.market.queries.years import as_cycle, choices_of, frozen_as, frozen_of, latest_of, now_of
from coproduce.arenas.market.rules import MarketError
from coproduce.arenas.market.rules.year import Frozen, allocated, moved
from coproduce.community import ledger
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.decisions.rule_sets.choosing import cited
from coproduce.community.decisions.words import quoted
from coproduce.community.people.models import Membership
from coproduce.core import cycle as engine
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import Quantity
from coproduce.core.refusal import Refusal

NO_YEAR = Refusal("NOT_FOUND", "There is no such year here.", "year")
LONGEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class YearAt:
    """Which year, how far it is, how many members it goes to, and what they have of it together, in pence."""

    year: UUID
    state: str
    members: int
    dividend_minor: int


@action("market.open_year", receipt=YearAt)
def open_year(actor: Actor, *, from_on: date, until_on: date, request_id: UUID) -> Done[YearAt] | Refusal:
    """Open a year of the co-operative, from its first day to its last. No day is in two of them."""
    if not policy.may(actor, "market.open_year"):
        return NOT_ALLOWED
    place = here(actor.community_id)
    if until_on < from_on or (until_on - from_on).days > LONGEST_DAYS:
        return Refusal("OUT_OF_RANGE", "A year ends after it begins, and within thirteen months.", "until_on")
    if Year.objects.filter(community=place.community, from_on__lte=until_on, until_on__gte=from_on).exists():
        return Refusal("ALREADY_THERE", "Some of these days are in a year that is there.", "from_on")
    row = Year.objects.create(
        community=place.community, from_on=from_on, until_on=until_on, state=Year.OPEN, unit=place.money.code
    )
    return Done(YearAt(row.public_id, row.state, 0, 0))


@action("market.close_year", receipt=YearAt)
def close_year(
    actor: Actor, *, year: UUID, surplus: Quantity, is_loss: bool = False, request_id: UUID
) -> Done[YearAt] | Refusal:
    """Close a year from its last day on, with the surplus or the loss of its accounts.

    Trade, shares, the reserve and the rules are frozen as they stand now; what comes later makes a difference.
    """
    if not policy.may(actor, "market.close_year"):
        return NOT_ALLOWED
    row = _held(actor, year)
    if row is None:
        return NO_YEAR
    place = here(actor.community_id)
    if surplus.unit != place.money or not 0 <= surplus.minor <= 10**12:
        return Refusal("UNIT_MISMATCH", "Write the surplus like %(example)s, and say if it is a loss.", "surplus",
                       {"example": str(place.money(125_000))})  # fmt: skip
    frozen = now_of(place, row, -surplus.minor if is_loss else surplus.minor)
    try:
        said = engine.close(as_cycle(place, row), frozen, clock.now())
        found = allocated(frozen)
    except engine.CycleError as wrong:
        return _in_state(wrong)
    except MarketError as wrong:
        return Refusal(wrong.code, "%(why)s", "surplus", {"why": str(wrong)})
    assert said.frozen is not None
    row.state, row.surplus_minor, row.closed_by_id = Year.CLOSED, frozen.surplus_minor, actor.agent_id
    row.rule_set, row.frozen = place.rule_set, frozen_as(said.frozen)
    row.save(update_fields=["state", "surplus_minor", "closed_by", "rule_set", "frozen"])
    return Done(YearAt(year, row.state, len(found.dividend), sum(found.dividend.values())))


@action("market.allocate_year", receipt=YearAt)
def allocate_year(actor: Actor, *, year: UUID, decision: UUID, request_id: UUID) -> Done[YearAt] | Refusal:
    """Share a closed year out, by a decision of members that is cited: to the last penny, each part in the books.

    Everybody whose year it was is told what theirs comes to, and reads it on a statement.
    """
    if not policy.may(actor, "market.allocate_year"):
        return NOT_ALLOWED
    row = _held(actor, year)
    if row is None:
        return NO_YEAR
    place = here(actor.community_id)
    found = cited(place.community, decision, place.today)
    if isinstance(found, Refusal):
        return found
    if found.result == "no":
        return Refusal("NOT_DECIDED", "Members decided against that. Cite the decision by which it is shared.",
                       "decision")  # fmt: skip
    if row.state == Year.ALLOCATED:
        return Refusal("ALREADY_SAID", "This year was shared out. What came later makes a difference.", "year")
    if row.state != Year.CLOSED:
        return Refusal("NOT_NOW", "Close the year first.", "year")
    if found.decided_on < row.until_on:
        return Refusal("DECIDED_BEFORE", "That was decided before the year was over. Cite what was decided of it.",
                       "decision")  # fmt: skip
    frozen = replace(frozen_of(row), choices=choices_of(place))
    said = engine.settle(as_cycle(place, row, frozen), lambda one: moved(one, row.unit))
    if fault := _post(actor, place, row, said, DIVIDEND):
        return fault
    row.state, row.frozen = Year.ALLOCATED, frozen_as(frozen)
    row.decision, row.decision_id = quoted(found), found.public_id
    row.save(update_fields=["state", "frozen", "rounds", "decision", "decision_id"])
    return Done(_at(row, frozen), _told(place, row, said.said[-1]))


@action("market.correct_year", receipt=YearAt)
def correct_year(actor: Actor, *, year: UUID, request_id: UUID) -> Done[YearAt] | Refusal:
    """Put a shared year right by what came in late: the difference alone is posted, and what was paid stays paid."""
    if not policy.may(actor, "market.correct_year"):
        return NOT_ALLOWED
    row = _held(actor, year)
    if row is None:
        return NO_YEAR
    if row.state != Year.ALLOCATED:
        return Refusal("NOT_NOW", "Only a year that was shared out is put right.", "year")
    return put_right(actor, here(actor.community_id), row)


def put_right(actor: Actor, place: Here, row: Year) -> Done[YearAt] | Refusal:
    """The difference that all trade known now makes in a year that was shared out; none says nothing."""
    latest = latest_of(place, row)
    said = engine.correct(as_cycle(place, row, frozen_of(row)), latest, lambda one: moved(one, row.unit))
    if len(said.said) > len(row.rounds) and (fault := _post(actor, place, row, said, DIFFERENCE)):
        return fault
    is_new, row.frozen = row.frozen != frozen_as(latest), frozen_as(latest)
    row.save(update_fields=["frozen", "rounds"])
    return Done(_at(row, latest), _told(place, row, said.said[-1], is_difference=True) if is_new else ())


def _held(actor: Actor, year: UUID) -> Year | None:
    return the_one(Year.objects.select_for_update().filter(community_id=actor.community_id, public_id=year))


def _post(actor: Actor, place: Here, row: Year, cycle: engine.Cycle[Frozen], kind: str) -> Refusal | None:
    """What was said last of a year, in the books: an entry for each member and one for the funds, all or none."""
    number, money = len(cycle.said) - 1, place.money
    by_member: dict[int, dict[str, int]] = defaultdict(dict)
    funds: dict[str, int] = {}
    for (key, _), minor in cycle.said[-1].items():
        what, _, whose = key.partition("/")
        if what == "fund":
            funds[whose] = minor
        else:
            by_member[int(whose)][what] = minor
    surplus = ledger.issuing_account(row.community_id, money, SURPLUS)
    pots = {name: ledger.pot_account(row.community_id, money, called) for name, called in
            {**FUNDS, "due": DUE, "kept": KEPT}.items()}  # fmt: skip
    entries = []
    for who, parts in by_member.items():
        due = parts.get("interest", 0) + parts.get("cash", 0)
        moves = {pots["due"]: due, pots["kept"]: parts.get("retained", 0), pots["social"]: parts.get("given", 0),
                 surplus: -sum(parts.values())}  # fmt: skip
        entries.append(_entry(actor, place, row, f"{number} {who}", kind, who, moves))
    own = {pots[name]: minor for name, minor in funds.items() if name != "surplus"}
    entries.append(_entry(actor, place, row, f"{number} funds", kind, None, {**own, surplus: -sum(own.values())}))
    answers = ledger.post_many([one for one in entries if one.postings], all_or_nothing=True)
    if fault := next((one for one in answers if isinstance(one, Refusal)), None):
        return fault
    BookLine.objects.bulk_create(
        BookLine(
            community_id=row.community_id, agent_id=who, year=row, round=number, kind=what, minor=minor,
            on=place.today, entry=uuid5(row.public_id, f"{number} {who}"),
        )
        for who, parts in by_member.items() for what, minor in parts.items()
    )  # fmt: skip
    row.rounds = [*row.rounds, funds]
    return None


def _entry(actor: Actor, place: Here, row: Year, name: str, kind: str, who: int | None, moves: dict[int, int]) -> Entry:
    return Entry(
        client_id=uuid5(row.public_id, name), community=row.community_id, kind=kind, category=ARENA.name,
        effective_on=place.today, actor=actor.agent_id, on_behalf_of=who, arena=ARENA.slug,
        source_ref=f"year {row.public_id}",
        postings=tuple(Posting(account, place.money(minor)) for account, minor in moves.items() if minor),
    )  # fmt: skip


def _told(place: Here, row: Year, said: engine.Amounts, is_difference: bool = False) -> tuple[Notice, ...]:
    """What each member with a part in it is told; who has left is written to by the desk."""
    parts: dict[int, int] = defaultdict(int)
    for (key, _), minor in said.items():
        what, _, whose = key.partition("/")
        if what != "fund":
            parts[int(whose)] += minor
    there = set(Membership.objects.filter(agent__in=parts, state=Membership.ACTIVE).values_list("agent", flat=True))
    words = "Your part of the year to %(day)s is %(amount)s. Your statement says how it came to that."
    if is_difference:
        words = "The year to %(day)s was put right: your part changes by %(amount)s. Your statement says why."
    return tuple(
        Notice(who, words, {"day": row.until_on.isoformat(), "amount": str(place.money(minor))})
        for who, minor in sorted(parts.items()) if who in there
    )  # fmt: skip


def _at(row: Year, frozen: Frozen) -> YearAt:
    found = allocated(frozen)
    return YearAt(row.public_id, row.state, len(found.dividend), sum(found.dividend.values()))


def _in_state(wrong: engine.CycleError) -> Refusal:
    if wrong.code == "TOO_EARLY":
        return Refusal("TOO_EARLY", "It can be closed from its last day on.", "year")
    return Refusal("NOT_NOW", "This year was closed already.", "year")
