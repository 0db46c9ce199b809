"""What is claimed of things made near, and what would have to be true: said before anybody counts.

The words say in ours what the essays claim. The lines are our choice, and are the same for every community.
"""

from coproduce.core.claims import ESSAY, Claim, of_asking, of_coming_round, of_stepping_back

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
    of_asking("Whoever was helped to make something is asked to show another."),
    of_coming_round("Whoever was helped teaches or mends a page in turn.", "those first helped here"),
    of_stepping_back("At least half of all hours in the books were agreed without a staff act."),
)
