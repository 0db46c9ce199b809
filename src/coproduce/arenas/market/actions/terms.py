"""The verb with which a member says what becomes of their dividend, and how much they spend nearby."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.market.models import Trader
from coproduce.arenas.market.queries.here import may_be_near, speaker
from coproduce.arenas.market.rules import CHOICES
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.core.refusal import Refusal
from coproduce.interop.paying import is_iban, plain_iban


@dataclass(frozen=True, slots=True)
class Chose:
    """Whose dividend, and what becomes of it."""

    who: UUID
    choice: str


@action("market.choose_dividend", receipt=Chose)
def choose_dividend(
    actor: Actor,
    *,
    choice: str,
    pay_to: str = "",
    near_of_100: int | None = None,
    for_: UUID | None = None,
    request_id: UUID,
) -> Done[Chose] | Refusal:
    """Say what becomes of one's dividend: `cash`, `retained` (kept for one) or `given`, as far as the rules leave it.

    It counts for each year that is shared out from now on. `pay_to` is the IBAN it is paid to; `near_of_100` how much
    of a hundred one spends one spends nearby, where one likes to say so.
    """
    who = speaker(actor, "market.choose_dividend", for_)
    if isinstance(who, Refusal):
        return who
    if choice not in CHOICES:
        return Refusal("UNKNOWN_WORD", "Choose cash, retained or given.", "choice")
    if pay_to.strip() and not is_iban(pay_to):
        return Refusal("NOT_AN_ACCOUNT", "Write the account by its IBAN, digit by digit, or leave it empty.", "pay_to")
    if fault := may_be_near(near_of_100):
        return fault
    Trader.objects.update_or_create(
        community_id=actor.community_id, agent=who,
        defaults={"choice": choice, "pay_to": plain_iban(pay_to), "near_of_100": near_of_100},
    )  # fmt: skip
    return Done(Chose(who.public_id, choice))
