"""The verb of what is counted afterwards, by whoever refers: numbers alone, beside others who had something else."""

from dataclasses import dataclass
from uuid import UUID

from coproduce.arenas.justice.models import ALTERNATIVES, Again
from coproduce.arenas.justice.queries.matters import here
from coproduce.community.base.action import action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say


@dataclass(frozen=True, slots=True)
class Counted:
    """After how many months, and of how many."""

    months: int
    n: int


@action("justice.count_again", receipt=Counted)
def count_again(
    actor: Actor,
    *,
    months: int,
    n: int,
    k: int,
    alternative: str,
    n_compared: int,
    k_compared: int,
    source: str,
    request_id: UUID,
) -> Done[Counted] | Refusal:
    """Write down how many of how many were referred again within 6 or 12 months, as whoever refers counts them, and
    how many of those they are compared with, who had something else. Nobody is named, and nobody is looked up here.
    """
    if months not in (6, 12):
        return Refusal("UNKNOWN_MONTHS", "Count after 6 months, or after 12.", "months")
    if alternative not in ALTERNATIVES or alternative == "not known":
        return Refusal("NO_COMPARISON", "Say what those you compare with had: it decides the answer.", "alternative")
    if not (0 <= k <= n <= 100_000 and n):
        return Refusal("NOT_OF_MANY", "Write how many of how many: no more than all, and of one or more.", "k")
    if not (0 <= k_compared <= n_compared <= 100_000 and n_compared):
        return Refusal("NO_COMPARISON", "Write how many of how many you compare with: without it nothing is said.",
                       "n_compared")  # fmt: skip
    if fault := may_say(source, "source", 120, "Say who counted."):
        return fault
    Again.objects.create(
        community_id=actor.community_id, months=months, n=n, k=k, alternative=alternative, n_compared=n_compared,
        k_compared=k_compared, source=source.strip(), counted_on=here(actor.community_id).today,
    )  # fmt: skip
    return Done(Counted(months, n))
