"""What is claimed of energy made and shared nearby, and what would have to be true: said before anybody counts."""

from fractions import Fraction

from coproduce.core.claims import ESSAY, Claim, of_asking, of_coming_round, of_stepping_back

CLAIMS = (
    Claim(
        "security",
        "Small schemes, in homes and in communities, give security from unstable distant markets.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="In a year in which suppliers’ prices rise to two and a half times, the worst month of "
        "at least nine in ten supply points is cheaper with neighbours than alone. Settled months are replayed.",
        measure="security",
        at_least=Fraction(9, 10),
    ),
    Claim(
        "capacity",
        "Small schemes build capacity: what is made here is used here.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="In at least half of all months, half or more of what was made here was used here.",
        measure="capacity",
        at_least=Fraction(1, 2),
    ),
    Claim(
        "fair",
        "What is shared serves those who have least, too.",
        "What fairness asks of any such scheme",
        is_quoted=False,
        would_have_to_be_true="Of homes of little income, at least nine in ten pay less than they would alone; and "
        "their part of all savings is no less than their part of all homes. Here stands the first.",
        measure="fair",
        at_least=Fraction(9, 10),
    ),
    of_asking(
        "Whoever is helped is asked to do something in turn: whoever has a roof, to help the next.",
        "Of those whose roof was paid for and who say that they are ready, at least nine in ten are asked to help "
        "the next, or answered before anybody had to ask.",
    ),
    of_coming_round(
        "Whoever was recognised helps others in turn.",
        "those whose roof was first paid for before they had given anything",
    ),
    of_stepping_back("At least half of all hours around energy were agreed without a staff act."),
)
