"""What a thread waits for, in words: for whoever reads it, and for the desk."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coproduce.community.exchange.models import Agreement, Commitment


def names(parts: Sequence[Commitment]) -> str:
    """The names of those who take part, as they are read out."""
    return ", ".join(part.agent.name for part in parts)


def is_for(row: Agreement, mine: Commitment | None) -> bool:
    """Whether the thread waits for this person."""
    if mine is None:
        return False
    return (row.state == Agreement.PROPOSED and mine.agreed_at is None) or (
        row.state == Agreement.DONE and mine.confirmed_at is None
    )


def waits_for(row: Agreement, parts: Sequence[Commitment], mine: Commitment | None) -> str:
    """One sentence: how far the thread has come, and whose turn it is."""
    if row.state == Agreement.PROPOSED:
        if is_for(row, mine):
            return _("They wait for you: would you like to?")
        return _("Waiting for %(names)s to say yes.") % {"names": names([p for p in parts if not p.agreed_at])}
    if row.state == Agreement.AGREED:
        return _("Agreed. When it has happened, say how long it took.")
    if row.state == Agreement.DONE:
        if is_for(row, mine):
            return _("They wait for you: are the hours right?")
        silent = names([part for part in parts if not part.confirmed_at])
        if row.stands_on is None:
            return _("Waiting for %(names)s to say whether the hours are right.") % {"names": silent}
        return _("Waiting for %(names)s to say whether the hours are right. Unanswered, they stand on %(day)s.") % {
            "names": silent,
            "day": date_format(row.stands_on),
        }
    return {
        Agreement.DISPUTED: _("You remember it differently. The desk is looking at it."),
        Agreement.RECOGNISED: _("Done, and written down."),
        Agreement.CALLED_OFF: _("Called off. Nothing is owed."),
        Agreement.MISSED: _("It did not happen this time."),
    }[row.state]


def state_in_words(state: str) -> str:
    """How far a thread has come, in one or two words."""
    return {
        Agreement.PROPOSED: _("Asked"),
        Agreement.AGREED: _("Agreed"),
        Agreement.DONE: _("Done, not yet confirmed"),
        Agreement.DISPUTED: _("Remembered differently"),
        Agreement.RECOGNISED: _("Confirmed"),
        Agreement.CALLED_OFF: _("Called off"),
        Agreement.MISSED: _("Did not happen"),
    }[state]
