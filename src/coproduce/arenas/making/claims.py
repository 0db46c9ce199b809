"""What is claimed of things made near, and what would have to be true: said before anybody counts.

The words say in ours what the essays claim. The lines are our choice, and are the same for every community.
"""

from fractions import Fraction

from coproduce.core.claims import Claim

ESSAY = "The essays on co-production"

CLAIMS = (
    Claim(
        "near",
        "What one designed, others make near where it is used.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="At least half of what is built from a design is built by others than whoever keeps it.",
        measure="near",
    ),
    Claim(
        "better",
        "What everybody may change grows better than what one owner keeps.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Designs that others changed break less often in use than designs alike that nobody did. "
        "That takes both kinds over a year.",
        needs="C",
    ),
    Claim(
        "asked",
        "Whoever was helped to make something is asked to show another.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Of those who say that they are ready, at least nine in ten are asked, or answered "
        "before anybody had to ask.",
        measure="asked",
        at_least=Fraction(9, 10),
    ),
    Claim(
        "round",
        "Whoever was helped teaches or mends a page in turn.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="R is at least one half: of those first helped here, the share who helped someone "
        "within 180 days.",
        measure="round",
    ),
    Claim(
        "facilitate",
        "The desk helps people find each other, and then steps back.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="At least half of all hours in the books were agreed without a staff act.",
        measure="facilitate",
    ),
)
