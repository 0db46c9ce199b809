"""Accounts: opened when first needed, limited by a change that is written down."""

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction

from coproduce.community.base.bulk import put_many
from coproduce.community.ledger.models import LedgerAccount, LimitChange
from coproduce.core.journal import Limit
from coproduce.core.quantity import Unit


def member_account(community_id: int, agent_id: int, unit: Unit) -> int:
    """The number of an agent's account in one unit, opened if it was not there."""
    account, _ = LedgerAccount.objects.get_or_create(
        community_id=community_id, agent_id=agent_id, unit=unit.code, defaults={"kind": LedgerAccount.MEMBER}
    )
    return account.pk


def member_accounts(community_id: int, agents: Iterable[int], unit: Unit) -> dict[int, int]:
    """The number of each agent's account in one unit, those that were not there opened together."""
    wanted = list(dict.fromkeys(agents))
    found = _member_accounts(community_id, wanted, unit)
    missing = [agent for agent in wanted if agent not in found]
    if missing:
        # Whoever opened one of them a moment ago opened it for us too.
        put_many(
            LedgerAccount,
            {
                "community": community_id,
                "unit": unit.code,
                "kind": LedgerAccount.MEMBER,
                "name": "",
                "balance": 0,
                "limit_mode": "off",
            },
            ("agent",),
            [(agent,) for agent in missing],
            may_be_there=True,
        )
        found |= _member_accounts(community_id, missing, unit)
    return {agent: found[agent] for agent in wanted}


def _member_accounts(community_id: int, agents: list[int], unit: Unit) -> dict[int, int]:
    rows = LedgerAccount.objects.filter(community_id=community_id, agent__among=set(agents), unit=unit.code)
    return {agent: pk for agent, pk in rows.values_list("agent_id", "pk") if agent is not None}


def issuing_account(community_id: int, unit: Unit, name: str) -> int:
    """The number of the named account new units come from: it goes below zero so that the books stay closed."""
    account, _ = LedgerAccount.objects.get_or_create(
        community_id=community_id, agent=None, unit=unit.code, name=name, defaults={"kind": LedgerAccount.ISSUING}
    )
    return account.pk


def pot_account(community_id: int, unit: Unit, name: str = "Community pot") -> int:
    """The number of the pot everybody's gifts go into, opened if it was not there."""
    account, _ = LedgerAccount.objects.get_or_create(
        community_id=community_id, agent=None, unit=unit.code, name=name, defaults={"kind": LedgerAccount.POT}
    )
    return account.pk


def change_limit(account: int, limit: Limit, *, actor: int | None, why: str) -> None:
    """Set how far an account may go, and write down who changed it from what to what and why.

    Raises LedgerAccount.DoesNotExist for a number that is no account.
    """
    with transaction.atomic():
        row = LedgerAccount.objects.select_for_update().get(pk=account)
        old = row.limit
        row.limit = limit
        row.save(update_fields=["floor", "ceiling", "limit_mode"])
        LimitChange.objects.create(account=row, actor=actor, old=asdict(old), new=asdict(limit), why=why)
