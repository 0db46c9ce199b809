"""The verbs of food that is over: offered, claimed once, fetched within its time, weighed and thanked for."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID, uuid5

from coproduce.arenas.food import ARENA
from coproduce.arenas.food.actions.products import are_allergens
from coproduce.arenas.food.models import Surplus
from coproduce.arenas.food.queries.here import eater, here, speaker
from coproduce.arenas.food.rules import Product as Told, fetch_by, may_fetch, may_stand_in
from coproduce.arenas.food.rules.surplus import Storage
from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.one import the_one
from coproduce.community.exchange.recognition import handed_over
from coproduce.community.people.meet import may_meet
from coproduce.core.cycle import CycleError, moment
from coproduce.core.journal import Entry, Posting
from coproduce.core.quantity import KG, Quantity
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

NO_SURPLUS = Refusal("NOT_FOUND", "There is no such food here.", "surplus")
NOT_YOURS = Refusal("NOT_CLAIMED", "Say first that you fetch it.", "surplus")

#: The kind of entry, and the account of the community that weights come from.
PASSED_ON, KEPT = "food passed on", "Food kept from waste"
#: Which kind of help it is.
KIND = "Food passed on"
MOST_GRAMS = 2_000_000


@dataclass(frozen=True, slots=True)
class SurplusAt:
    """Which food, until when it is to be fetched, and whether somebody said that they fetch it."""

    surplus: UUID
    fetch_by: datetime
    is_claimed: bool


@dataclass(frozen=True, slots=True)
class Fetched:
    """Which food, what it weighed, and the entry that recognises whoever passed it on."""

    surplus: UUID
    grams: int
    entry: UUID


@action("food.offer_surplus", receipt=SurplusAt)
def offer_surplus(
    actor: Actor,
    *,
    words: str,
    storage: str,
    place: str = "",
    use_by: datetime | None = None,
    contains: tuple[str, ...] | None = None,
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[SurplusAt] | Refusal:
    """Offer food that is over: ambient, chilled or hot. How soon it is fetched follows from that, and from its use-by.

    Who claims it takes it as it is, looks at it and smells it: nobody answers for it but themselves.
    """
    who = speaker(actor, "food.offer_surplus", for_)
    if isinstance(who, Refusal):
        return who
    fault = (
        may_say(words, "words", 200, "Say what it is and how much, like “3 loaves”.")
        or may_say(place, "place", 200)
        or are_allergens(contains, "contains")
    )
    if fault:
        return fault
    if storage not in dict(Surplus.STORED):
        return Refusal("UNKNOWN_WORD", "Choose ambient, chilled or hot.", "storage")
    here_now, now = here(actor.community_id), clock.now()
    if use_by is not None and use_by.tzinfo is None:
        try:
            use_by = moment(use_by.date(), use_by.time(), here_now.community.time_zone)
        except CycleError as wrong:
            return Refusal(wrong.code, "The clocks go forward: there is no such time that day.", "use_by")
    last = fetch_by(now, cast(Storage, storage), use_by, here_now.rules)
    if last <= now:
        return Refusal("TOO_LATE", "It is past its use-by: it is no food to pass on any more.", "use_by")
    row = Surplus.objects.create(
        community=here_now.community, agent=who, words=words.strip(), place=place.strip(), storage=storage,
        contains=None if contains is None else sorted(set(contains)), offered_at=now, fetch_by=last,
    )  # fmt: skip
    return Done(SurplusAt(row.public_id, last, False))


@action("food.claim_surplus", receipt=SurplusAt)
def claim_surplus(
    actor: Actor, *, surplus: UUID, for_: UUID | None = None, request_id: UUID
) -> Done[SurplusAt] | Refusal:
    """Say that one fetches it. Whoever says so first has it, until its time is over."""
    who = speaker(actor, "food.claim_surplus", for_)
    if isinstance(who, Refusal):
        return who
    row = _held(actor, surplus)
    if row is None:
        return NO_SURPLUS
    if row.agent_id == who.pk:
        return Refusal("YOURS", "You offered it yourself.", "surplus")
    claimed = str(row.claimed_by_id or "")
    if fault := may_fetch(clock.now(), row.fetch_by, claimed, str(who.pk)):
        return replace(fault, field="surplus")
    avoids = frozenset(eater(who).avoids)
    told = Told(row.words, "piece", None if row.contains is None else frozenset(row.contains), frozenset())
    if avoids and (fault := may_stand_in(told, told, avoids)):
        return replace(fault, field="surplus")
    if fault := may_meet(row.agent_id, who.pk, "contact"):
        return fault
    row.claimed_by = who
    row.save(update_fields=["claimed_by"])
    words = "%(name)s fetches it: %(what)s"
    told_so = () if claimed else (Notice(row.agent_id, words, {"name": who.name, "what": row.words}, True),)
    return Done(SurplusAt(surplus, row.fetch_by, True), told_so)


@action("food.let_go_surplus", receipt=SurplusAt)
def let_go_surplus(
    actor: Actor, *, surplus: UUID, for_: UUID | None = None, request_id: UUID
) -> Done[SurplusAt] | Refusal:
    """Say that one cannot fetch it after all: then somebody else may."""
    who = speaker(actor, "food.let_go_surplus", for_)
    if isinstance(who, Refusal):
        return who
    row = _held(actor, surplus)
    if row is None:
        return NO_SURPLUS
    if row.claimed_by_id != who.pk or row.fetched_at:
        return NOT_YOURS
    row.claimed_by = None
    row.save(update_fields=["claimed_by"])
    words = "%(name)s cannot fetch it after all: %(what)s"
    return Done(
        SurplusAt(surplus, row.fetch_by, False), (Notice(row.agent_id, words, {"name": who.name, "what": row.words}),)
    )


@action("food.fetch_surplus", receipt=Fetched)
def fetch_surplus(
    actor: Actor, *, surplus: UUID, weight: Quantity, thanks: str = "", for_: UUID | None = None, request_id: UUID
) -> Done[Fetched] | Refusal:
    """Say that one fetched it, about what it weighed, and a word of thanks. It makes no debt.

    It is help: whoever fetched it may be asked back one day, and whoever passed it on has helped.
    """
    who = speaker(actor, "food.fetch_surplus", for_)
    if isinstance(who, Refusal):
        return who
    row = _held(actor, surplus)
    if row is None:
        return NO_SURPLUS
    if row.claimed_by_id != who.pk or row.fetched_at:
        return NOT_YOURS
    if fault := may_fetch(clock.now(), row.fetch_by, str(who.pk), str(who.pk)):
        return replace(fault, field="surplus")
    if weight.unit != KG or not 0 < weight.minor <= MOST_GRAMS:
        return Refusal("UNIT_MISMATCH", "Write about what it weighs, like 2.5 kg.", "weight")
    if fault := may_say(thanks, "thanks", 300):
        return fault
    today = here(actor.community_id).today
    posted = ledger.post(
        Entry(
            client_id=uuid5(request_id, PASSED_ON), community=actor.community_id, kind=PASSED_ON,
            category=ARENA.name, effective_on=today, actor=actor.agent_id, on_behalf_of=row.agent_id, arena=ARENA.slug,
            postings=(
                Posting(ledger.member_account(actor.community_id, row.agent_id, KG), weight),
                Posting(ledger.issuing_account(actor.community_id, KG, KEPT), -weight),
            ),
        )
    )  # fmt: skip
    if isinstance(posted, Refusal):
        return posted
    row.fetched_at, row.grams, row.thanks, row.entry = clock.now(), weight.minor, thanks.strip(), posted.entry
    row.save(update_fields=["fetched_at", "grams", "thanks", "entry"])
    handed_over(
        actor, ARENA.slug, row.agent, who, category=KIND, amount=weight, entry=posted.entry, on=today, thanks=row.thanks
    )
    words = "%(name)s fetched %(weight)s of what you passed on. %(thanks)s"
    said = {"name": who.name, "weight": str(weight), "thanks": thanks.strip() or "Thank you."}
    return Done(Fetched(surplus, weight.minor, posted.entry), (Notice(row.agent_id, words, said),))


def _held(actor: Actor, surplus: UUID) -> Surplus | None:
    rows = Surplus.objects.select_for_update(of=("self",)).select_related("agent")
    return the_one(rows.filter(community_id=actor.community_id, public_id=surplus))
