"""What is claimed of making merry, and what would have to be true: said before anybody counts.

The words say in ours what the essays claim. The lines are our choice, and are the same for every community.
"""

from coproduce.core.claims import ESSAY, Claim, of_asking, of_coming_round, of_stepping_back

CLAIMS = (
    Claim(
        "organised",
        "Festivals are organised by those who come, and not put on for them.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="At least half of all festivals and challenges are thought of by members who are not at "
        "the desk.",
        measure="organised",
    ),
    Claim(
        "mended",
        "Play can turn from buying to making and mending.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="At least half of what is brought to be mended is fixed.",
        measure="mended",
    ),
    Claim(
        "together",
        "Being together, and not rank or reward, is what makes people come again.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="People who share a goal come again more often than people alike who were ranked. That "
        "takes both, and the ranking is one we do not build.",
        needs="C",
    ),
    of_asking("Who came, or had something mended or lent, is asked to do the same for others."),
    of_coming_round(
        "Whoever took part helps somebody in turn.",
        "those first asked about a day here, before they had helped anybody",
    ),
    of_stepping_back("At least half of all thanks in the books were for something agreed without a staff act."),
)
