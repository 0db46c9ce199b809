"""What is claimed of a market among neighbours, and what would have to be true: said before anybody counts.

The words say in ours what the essays claim. The lines are our choice, and are the same for every community.
"""

from fractions import Fraction

from coproduce.core.claims import ESSAY, Claim, of_asking, of_coming_round, of_stepping_back

CLAIMS = (
    Claim(
        "relationships",
        "A local marketplace thrives on relationships.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Of pairs of a member and a stall, more trade for the first time within half a year "
        "where help had passed between the two before it, than where none had; and the interval of the difference "
        "lies above nothing. People who help a lot may also buy a lot: to rule that out takes more than a crude one.",
        measure="first_trade",
        at_least=Fraction(0),
        needs="D",
    ),
    Claim(
        "transform",
        "Mutual forms can change local economies as the retail co-operatives did.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Places with such markets keep more of their money and work than places alike without, "
        "over years. That takes a comparison of places.",
        needs="E",
    ),
    Claim(
        "nearby",
        "What is spent at the market goes round nearby.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="A pound that comes in is worth at least one pound sixty nearby (LM3 in three rounds, "
        "from the books and a short survey).",
        measure="nearby",
        at_least=Fraction(8, 5),
    ),
    Claim(
        "heard",
        "Who cannot agree is heard by somebody else.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="At least nine in ten purchases with which something was said to be wrong were settled "
        "by somebody who is named.",
        measure="heard",
        at_least=Fraction(9, 10),
    ),
    of_asking("Whoever buys is asked to stand a shift, and whoever sells to teach a newcomer."),
    of_coming_round(
        "Whoever bought or sold at the market helps others in turn.",
        "those who first traded here before they had given anything",
    ),
    of_stepping_back("At least half of all purchases at stalls were agreed without the desk."),
)
