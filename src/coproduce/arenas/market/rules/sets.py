"""What differs from one co-operative to another, as dated data with its source: `rule_sets.toml` beside this folder."""

from dataclasses import dataclass
from fractions import Fraction
from importlib.resources import files
from typing import Annotated, Literal

from coproduce.core.rule_sets import Between, RuleSet, Says, read

#: What becomes of the part of a dividend a member may choose about.
Choice = Literal["cash", "retained", "given"]
CHOICES: tuple[Choice, ...] = ("cash", "retained", "given")

#: Who bears a loss that the reserve does not cover.
Losses = Literal["reserve, then by trade", "reserve, then carried"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a community may say otherwise: funds, shares, cash, whose trade counts, losses. Parts are of the surplus.

    What is not paid in cash stays with the co-operative for the member and comes round after `retained_years`; 0 is
    when they leave. `interest_share` is on money alone, a part of what was paid in for a year.
    """

    reserve_share: Annotated[Fraction, Between(0, 1), Says("Of a surplus, kept in reserve")] = Fraction(0)
    education_share: Annotated[Fraction, Between(0, 1), Says("Of a surplus, for learning")] = Fraction(0)
    social_share: Annotated[Fraction, Between(0, 1), Says("Of a surplus, for the neighbourhood")] = Fraction(0)
    interest_share: Annotated[
        Fraction, Between(0, 1), Says("For each pound of shares, a year", "No more than is left of the surplus.")
    ] = Fraction(0)
    least_cash_share: Annotated[Fraction, Between(0, 1), Says("Of a dividend, in cash at least")] = Fraction(0)
    most_cash_share: Annotated[Fraction, Between(0, 1), Says("Of a dividend, in cash at most")] = Fraction(1)
    unsaid: Annotated[
        Choice, Says("For who says nothing", choices={"cash": "Cash", "retained": "Kept for them", "given": "Given"})
    ] = "cash"
    retained_years: Annotated[int, Between(0, 50), Says("Kept for so many years", "0 is until they leave.")] = 0
    minimum_payout_minor: Annotated[
        int, Between(0, 1_000_000), Says("Paid out from so many pence", "Less is not lost: it waits for the next.")
    ] = 0
    share_minor: Annotated[int, Between(1, 1_000_000_000), Says("What a share costs, in pence")] = 100
    most_shares_minor: Annotated[int, Between(1, 10**12), Says("The most in shares one member may have, in pence")] = (
        10_000_000
    )
    losses: Annotated[
        Losses,
        Says(
            "Who bears a loss",
            choices={
                "reserve, then by trade": "The reserve, then what is kept for members, by trade",
                "reserve, then carried": "The reserve; the rest waits for better years",
            },
        ),
    ] = "reserve, then by trade"
    all_stalls_count: Annotated[
        bool, Says("Trade at members’ stalls counts too", "Else what is bought from the community’s own alone.")
    ] = False
    others_to_reserve: Annotated[bool, Says("What others’ trade brought stays together", "Else members share it.")] = (
        False
    )
    reserved_days: Annotated[int, Between(1, 90), Says("Kept for a buyer so many days")] = 7
    longest_minutes: Annotated[int, Between(1, 24 * 60), Says("The longest help at once")] = 16 * 60
    oldest_days: Annotated[int, Between(0, 3660), Says("How long ago it may have been")] = 366

    def __post_init__(self) -> None:
        for name in ("reserve_share", "education_share", "social_share", "interest_share", "least_cash_share",
                     "most_cash_share"):  # fmt: skip
            said = getattr(self, name)
            if isinstance(said, float) or not 0 <= Fraction(said) <= 1:
                raise ValueError(f"{name} is {said!r}: write an exact part of one, like 1/5.")
            object.__setattr__(self, name, Fraction(said))
        if self.reserve_share + self.education_share + self.social_share > 1:
            raise ValueError("Reserve, learning and the neighbourhood come to more than all of it.")
        if self.least_cash_share > self.most_cash_share:
            raise ValueError("The least in cash is more than the most.")


RULE_SETS: tuple[RuleSet[Rules], ...] = read(
    files("coproduce.arenas.market").joinpath("rule_sets.toml").read_bytes(), Rules
)

STANDARD = RULE_SETS[0].values
