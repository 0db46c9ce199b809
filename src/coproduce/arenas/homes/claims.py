"""What is claimed of homes built together, and what would have to be true: said before anybody counts.

The words say in ours what the essays claim. The lines are our choice, and are the same for every community.
"""

from fractions import Fraction

from coproduce.core.claims import Claim

ESSAY = "The essays on co-production"

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
    Claim(
        "asked",
        "Whoever was helped is asked to lead a day for the next family.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Of those who say that they are ready, at least nine in ten are asked, or answered "
        "before anybody had to ask.",
        measure="asked",
        at_least=Fraction(9, 10),
    ),
    Claim(
        "round",
        "Whoever was helped builds for others in turn.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="R is at least one half: of those first helped here before they had given anything, the "
        "share who helped someone within 180 days.",
        measure="round",
    ),
    Claim(
        "fund",
        "What families pay builds the next home.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="All that is paid for loans goes into the fund, and out of it into homes alone. The "
        "books hold it so; whether it is enough for a home in good time depends on loans and not on how it is counted.",
        needs="A",
    ),
    Claim(
        "facilitate",
        "The desk helps people find each other, and then steps back.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="At least half of all shifts in the books were written down without a staff act.",
        measure="facilitate",
    ),
)
