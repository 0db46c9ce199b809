"""What is claimed of lanes that lay their own, and what would have to be true: said before anybody counts.

The words say in ours what the essays claim. The lines are our choice, and are the same for every community.
"""

from fractions import Fraction

from coproduce.core.claims import Claim

ESSAY = "The essays on co-production"

CLAIMS = (
    Claim(
        "cheaper",
        "Lanes give themselves drains and water at a far lower cost than it was done for them.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Lanes laid by those who live there cost no more than half of what lanes alike cost that "
        "were laid for them, pipes, tools and whoever draws counted in. That takes both costs of many lanes.",
        needs="C",
    ),
    Claim(
        "faster",
        "They do it faster.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="From the day a lane agrees to the day its water runs takes fewer weeks than in lanes "
        "alike that waited for the office. That takes the days of both.",
        needs="C",
    ),
    Claim(
        "asked",
        "A lane whose water runs is asked to help the next.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Of those who say that they are ready, at least nine in ten are asked, or answered "
        "before anybody had to ask.",
        measure="asked",
        at_least=Fraction(9, 10),
    ),
    Claim(
        "round",
        "Whoever was helped helps the next lane in turn.",
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
