"""What is claimed of homes built together, and what would have to be true: said before anybody counts.

The words say in ours what the essays claim. The lines are our choice, and are the same for every community.
"""

from fractions import Fraction

from coproduce.core.claims import ESSAY, Claim, of_asking, of_coming_round, of_stepping_back

CLAIMS = (
    Claim(
        "others",
        "Families work on other people's homes, and not on their own alone.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="At least half of all shifts signed by two are on other homes than the family's own.",
        measure="others",
    ),
    Claim(
        "keys",
        "Including work makes houses affordable for families who could not buy one.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="At least half of the families accepted come to have their key, and more of them than of "
        "families alike who were not accepted. That takes a comparison; here stands only how many have it.",
        measure="keys",
        needs="D",
    ),
    Claim(
        "friends",
        "Friends and neighbours give hours too.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="At least one shift in ten is given by somebody who is of no family.",
        measure="friends",
        at_least=Fraction(1, 10),
    ),
    of_asking("Whoever was helped is asked to lead a day for the next family."),
    of_coming_round("Whoever was helped builds for others in turn."),
    Claim(
        "fund",
        "What families pay builds the next home.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="All that is paid for loans goes into the fund, and out of it into homes alone. The "
        "books hold it so; whether it is enough for a home in good time depends on loans and not on how it is counted.",
        needs="A",
    ),
    of_stepping_back("At least half of all shifts in the books were written down without a staff act."),
)
