"""What is claimed of time banks, and what would have to be true: said before anybody counts.

Words in quotation marks are the source's own; the others say in ours what the
essays claim. The lines are our choice, and are the same for every community.
"""

from fractions import Fraction

from coproduce.core.claims import ESSAY, Claim, of_coming_round

CLAIMS = (
    Claim(
        "asked",
        "You will be asked if you could do the same for someone else.",
        ESSAY,
        is_quoted=True,
        would_have_to_be_true="Of those who were helped and say that they are ready, at least nine in ten are asked "
        "back, or answered before anybody had to ask.",
        measure="asked",
        at_least=Fraction(9, 10),
    ),
    Claim(
        "yes",
        "no-one's ever asked me to do that!",
        ESSAY,
        is_quoted=True,
        would_have_to_be_true="It was the asking that was missing: of those who are asked and have answered, at "
        "least half would do something, in this way or another.",
        measure="yes",
    ),
    of_coming_round(
        "Help comes round: most who were helped first help someone in turn.",
        "those first helped before they had given anything",
    ),
    Claim(
        "givers",
        "Being asked makes givers of people who only received.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="More of those who are asked go on to give than would have without being asked. That "
        "takes a comparison with people alike who were not asked; here stands only how many "
        "of those asked have given since.",
        measure="givers",
        needs="D",
    ),
    Claim(
        "facilitate",
        "The desk helps people agree, and then steps back.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="At least half of all exchanges are agreed without a staff act.",
        measure="facilitate",
    ),
    Claim(
        "hour",
        "One hour of service earns one time credit.",
        "E. Cahn, No More Throw-Away People (2000)",
        is_quoted=True,
        would_have_to_be_true="Every entry of the books sums to nothing, so that whoever gave an hour is recognised "
        "with what whoever received it is: 999 entries in 1,000 or more, checked one by one.",
        measure="hour",
        at_least=Fraction(999, 1000),
    ),
    Claim(
        "uncounted",
        "Work is counted here that nobody counted before.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="The same help was given before, and no book held it. Only a look at the time before "
        "could tell; these books begin with the bank, and say how much was counted since.",
        measure="uncounted",
        needs="B",
    ),
    Claim(
        "assets",
        "Old and ill people are an asset, and not a burden.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="People who are old or ill give hours as others do. Nobody's age or health is written "
        "down in a time bank, so that nobody has to tell; it takes a survey in which people "
        "say it of themselves.",
        needs="C",
    ),
)
