"""What was done becomes a contribution, and the ledger recognises it by the arena's rules.

Every way in ends here: a thread whose hours stand, help the desk records, a sheet of paper. One entry for all who
took part, one contribution for each pair, and whoever was helped may be asked back one day. What is written down is
judged once, by the rules the community counts by on that day, however long it then waits to be confirmed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any
from uuid import UUID

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.base.rooms import arenas
from coproduce.community.exchange.models import Agreement, Ask, Category, Contribution, Intent
from coproduce.community.exchange.rules import which_arena
from coproduce.community.exchange.settling.times import settle_who_helped_enough
from coproduce.community.exchange.threads.rules import Cell, split
from coproduce.community.people.models import Agent, Community
from coproduce.community.people.queries import brokers
from coproduce.community.people.rule_sets import queries as rule_sets
from coproduce.core.arena import Arena, Help
from coproduce.core.journal import CARE, Entry, Posting
from coproduce.core.quantity import HOURS, Quantity, Unit
from coproduce.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be recognised: minutes of each giver, a weight for each receiver, and what it was.

    `judged_on` is the day by whose rules it is judged; None is today.
    """

    arena: str
    givers: Mapping[Agent, int]
    receivers: Mapping[Agent, int]
    category: Category
    done_on: date
    words: str = ""
    need_id: int | None = None
    agreement: Agreement | None = None
    is_by_desk: bool = False
    judged_on: date | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """The contributions, the entry, and what each account holds now, by agent.

    `notices` tell the desk of everybody whose hours went past what the community agreed on, and who was new that they
    are settled.
    """

    contributions: tuple[UUID, ...]
    entry: UUID
    balances: Mapping[int, int]
    notices: tuple[Notice, ...] = field(default=())


def arenas_of(switched_on: Collection[str]) -> tuple[Arena, ...]:
    """Those arenas a community has switched on in which any help may be recognised, in the order of the house."""
    return tuple(one for one in _takes_help(switched_on) if not one.where_named)


def _takes_help(switched_on: Collection[str]) -> tuple[Arena, ...]:
    """The same, with those that help belongs to only where somebody names them."""
    return tuple(
        one for one in arenas() if one.rules and one.in_threads and not one.hours_at and one.slug in switched_on
    )


def arena_of(community: Community, said: str) -> str | Refusal:
    """Which of this community's arenas something belongs to, by `which_arena`."""
    if any(one.where_named and one.slug == said for one in _takes_help(community.arenas)):
        return said
    return which_arena(said, [one.slug for one in arenas_of(community.arenas)])


def arena_of_thread(community: Community, said: str, about: Intent | None) -> str | Refusal:
    """Where a thread belongs: where its need or offer was said, else the arena that is named, else by `arena_of`."""
    where = (about and about.arena) or said
    if where in community.arenas and hours_at(where):
        return where
    return arena_of(community, where)


def arena_of_occasion(community: Community, said: str) -> str | Refusal:
    """Where an occasion belongs: a named arena that says itself who came to its own, else by `arena_of`."""
    return said if said in community.arenas and came_at(said) else arena_of(community, said)


def came_at(arena: str) -> str:
    """The page on which an arena's own verbs say who came to its occasions; empty where `exchange` says it."""
    return next((one.came_at for one in arenas() if one.slug == arena), "")


def hours_at(arena: str) -> str:
    """The page on which an arena's own verbs say what came of its threads; empty where `exchange` says it."""
    return next((one.hours_at for one in arenas() if one.slug == arena), "")


def rules_of(arena: str) -> ModuleType:
    """The pure module of an arena that says what may be recognised, and with how much."""
    return import_module(next(one.rules for one in arenas() if one.slug == arena))


def recognise(
    actor: Actor, deed: Deed, entry_id: UUID, *, was_judged: bool = False, instead_of: UUID | None = None
) -> Recognised | Refusal:
    """Post one entry and write the contributions; a refusal of the arena or of the ledger leaves nothing.

    What `was_judged` when its hours were said is not judged again: rules may have changed since. `instead_of` is the
    entry that was taken back for this one.
    """
    by_id = {agent.pk: agent for agent in (*deed.givers, *deed.receivers)}
    if not was_judged and (fault := may_recognise(actor.community_id, deed)):
        return fault
    cells = split(
        {agent.pk: minutes for agent, minutes in deed.givers.items()},
        {agent.pk: weight for agent, weight in deed.receivers.items()},
    )
    if len(cells) < max(len(deed.givers), len(deed.receivers)):
        return Refusal("NOT_POSITIVE", "That is less than a minute for each of them. Say how long it took.", "time")
    owners, postings = _postings(actor, deed, cells)
    entry = Entry(
        client_id=entry_id,
        community=actor.community_id,
        kind=CARE if pot_of(deed.arena) else "exchange",
        category=deed.category.name,
        effective_on=deed.done_on,
        actor=actor.agent_id,
        on_behalf_of=next(iter(deed.givers)).pk,
        arena=deed.arena,
        note=deed.words.strip(),
        postings=postings,
    )
    under = str(deed.agreement.public_id) if deed.agreement else ""
    posted = (
        ledger.post(ledger.standing_for(entry, instead_of)) if instead_of else ledger.post_agreed(entry, under=under)
    )
    if isinstance(posted, Refusal):
        return replace(posted, field="done_on") if posted.field == "effective_on" else posted
    made = Contribution.objects.bulk_create(
        Contribution(
            community_id=actor.community_id,
            arena=deed.arena,
            giver=by_id[cell.giver],
            receiver=by_id[cell.receiver],
            agreement=deed.agreement,
            need_id=deed.need_id,
            category=deed.category,
            amount=cell.minutes,
            unit=HOURS.code,
            effective_on=deed.done_on,
            recorded_by=actor.agent_id or 0,
            entry=posted.entry,
            is_by_desk=deed.is_by_desk,
        )
        for cell in cells
    )
    open_asks(actor.community_id, deed.arena, deed.receivers, deed.done_on)
    settled = settle_who_helped_enough(deed.givers)
    of = {posting.account: by_id[owner] for owner, posting in zip(owners, postings, strict=False)}
    return Recognised(
        tuple(one.public_id for one in made),
        posted.entry,
        dict(zip(owners, posted.balances, strict=False)),  # the pot's comes last, and is nobody's
        (*settled, *_past_a_limit(actor, [of[account] for account in posted.outside if account in of])),
    )


def handed_over(
    actor: Actor, arena: str, giver: Agent, receiver: Agent, *, category: str, amount: Quantity, entry: UUID, on: date,
    thanks: str = "",
) -> None:  # fmt: skip
    """Goods that an arena's own verb posted for whoever gave them are help too: a contribution in their own unit.

    Whoever got them may be asked back one day, and it counts in R; hours it adds nowhere.
    """
    kind, _ = Category.objects.get_or_create(community_id=actor.community_id, name=category)
    Contribution.objects.create(
        community_id=actor.community_id,
        arena=arena,
        giver=giver,
        receiver=receiver,
        category=kind,
        amount=amount.minor,
        unit=amount.unit.code,
        effective_on=on,
        recorded_by=actor.agent_id or 0,
        entry=entry,
        is_by_desk=actor.agent_id not in (giver.pk, receiver.pk),
        thanks=thanks,
        thanked_at=clock.now() if thanks else None,
    )
    open_asks(actor.community_id, arena, {receiver: 1}, on)


def may_recognise(community_id: int, deed: Deed) -> Refusal | None:
    """None when the arena's rule takes every part of it, by the rules this community counts by on that day."""
    book = rule_sets.book_of(community_id)
    on = deed.judged_on or clock.today(book.time_zone)
    rules, own = rules_of(deed.arena), own_rules(book.rules(deed.arena, on))
    for giver, minutes in deed.givers.items():
        for receiver in deed.receivers:
            told = Help(giver.pk, receiver.pk, HOURS(minutes), deed.done_on)
            fault: Refusal | None = rules.may_record(told, on, **own)
            if fault:
                return fault
    return None


def own_rules(values: Any) -> dict[str, Any]:
    """A community's own values as `may_record` takes them; nothing for an arena that has no rule sets."""
    return {} if values is None else {"rules": values}


def _past_a_limit(actor: Actor, agents: Sequence[Agent]) -> tuple[Notice, ...]:
    """What the desk is told of those who went past a limit that reminds and does not refuse."""
    if not agents:
        return ()
    words = "%(name)s is past the hours your community agreed on. The help is written down; a call may do them good."
    return tuple(
        Notice(broker, words, {"name": agent.name}) for agent in agents for broker in brokers(actor.community_id)
    )


def _postings(actor: Actor, deed: Deed, cells: Sequence[Cell]) -> tuple[list[int], tuple[Posting, ...]]:
    """Whose the first postings are, and the postings: each one's credits added up, givers first, then the pot's."""
    rules = rules_of(deed.arena)
    credit: dict[int, Quantity] = {}
    for giver in deed.givers:
        for cell in (cell for cell in cells if cell.giver == giver.pk):
            out, back = rules.credits(Help(cell.giver, cell.receiver, HOURS(cell.minutes), deed.done_on))
            credit[cell.giver] = credit[cell.giver] + out if cell.giver in credit else out
            credit[cell.receiver] = credit[cell.receiver] + back if cell.receiver in credit else back
    order = [agent.pk for agent in (*deed.givers, *deed.receivers) if agent.pk in credit and credit[agent.pk].minor]
    accounts: dict[int, int] = {}
    for unit in dict.fromkeys(credit[agent].unit for agent in order):
        accounts |= ledger.member_accounts(
            actor.community_id, (agent for agent in order if credit[agent].unit == unit), unit
        )
    of_members = tuple(Posting(accounts[agent], credit[agent]) for agent in order)
    return order, (*of_members, *out_of_pot(actor.community_id, deed.arena, of_members))


def pot_of(arena: str) -> str:
    """The account of the community that what this arena's receivers are not asked for comes out of; empty for none."""
    return next((one.pot for one in arenas() if one.slug == arena), "")


def out_of_pot(community_id: int, arena: str, postings: Iterable[Posting]) -> Iterator[Posting]:
    """What these lack to come to nothing in each unit, out of the pot their arena names; without one, nothing."""
    pot = pot_of(arena)
    if not pot:
        return
    lacking: dict[Unit, Quantity] = {}
    for posting in postings:
        unit = posting.amount.unit
        lacking[unit] = lacking.get(unit, unit(0)) - posting.amount
    for unit, amount in lacking.items():
        if amount.minor:
            yield Posting(ledger.pot_account(community_id, unit, pot), amount)


def open_asks(community_id: int, arena: str, helped: Mapping[Agent, int], on: date) -> None:
    """Whoever was helped for the first time here may be asked back one day, once they say that they are ready."""
    never = set(Ask.objects.filter(agent__in=helped, state=Ask.NEVER).values_list("agent", flat=True))
    Ask.objects.bulk_create(
        (
            Ask(community_id=community_id, arena=arena, agent=agent, helped_on=on)
            for agent in helped
            if agent.kind == Agent.PERSON and agent.pk not in never
        ),
        ignore_conflicts=True,
    )


def told(deed: Deed) -> tuple[Notice, ...]:
    """What everybody who took part is told."""
    gave, got = _names(deed.givers), _names(deed.receivers)
    time = str(HOURS(sum(deed.givers.values())))
    return (
        *(Notice(a.pk, "You gave %(name)s %(time)s of help.", {"name": got, "time": str(HOURS(m))})
          for a, m in deed.givers.items()),
        *(Notice(agent.pk, "%(name)s gave you %(time)s of help.", {"name": gave, "time": time})
          for agent in deed.receivers),
    )  # fmt: skip


def _names(agents: Mapping[Agent, int]) -> str:
    return ", ".join(sorted(agent.name for agent in agents))
