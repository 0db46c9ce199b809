"""The verbs of tools and materials: so many are there, so many are lent until a day, and come back.

Each piece stands in the books like everything else: nothing is lent that is not there, and nothing is lost from sight.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from coproduce.arenas.homes import ARENA
from coproduce.arenas.homes.actions.families import member
from coproduce.arenas.homes.queries.things import ISSUED, LENT, RETURNED, STOCKED, STORE, held, in_store, moves
from coproduce.community import ledger
from coproduce.community.base import clock, policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Agent, Community
from coproduce.community.people.rule_sets.queries import rules_of
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import PIECES
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

MOST_PIECES = 10_000


@dataclass(frozen=True, slots=True)
class ThingMoved:
    """The entry in the books, how many are in the store now, and until when those that went out are lent."""

    entry: UUID
    in_store: int
    until_on: date | None = None


@action("homes.stock_things", receipt=ThingMoved)
def stock_things(actor: Actor, *, thing: str, pieces: int, request_id: UUID) -> Done[ThingMoved] | Refusal:
    """Write down that so many of a tool or a material are there to be lent."""
    if fault := _may(actor, "homes.stock_things", thing, pieces):
        return fault
    store = ledger.pot_account(actor.community_id, PIECES, STORE)
    source = ledger.issuing_account(actor.community_id, PIECES, ISSUED)
    return _moved(actor, STOCKED, thing, pieces, source, store, request_id)


@action("homes.lend_things", receipt=ThingMoved)
def lend_things(actor: Actor, *, thing: str, pieces: int, to: UUID, request_id: UUID) -> Done[ThingMoved] | Refusal:
    """Lend so many of a thing to somebody, for as many days as the rules say; they are told until when."""
    if fault := _may(actor, "homes.lend_things", thing, pieces):
        return fault
    who = member(actor, to)
    if who is None:
        return Refusal("NOT_FOUND", "Choose somebody who is a member here.", "to")
    there = in_store(moves(actor.community_id)).get(thing.strip(), 0)
    if pieces > there:
        return Refusal("NOT_THERE", "%(number)s are in the store now.", "pieces", {"number": str(there)})
    store = ledger.pot_account(actor.community_id, PIECES, STORE)
    theirs = ledger.member_account(actor.community_id, who.agent_id, PIECES)
    done = _moved(actor, LENT, thing, pieces, store, theirs, request_id, whose=who.agent_id)
    if isinstance(done, Refusal):
        return done
    today = clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id))
    until = today + timedelta(days=rules_of(actor.community_id, ARENA.slug, today).lend_days)
    words = "You have this until %(day)s: %(what)s (%(number)s). Bring it back, or say if you need it longer."
    said = {"day": until.isoformat(), "what": thing.strip(), "number": str(pieces)}
    return Done(ThingMoved(done.value.entry, done.value.in_store, until), (Notice(who.agent_id, words, said),))


@action("homes.bring_back_things", receipt=ThingMoved)
def bring_back_things(
    actor: Actor, *, thing: str, pieces: int, from_: UUID, used_up: bool = False, request_id: UUID
) -> Done[ThingMoved] | Refusal:
    """Write down that so many of a thing came back; or, of a material, that it was used up for a home.

    Whoever left since brings it back, too.
    """
    if fault := _may(actor, "homes.bring_back_things", thing, pieces):
        return fault
    who = the_one(Agent.objects.filter(community_id=actor.community_id, public_id=from_))
    if who is None:
        return Refusal("NOT_FOUND", "Choose somebody of the list.", "from_")
    has = held(moves(actor.community_id)).get((who.pk, thing.strip()), 0)
    if pieces > has:
        return Refusal("NOT_THERE", "%(number)s of these are lent to them.", "pieces", {"number": str(has)})
    store = ledger.pot_account(actor.community_id, PIECES, STORE)
    target = ledger.issuing_account(actor.community_id, PIECES, ISSUED) if used_up else store
    theirs = ledger.member_account(actor.community_id, who.pk, PIECES)
    return _moved(actor, RETURNED, thing, pieces, theirs, target, request_id, whose=who.pk)


def _may(actor: Actor, verb: str, thing: str, pieces: int) -> Refusal | None:
    if not policy.may(actor, verb):
        return NOT_ALLOWED
    if fault := may_say(thing, "thing", 60, "Say which tool or material it is."):
        return fault
    if not 0 < pieces <= MOST_PIECES:
        return Refusal("NOT_POSITIVE", "Write how many: one or more.", "pieces")
    return None


def _moved(
    actor: Actor, kind: str, thing: str, pieces: int, source: int, target: int, request_id: UUID, *, whose: int = 0
) -> Done[ThingMoved] | Refusal:
    today = clock.today(Community.objects.values_list("time_zone", flat=True).get(pk=actor.community_id))
    posted = ledger.post(
        Entry(
            client_id=uuid5(request_id, kind), community=actor.community_id, kind=kind, category=thing.strip(),
            effective_on=today, actor=actor.agent_id, on_behalf_of=whose or None, arena=ARENA.slug,
            postings=(Posting(source, PIECES(-pieces)), Posting(target, PIECES(pieces))),
        )
    )  # fmt: skip
    if isinstance(posted, Refusal):
        return posted
    return Done(ThingMoved(posted.entry, in_store(moves(actor.community_id)).get(thing.strip(), 0)))
