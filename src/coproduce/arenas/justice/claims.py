"""What is claimed of peers who answer harm, and what would have to be true: said before anybody counts.

The words say in ours what the essays claim. The lines are our choice, and are the same for every community. Evidence
from elsewhere is mixed (Urban Institute 2002; Povitsky 2005; Los Angeles 2016): nothing is said without what it is
compared with.
"""

from fractions import Fraction

from coproduce.core.claims import ESSAY, Claim, of_asking

CLAIMS = (
    Claim(
        "transform",
        "Doing it together can change policing as well.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Fewer of those heard by peers are referred again within a year than of people alike who "
        "had something else, chosen by lot. Of four American towns compared in 2002 fewer were in two, perhaps in a "
        "third, and not in the fourth; in Maryland in 2005 more; in Los Angeles in 2016 fewer, but not in every way of "
        "counting. What they were compared with decided the answer.",
        needs="F",
    ),
    Claim(
        "crime",
        "Where neighbours have little to do with each other, there may be more crime.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Places where more is given and received have fewer crimes than places alike. That takes "
        "crimes counted over years in many places.",
        needs="D",
    ),
    Claim(
        "heard",
        "Whoever was harmed is heard.",
        "What circles promise",
        is_quoted=False,
        would_have_to_be_true="At least three in four of those harmed who say anything of it say that they were heard.",
        measure="was_heard",
        at_least=Fraction(3, 4),
    ),
    Claim(
        "kept",
        "What is agreed freely is kept.",
        "What circles promise",
        is_quoted=False,
        would_have_to_be_true="At least nine in ten agreements are kept in every part.",
        measure="kept",
        at_least=Fraction(9, 10),
    ),
    Claim(
        "served",
        "Whoever was heard is asked to hear.",
        "The youth court of Washington, where those heard serve on later juries (from memory)",
        is_quoted=False,
        would_have_to_be_true="At least one in four of those who were heard here sit in a circle later. They say "
        "themselves that they were heard; whoever does not, is not counted.",
        measure="served",
        at_least=Fraction(1, 4),
    ),
    of_asking("Whoever has come through is asked to do the same for others."),
)
