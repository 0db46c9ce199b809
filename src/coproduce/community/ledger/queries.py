"""Reading the ledger, starting from what this actor may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from coproduce.community.base import audit, policy
from coproduce.community.base.actor import Actor
from coproduce.community.ledger.models import Block, Entry, LedgerAccount, Posting
from coproduce.community.ledger.receipt import Line
from coproduce.community.people.models import Agent
from coproduce.core.quantity import Quantity, Unit
from coproduce.core.seal import Head


@dataclass(frozen=True, slots=True)
class Cord:
    """What someone gave and what came round to them, each counted on its own."""

    given: Quantity
    received: Quantity


def account_to_read(actor: Actor, agent: Agent, unit: Unit) -> LedgerAccount | None:
    """An agent's account with both sides of its cord, when the actor may read it; reading another's is written down.

    None when there is none yet. Raises PermissionError when it is not theirs to read.
    """
    if agent.community_id != actor.community_id or not policy.may(
        actor, "ledger.read_statement", policy.towards(actor, agent.pk)
    ):
        raise PermissionError
    audit.reading(actor, "ledger.read_statement", [agent.pk])
    accounts = LedgerAccount.objects.filter(community_id=actor.community_id, agent=agent, unit=unit.code)
    last = Block.objects.filter(community=OuterRef("community")).order_by("-height")
    return accounts.annotate(
        received=_sides("postings__")["received"],
        sealed_height=Subquery(last.values("height")[:1]),
        sealed_head=Subquery(last.values("head")[:1]),
    ).first()


def seal_of(account: Any) -> Head | None:
    """The seal that stood when an `account_to_read` was read; None while nothing is sealed."""
    return Head(account.sealed_height, bytes(account.sealed_head)) if account and account.sealed_head else None


def cord_of(account: Any, unit: Unit) -> Cord:
    """Both sides of the cord of an `account_to_read`; nothing on either where there is none."""
    return Cord(unit(account.given), unit(-account.received)) if account else Cord(unit(0), unit(0))


def given_and_received(actor: Actor, unit: Unit, agent_id: int | None) -> Cord:
    """Both sides of an agent's cord: the actor's own, or another's whose account was read."""
    sums = Posting.objects.filter(
        account__community_id=actor.community_id, account__agent_id=agent_id or 0, account__unit=unit.code
    ).aggregate(**_sides(""))
    return Cord(unit(sums["given"]), unit(-sums["received"]))


def _sides(at: str) -> dict[str, Any]:
    """What was given and received, over postings that stand `at` a relation; what was taken back is taken off."""
    entry, amount = f"{at}entry__", f"{at}amount"
    taken_back = Q(**{f"{entry}kind": "reversal"})
    undone_help = Entry.objects.filter(
        community_id=OuterRef(f"{entry}community_id"), client_id=OuterRef(f"{entry}reverses"), kind="exchange"
    )
    is_help = Q(**{f"{entry}kind": "exchange"}) | Exists(undone_help)  # gifts and what was brought along are none
    more, less = Q(**{f"{amount}__gt": 0}), Q(**{f"{amount}__lt": 0})
    return {
        "given": Coalesce(Sum(amount, filter=is_help & (more & ~taken_back | less & taken_back)), 0),
        "received": Coalesce(Sum(amount, filter=is_help & (less & ~taken_back | more & taken_back)), 0),
    }


def held_by_agents(unit: Unit) -> Subquery:
    """What the account of each agent holds now, to annotate agents with; nothing where there is none yet."""
    return Subquery(LedgerAccount.objects.filter(agent=OuterRef("pk"), unit=unit.code).values("balance")[:1])


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was written on somebody's account in a stretch of days, oldest first, and the help of it on both sides.

    What was taken back is taken off its own side, so a side may be below nothing in a month that only puts right.
    """

    lines: tuple[Line, ...]
    cord: Cord


def written_between(actor: Actor, agents: Iterable[int], unit: Unit, first: date, last: date) -> dict[int, Stretch]:
    """What was written for each of these agents on these days, both included. One reading, and it is written down.

    Raises PermissionError when one of them is not the actor's to read.
    """
    wanted = set(agents)
    if not all(policy.may(actor, "ledger.read_statement", policy.towards(actor, agent)) for agent in wanted):
        raise PermissionError
    audit.reading(actor, "ledger.read_statement", wanted, "month")
    theirs = Posting.objects.filter(
        account__community_id=actor.community_id,
        account__agent__in=wanted,
        unit=unit.code,
        entry__effective_on__range=(first, last),
    )
    by = Entry.objects.filter(community_id=OuterRef("entry__community_id"))
    undone = by.filter(client_id=OuterRef("entry__reverses")).values("kind")[:1]
    sides = (
        Posting.objects.filter(entry__in=theirs.values("entry"), unit=unit.code)
        .annotate(undone=Subquery(undone), is_undone=Exists(by.filter(reverses=OuterRef("entry__client_id"))))
        .select_related("entry__note", "account__agent")
        .order_by("entry__effective_on", "entry_id", "pk")
    )
    entries: dict[int, list[Posting]] = defaultdict(list)
    for side in sides:
        entries[side.entry_id].append(side)
    found: dict[int, list[tuple[Line, bool]]] = {agent: [] for agent in wanted}
    for parts in entries.values():
        for part in parts:
            if part.account.agent_id in wanted:
                found[part.account.agent_id].append(_written(part, parts, unit))
    return {agent: _stretch(lines, unit) for agent, lines in found.items()}


def _written(part: Posting, parts: list[Posting], unit: Unit) -> tuple[Line, bool]:
    """One side of an entry as a line, and whether it is help: gifts and what was brought along are none."""
    entry = part.entry
    others = [one.account for one in parts if one is not part]
    kind = part.undone or entry.kind  # type: ignore[attr-defined]
    line = Line(
        number=part.entry_id,
        entry=entry.client_id,
        effective_on=entry.effective_on,
        recorded_at=entry.recorded_at,
        kind=entry.kind,
        category=entry.category,
        amount=unit(part.amount),
        balance_after=unit(part.balance_after),
        others=tuple(other.agent.name if other.agent else other.name for other in others),
        words=entry.note.words if getattr(entry, "note", None) else "",
        source_ref=entry.source_ref,
        is_put_right=part.is_undone,  # type: ignore[attr-defined]
    )
    return line, kind == "exchange"


def _stretch(lines: list[tuple[Line, bool]], unit: Unit) -> Stretch:
    given = sum(line.size.minor for line, is_help in lines if is_help and line.is_given)
    received = sum(line.size.minor for line, is_help in lines if is_help and not line.is_given)
    return Stretch(tuple(line for line, _ in lines), Cord(unit(given), unit(received)))
