"""The verb with which the treasurer changes how far hours may go: one member's, those of a role, or everybody's."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.citing import may_change
from coproduce.community.base.done import Done, Notice
from coproduce.community.base.wire import is_unit, unit as unit_of
from coproduce.community.ledger.accounts import change_limits, member_accounts
from coproduce.community.ledger.limits.queries import agents_meant, outside_of
from coproduce.community.ledger.limits.rules import Agreed, in_sentences, limit_as
from coproduce.community.ledger.models import LedgerAccount
from coproduce.community.people.models import Community
from coproduce.core.journal import Limit
from coproduce.core.quantity import HOURS, Quantity, Unit
from coproduce.core.refusal import Refusal

UNKNOWN_UNIT = Refusal("UNKNOWN_UNIT", "Nothing is counted in that here.", "unit")


@dataclass(frozen=True, slots=True)
class LimitsChanged:
    """How many accounts have another limit now, how many are past it, and by which decision."""

    accounts: int
    outside: int
    decision: UUID | None = None


@action("ledger.change_limit", receipt=LimitsChanged)
def change_limit(
    actor: Actor,
    *,
    whose: str,
    mode: str,
    below: Quantity | None = None,
    above: Quantity | None = None,
    grows_by: Quantity | None = None,
    unit: str = HOURS.code,
    why: str,
    outside: int = 0,
    decision: UUID | None = None,
    request_id: UUID,
) -> Done[LimitsChanged] | Refusal:
    """Say how far hours may go: of a member by their id, of a role, or of `everybody` who is here now.

    `below` is how much more they may have received than given, `above` the other way round; left out, no limit. What
    they gave makes it go further, up to `grows_by`. `mode` is enforce, warn or off. `outside` is how many people you
    saw would be past it: with another number nothing is changed. Everybody it is about is told; what they hold stays.
    `decision` is by which members said so, where what is set here changes by decision alone.
    """
    if fault := may_change(actor, decision):
        return fault
    if not is_unit(unit):
        return UNKNOWN_UNIT
    counted = unit_of(unit)
    limit = limit_as(Agreed(mode, below, above, grows_by), counted, why)
    if isinstance(limit, Refusal):
        return limit
    meant = list(agents_meant(actor, whose).order_by().values_list("pk", flat=True))
    if not meant:
        return Refusal("NOT_FOUND", "Nobody here is meant by that. Choose a member, a role, or everybody.", "whose")
    rows = _held(member_accounts(actor.community_id, meant, counted).values())
    past = outside_of(LedgerAccount.objects.filter(pk__among={row.pk for row in rows}), limit).count()
    if past != outside:
        return Refusal(
            "NOT_CONFIRMED",
            "%(number)s of them would be past it. Look at who, and say that number, so that nobody is surprised.",
            "outside",
            {"number": str(past)},
        )
    changed = [row for row in rows if row.limit != limit]
    change_limits((row.pk for row in changed), limit, actor=actor.agent_id, why=why.strip())
    return Done(LimitsChanged(len(changed), past, decision), _told(actor, changed, limit, counted, why.strip()))


def _held(accounts: Iterable[int]) -> list[LedgerAccount]:
    """Those of these accounts that are open, held in the order of their numbers, as a posting holds them."""
    rows = LedgerAccount.objects.select_for_update().filter(pk__among=set(accounts), closed_on=None)
    return list(rows.order_by("pk"))


def _told(actor: Actor, changed: Iterable[LedgerAccount], limit: Limit, unit: Unit, why: str) -> tuple[Notice, ...]:
    """What everybody reads whose limit is another now."""
    link = f"/{Community.objects.values_list('slug', flat=True).get(pk=actor.community_id)}/ledger/"
    said = (
        ("How far your giving and receiving may go was changed. Why: %(why)s", {"why": why}),
        *in_sentences(limit, unit),
    )
    return tuple(Notice(row.agent_id or 0, sentence, values, link=link) for row in changed for sentence, values in said)
