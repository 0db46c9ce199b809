"""What is claimed of food grown and shared nearby, and what would have to be true: said before anybody counts.

The words say in ours what the essays claim. The lines are our choice, and are the same for every community.
"""

from fractions import Fraction

from coproduce.core.claims import ESSAY, Claim, of_asking, of_coming_round, of_stepping_back

CLAIMS = (
    Claim(
        "builds",
        "Local food production and distribution build people's capacities.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="People who grow, pack or bring food round come to do things they did not do before, and "
        "more of them than of people alike who only shop. That takes a comparison.",
        needs="D",
    ),
    Claim(
        "whole",
        "A neighbourhood can supply itself: what is ordered comes.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Of lines ordered, at least nine in ten come whole.",
        measure="whole",
        at_least=Fraction(9, 10),
    ),
    Claim(
        "free",
        "Local food makes people less dependent on unstable markets.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Prices paid here swing less, over years, than those of the nearest shops for the same "
        "food. That takes prices of elsewhere beside ours.",
        needs="B",
    ),
    Claim(
        "over",
        "What is over feeds somebody.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="At least two thirds of what is offered as over is fetched within its time.",
        measure="over",
        at_least=Fraction(2, 3),
    ),
    of_asking("Whoever ate and whoever grew is asked for the next season."),
    of_coming_round(
        "Whoever was brought food, fetched what was over, or was helped on the field helps others in turn."
    ),
    of_stepping_back(
        "At least half of all rounds, work and food passed on in the books were written down without the desk."
    ),
)
