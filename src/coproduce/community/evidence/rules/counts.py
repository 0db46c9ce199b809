"""What one site tells another: four counts of a plan that both hold. No row of anybody ever leaves."""

from dataclasses import dataclass

from coproduce.core.refusal import Refusal
from coproduce.core.stats import SiteCounts, Suppression

LONGEST_SITE = 80


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of one site, and the seal of the plan they are of."""

    plan: str
    counts: SiteCounts


def fault_of_counts(counts: SiteCounts, rule: Suppression | None = None) -> Refusal | None:
    """None when these may be handed over, else what to mend: no count of 1 to 7 people leaves a site or is taken.

    >>> fault_of_counts(SiteCounts("Hexley", 31, 374, 45, 376)) is None
    True
    >>> fault_of_counts(SiteCounts("Hexley", 3, 374, 45, 376)).field
    'events'
    """
    rule = rule or Suppression()
    if not counts.site.strip() or len(counts.site) > LONGEST_SITE:
        return Refusal("NO_SITE", "Say which site it is, in 80 letters or fewer.", "site")
    for name, k, n in (
        ("events", counts.events, counts.people),
        ("compared_events", counts.compared_events, counts.compared_people),
    ):
        if k < 0 or n < 1 or k > n:
            return Refusal(
                "NOT_A_COUNT", "There are %(k)s among %(n)s: both are whole numbers, and the second is the larger.",
                name, {"k": str(k), "n": str(n)},
            )  # fmt: skip
        if None in (rule.hide(k), rule.hide(n - k)):
            return Refusal(
                "TOO_FEW_TO_SHOW",
                "A count of 1 to 7 people tells about them. Wait until there are eight, and hand over the sum.",
                name,
            )
    return None
