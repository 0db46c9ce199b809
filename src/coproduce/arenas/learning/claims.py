"""What is claimed of learning from each other, and what would have to be true: said before anybody counts.

Words in quotation marks are the source's own; the others say in ours what the essays claim. The lines are our choice,
and are the same for every community.
"""

from coproduce.core.claims import ESSAY, Claim, of_asking, of_coming_round, of_stepping_back

CLAIMS = (
    of_asking(
        "Whoever has come through is asked to help somebody else do the same.",
        "Of learners who say that they are ready, at least nine in ten are asked whether they would show it to "
        "somebody, or answered before anybody had to ask.",
    ),
    Claim(
        "both",
        "Whoever shows something learns from it: the teacher needs her pupils.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="At least half of those who showed something say that it was quite or very useful.",
        measure="both",
    ),
    Claim(
        "needed",
        "Being needed is what does one good.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="Whoever showed or learned says of most weeks that someone needed them, and more often "
        "than people alike who did neither. That takes a comparison; here stands only how often they say so.",
        measure="needed",
        needs="D",
    ),
    Claim(
        "alone",
        "Patients can do what professionals could not: patients learn from patients.",
        ESSAY,
        is_quoted=False,
        would_have_to_be_true="More of those who learn from somebody who has been through it come to do it alone than "
        "of those whom a professional alone shows, chosen by lot. Here stands how many say that they can.",
        measure="alone",
        needs="F",
    ),
    of_coming_round("Who learned shows others in turn."),
    Claim(
        "second",
        "What the first pairs do, those who came of them do as well.",
        "The hope of every chain; in the one trial that followed it, the second round helped less (JAMA Network Open, "
        "2770539)",
        is_quoted=False,
        would_have_to_be_true="Of those who learned from somebody who had learned here, as many come to do it alone as "
        "of the first. Here stands the share of those alone.",
        measure="second",
        needs="D",
    ),
    Claim(
        "maintain",
        "Others like oneself help most with keeping up what was learned.",
        "Leahey, on keeping up weight",
        is_quoted=False,
        would_have_to_be_true="Those who keep it up with somebody like them stand higher on their own scale a year "
        "later than those who keep it up with a professional. It takes a comparison over a year.",
        needs="F",
    ),
    of_stepping_back("At least half of all sessions that count were agreed without a staff act."),
)
