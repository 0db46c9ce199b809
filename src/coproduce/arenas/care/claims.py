"""What is claimed of visits by former patients, and what would have to be true: said before anybody counts."""

from fractions import Fraction

from coproduce.core.claims import ESSAY, Claim

CLAIMS = (
    Claim(
        "reached",
        "You are told that someone will visit.",
        ESSAY,
        is_quoted=True,
        would_have_to_be_true="Of those whose card was opened, at least eight in ten are visited within the hours the "
        "site set itself from the day they came home.",
        measure="reached",
        at_least=Fraction(8, 10),
    ),
    Claim(
        "asked",
        "When you are well you will be asked if you could do the same for someone else.",
        ESSAY,
        is_quoted=True,
        would_have_to_be_true="Of those who were visited and say that they are well, at least nine in ten are asked, "
        "or answered before anybody had to ask.",
        measure="asked",
        at_least=Fraction(9, 10),
    ),
    Claim(
        "needed",
        "A visit is what they needed.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="At least half of those who say anything in the last talk say that it was.",
        measure="needed",
    ),
    Claim(
        "readmitted",
        "Fewer of those who are visited are in hospital again.",
        "New Economics Foundation (2008), of the Lehigh programme, which published no comparison",
        is_quoted=False,
        would_have_to_be_true="Of those a visit was offered to by lot, fewer are admitted within thirty days than of "
        "the others. It takes hundreds in each; nothing that is written down here can tell.",
        needs="F",
    ),
    Claim(
        "second",
        "What first visitors do, those who come after them do as well.",
        "The hope of every chain; the one trial that followed it found no gain in the second step",
        is_quoted=False,
        would_have_to_be_true="Of those visited by somebody who had been visited, as many say that it was what they "
        "needed as of the first, by lot. Here stands the share of the second step alone.",
        measure="second",
        needs="F",
    ),
)
