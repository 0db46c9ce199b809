"""What the essays claim of the economy, as hypotheses the model can be asked, and what it answers.

A model shows what follows from its numbers, never that it is so: whatever comes out, of the world it *cannot tell*.
Each hypothesis was written with its line, its comparison and what would refute it before it was run, and is run under
settings that disagree: numbers near the evidence, and numbers of somebody who believes in none of it.
"""

from coproduce.economy.claims.asking import Answer, Gains, Hypothesis, Size, answer
from coproduce.economy.claims.pages import PAGES
from coproduce.economy.comparing import LEAST_DRAWS, StudyError

__all__ = ["PAGES", "Answer", "Gains", "Hypothesis", "Size", "answer", "asked"]


def asked(page: str, size: Size) -> list[tuple[Hypothesis, Gains, Answer]]:
    """Every hypothesis of a page, put to the model. StudyError for a page nobody wrote, or below thirty draws."""
    if page not in PAGES:
        raise StudyError(f"Nothing is claimed of {page}. There is: {', '.join(PAGES)}.")
    if size.draws < LEAST_DRAWS:
        raise StudyError(f"{size.draws} draws do not carry a sentence; ask for {LEAST_DRAWS} or more.")
    found = []
    for one in PAGES[page][1]:
        gains = one.asked(size)
        found.append((one, gains, answer(gains)))
    return found
