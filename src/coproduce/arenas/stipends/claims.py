"""What is claimed of recognising families who try, and what would have to be true: said before anybody counts."""

from fractions import Fraction

from coproduce.core.claims import ESSAY, Claim, of_asking, of_coming_round, of_stepping_back

CLAIMS = (
    Claim(
        "school",
        "Bolsa Escola pays mothers to make sure their children attend school, to recognise the efforts they make.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Of the months that are known of children whose family is paid, at least nine in ten are "
        "at school as agreed; and more than of children alike whose family is not paid, by lot. Here stands the first.",
        measure="school",
        at_least=Fraction(9, 10),
        needs="F",
    ),
    Claim(
        "told",
        "It recognises effort and is no policing: a family is told first, with somebody beside it.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Nobody’s part is kept or not paid who was not told before; of those told, at least "
        "nineteen in twenty have somebody beside them.",
        measure="told",
        at_least=Fraction(19, 20),
    ),
    Claim(
        "heard",
        "A family answers before anything happens.",
        "What fairness asks of any such programme; no source printed days to answer",
        is_quoted=False,
        would_have_to_be_true="Of answers, at least nine in ten are decided on by somebody else within fourteen days.",
        measure="heard",
        at_least=Fraction(9, 10),
    ),
    Claim(
        "alike",
        "Steps fall on all children alike.",
        "What fairness asks of any such programme",
        is_quoted=False,
        would_have_to_be_true="Girls and boys, areas, and children with and without a disability are told of steps "
        "alike often, for equal attendance. The page of figures counts it by group; it takes a comparison to tell why.",
        needs="D",
    ),
    of_asking(
        "Whoever is helped is asked to do something in turn.",
        "Of those paid who say that they are ready, at least nine in ten are asked to come to the school, or "
        "answered before anybody had to ask.",
    ),
    of_coming_round(
        "Whoever was recognised helps others in turn.", "those first paid here before they had given anything"
    ),
    of_stepping_back("At least half of all hours at the school were agreed without a staff act."),
)
