"""The verb of a premium: what the state adds to energy that was shared, and what of it goes to the social fund."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from coproduce.arenas.energy import ARENA
from coproduce.arenas.energy.actions.months import held
from coproduce.arenas.energy.actions.settling import POOL, written_on
from coproduce.arenas.energy.models import SharedMonth
from coproduce.arenas.energy.queries.months import rounds, statements_of
from coproduce.arenas.energy.rules import EnergyError, italian_premium, social_fund
from coproduce.community import ledger
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.core.journal import Entry, Posting
from coproduce.core.obligation import half_up
from coproduce.core.quantity import unit_of_money
from coproduce.core.refusal import Refusal

#: Accounts of the community: where a premium comes from, and where it goes.
STATE, MEMBERS, SOCIAL = "Premium of the state", "Premium for members", "Social fund"


@dataclass(frozen=True, slots=True)
class PremiumAdded:
    """What the state added to a month, for members and for the social fund."""

    month: UUID
    members_minor: int
    social_minor: int


@action("energy.add_premium", receipt=PremiumAdded)
def add_premium(
    actor: Actor,
    *,
    month_on: date,
    zonal_price_mwh: Decimal,
    plant_kw: int,
    zone: str,
    is_granted: bool = False,
    request_id: UUID,
) -> Done[PremiumAdded] | Refusal:
    """Write down what the state adds to a settled month, by our rules, and what of it goes to the social fund. Once.

    It takes the zonal price of a MWh, the size of the plant, its zone, and whether it was built with a grant.
    """
    if not policy.may(actor, "energy.add_premium"):
        return NOT_ALLOWED
    place, rows = held(actor), rounds(actor.community_id, month_on)
    rules = place.rules.premium
    if not rules.steps:
        return Refusal("NO_PREMIUM", "By the rules chosen here nothing is added.", "month_on")
    if not rows or rows[-1].state != SharedMonth.SETTLED:
        return Refusal("NOT_YET", "Settle the month first.", "month_on")
    row = rows[-1]
    if any(one.premium for one in rows):
        return Refusal("ALREADY_SAID", "What was added to this month is written down.", "month_on")
    if not -10_000 <= zonal_price_mwh <= 10_000:
        return Refusal("WRONG_PRICE", "Write the zonal price of a MWh.", "zonal_price_mwh")
    found = statements_of(row)
    shared, fed_in = sum(one.sold_wh for one in found), sum(one.sold_wh + one.surplus_wh for one in found)
    try:
        rate = italian_premium(zonal_price_mwh, plant_kw, zone, rules)
    except EnergyError as wrong:
        return Refusal(wrong.code, str(wrong).replace("%", "%%"), wrong.field)
    whole = half_up(rate * shared * 100 / 10**6)
    of = social_fund(whole, shared, fed_in, granted=is_granted, rules=rules)
    money = unit_of_money(row.unit)
    moves = {
        ledger.pot_account(actor.community_id, money, MEMBERS): of.members_cents,
        ledger.pot_account(actor.community_id, money, SOCIAL): of.social_cents,
        ledger.issuing_account(actor.community_id, money, STATE): -whole,
    }
    postings = tuple(Posting(account, money(minor)) for account, minor in moves.items() if minor)
    if not postings:
        return Refusal("NOTHING", "Nothing was shared in this month, so nothing is added.", "month_on")
    posted = ledger.post(
        Entry(
            client_id=uuid5(row.public_id, "premium"), community=actor.community_id, kind="energy premium",
            category=POOL, effective_on=written_on(place, row), actor=actor.agent_id, arena=ARENA.slug,
            postings=postings,
        )
    )  # fmt: skip
    if isinstance(posted, Refusal):
        return posted
    row.premium = {"rate_mwh": str(rate), "members": of.members_cents, "social": of.social_cents,
                   "entry": str(posted.entry)}  # fmt: skip
    row.save(update_fields=["premium"])
    return Done(PremiumAdded(row.public_id, of.members_cents, of.social_cents))
