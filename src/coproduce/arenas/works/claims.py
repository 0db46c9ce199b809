"""What is claimed of lanes that lay their own, and what would have to be true: said before anybody counts.

The words say in ours what the essays claim. The lines are our choice, and are the same for every community.
"""

from coproduce.core.claims import ESSAY, Claim, of_asking, of_coming_round, of_stepping_back

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
    of_asking("A lane whose water runs is asked to help the next."),
    of_coming_round("Whoever was helped helps the next lane in turn.", "those first helped here"),
    of_stepping_back("At least half of all hours in the books were agreed without a staff act."),
)
