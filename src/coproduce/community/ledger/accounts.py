"""Accounts: opened when first needed, limited by a change that is written down."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction

from coproduce.community.base import clock
from coproduce.community.base.bulk import put_many
from coproduce.community.ledger.digest import commitment
from coproduce.community.ledger.draft import SALT
from coproduce.community.ledger.limits.agreed import limit_of
from coproduce.community.ledger.models import LedgerAccount, LimitChange
from coproduce.community.ledger.seals.witnessing import ACCOUNT, LIMIT, witness_rows
from coproduce.community.people.rule_sets.queries import book_of
from coproduce.core.journal import Limit
from coproduce.core.quantity import Unit

#: Its name never changes, and no limit of it refuses.
CARE_POT = "Care pot"


def member_account(community_id: int, agent_id: int, unit: Unit) -> int:
    """The number of an agent's account in one unit, opened if it was not there."""
    account, is_new = _opened(community_id, LedgerAccount.MEMBER, unit, agent_id=agent_id)
    if is_new:
        _begin(community_id, [account], unit)
    return account


def member_accounts(community_id: int, agents: Iterable[int], unit: Unit) -> dict[int, int]:
    """The number of each agent's account in one unit, those that were not there opened together."""
    wanted = list(dict.fromkeys(agents))
    found = _member_accounts(community_id, wanted, unit)
    missing = [agent for agent in wanted if agent not in found]
    if missing:
        with transaction.atomic():
            # Whoever opened one of them a moment ago opened it for us too.
            put_many(
                LedgerAccount,
                {
                    "community": community_id,
                    "unit": unit.code,
                    "name": "",
                    "balance": 0,
                    "held": 0,
                    "given": 0,
                    "limit_mode": "off",
                    "grows_by": 0,
                    **_as(LedgerAccount.MEMBER, unit),
                },
                ("agent",),
                [(agent,) for agent in missing],
                may_be_there=True,
            )
            opened = _member_accounts(community_id, missing, unit)
            witness_rows(ACCOUNT, LedgerAccount.objects.filter(pk__among=set(opened.values())))
            _begin(community_id, opened.values(), unit)
        found |= opened
    return {agent: found[agent] for agent in wanted}


def _member_accounts(community_id: int, agents: list[int], unit: Unit) -> dict[int, int]:
    rows = LedgerAccount.objects.filter(community_id=community_id, agent__among=set(agents), unit=unit.code)
    return {agent: pk for agent, pk in rows.values_list("agent_id", "pk") if agent is not None}


def issuing_account(community_id: int, unit: Unit, name: str) -> int:
    """The number of the named account new units come from: it goes below zero so that the books stay closed."""
    return _opened(community_id, LedgerAccount.ISSUING, unit, agent_id=None, name=name)[0]


def pot_account(community_id: int, unit: Unit, name: str = "Community pot") -> int:
    """The number of the pot everybody's gifts go into, opened if it was not there."""
    return _opened(community_id, LedgerAccount.POT, unit, agent_id=None, name=name)[0]


def care_pot(community_id: int, unit: Unit) -> int:
    """The number of the pot care comes out of, opened if it was not there: no limit ever stands before it."""
    return pot_account(community_id, unit, CARE_POT)


def _opened(community_id: int, kind: str, unit: Unit, **whose: Any) -> tuple[int, bool]:
    """The number of an account, and whether it was opened now: then whose it is is witnessed with it."""
    whose = {"community_id": community_id, "unit": unit.code, **whose}
    for known in LedgerAccount.objects.filter(**whose).values_list("pk", flat=True):
        return known, False
    with transaction.atomic():
        account, is_new = LedgerAccount.objects.get_or_create(**whose, defaults=_as(kind, unit))
        if is_new:
            witness_rows(ACCOUNT, [account])
    return account.pk, is_new


def _as(kind: str, unit: Unit) -> dict[str, Any]:
    """What an account is from its first day: of a kind, with the marks of its unit."""
    return {"kind": kind, "is_convertible": unit.is_convertible, "is_transferable": unit.is_transferable}


def _begin(community_id: int, accounts: Iterable[int], unit: Unit) -> None:
    """Give new accounts the limit of the community's rules.

    Asked once they are there: whoever chooses rules holds the community, and no account opens without it.
    """
    book = book_of(community_id)
    limit = limit_of(book, unit.code, clock.today(book.time_zone))
    if limit != Limit():
        change_limits(accounts, limit, actor=None, why="The rules chosen here.")


def change_limit(account: int, limit: Limit, *, actor: int | None, why: str) -> None:
    """Set how far an account may go, and write down who changed it from what to what and why.

    Raises LedgerAccount.DoesNotExist for a number that is no account.
    """
    if not change_limits([account], limit, actor=actor, why=why):
        raise LedgerAccount.DoesNotExist


def change_limits(accounts: Iterable[int], limit: Limit, *, actor: int | None, why: str) -> int:
    """The same for many accounts at once, each written down by itself; how many there were.

    All are held before the first is changed, in the order of their numbers, as a posting holds them. ValueError for a
    limit that would refuse before the care pot: care looks at no balance.
    """
    with transaction.atomic():
        rows = list(LedgerAccount.objects.select_for_update().filter(pk__among=set(accounts)).order_by("pk"))
        if limit.mode == "enforce" and any(row.kind == row.POT and row.name == CARE_POT for row in rows):
            raise ValueError("Care is never refused for a balance: its pot has no limit that refuses.")
        salts = [secrets.token_bytes(SALT) for _ in rows]
        changes = [
            LimitChange(
                account=row,
                actor=actor,
                old=asdict(row.limit),
                new=asdict(limit),
                why=why,
                salt=salt,
                why_commitment=commitment(salt, why),
            )
            for row, salt in zip(rows, salts, strict=True)
        ]
        for row in rows:
            row.limit = limit
        LedgerAccount.objects.bulk_update(rows, ["floor", "ceiling", "limit_mode", "grows_by"], batch_size=500)
        LimitChange.objects.bulk_create(changes, batch_size=500)
        witness_rows(LIMIT, changes)
    return len(rows)
