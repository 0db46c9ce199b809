"""What may be asked of a plan's rows: what the plan says, and nothing else."""

from dataclasses import dataclass
from datetime import date

from coproduce.community.evidence.rules.sheet import Sheet
from coproduce.core.refusal import Refusal
from coproduce.core.stats import Suppression

#: What may be compared, and what is often wanted instead.
OFFER, VISITED = "offer", "visited"


@dataclass(frozen=True, slots=True)
class Asked:
    """How somebody wants the rows looked at; what is None is as the plan says."""

    compare: str = OFFER
    covariates: tuple[str, ...] | None = None
    follow_up_days: int | None = None
    from_on: date | None = None
    until_on: date | None = None
    largest_hidden: int = Suppression().largest_hidden


def forbidden(sheet: Sheet, asked: Asked, today: date) -> Refusal | None:
    """None where this is what the plan says, else why it is not done.

    >>> day = date(2026, 1, 1)
    >>> sheet = Sheet("?", "all", "a visit", "none", "leaving", "back", 30, "lot", day, day, 15, 12)
    >>> forbidden(sheet, Asked("visited"), date(2026, 6, 1)).code
    'IMMORTAL_TIME'
    >>> forbidden(sheet, Asked(follow_up_days=60), date(2026, 6, 1)).code
    'MOVED_WINDOW'
    >>> forbidden(sheet, Asked(), date(2026, 1, 15)).code
    'TOO_EARLY'
    """
    if asked.compare != OFFER:
        return Refusal(
            "IMMORTAL_TIME",
            "Those visited are not held against those who were not: who goes back before the visit cannot be visited, "
            "and who cannot be reached is worse off from the start. Compare who was offered.",
            "compare",
        )
    if asked.covariates is not None and set(asked.covariates) != set(sheet.covariates):
        return Refusal(
            "NOT_IN_PLAN",
            "The plan says what is held equal, and it was known before time zero. Anything else may be the offer’s own "
            "doing, or chosen for its answer. Write another plan.",
            "covariates",
        )
    moved = {"follow_up_days": sheet.follow_up_days, "from_on": sheet.from_on, "until_on": sheet.until_on}
    for name, planned in moved.items():
        if getattr(asked, name) not in (None, planned):
            return Refusal(
                "MOVED_WINDOW",
                "The plan says %(planned)s. A window that is moved once there is something to see finds what it looks "
                "for. Write another plan, for people who come later.",
                name,
                {"planned": str(planned)},
            )
    if asked.largest_hidden < Suppression().largest_hidden:
        return Refusal(
            "TOO_FEW_TO_SHOW", "Numbers of people from 1 to 7 stay hidden: they tell about people.", "largest_hidden"
        )
    if today < sheet.looked_at_from:
        return Refusal(
            "TOO_EARLY",
            "The plan is looked at from %(day)s on, when everybody has been followed to the end. To look before is to "
            "look twice, and whoever looks often enough sees something.",
            "plan",
            {"day": sheet.looked_at_from.isoformat()},
        )
    return None
