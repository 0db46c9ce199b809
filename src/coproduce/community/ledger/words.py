"""What members read about their hours: how far they may go, what is kept back, why something is not written down."""

from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from coproduce.community.base.page import in_words
from coproduce.community.base.wire import unit
from coproduce.community.ledger.limits.rules import in_sentences
from coproduce.community.ledger.models import LedgerAccount

#: By the code of a refusal a member can meet: what it means, and what to do.
WHY_NOT = {
    "LIMIT_FLOOR": gettext_lazy(
        "The one who was helped has received as much more than they gave as was agreed on. Ask the desk."
    ),
    "LIMIT_CEILING": gettext_lazy(
        "The one who helped has given as much more than they received as was agreed on. Ask the desk."
    ),
    "ACCOUNT_CLOSED": gettext_lazy("One of the two has left. The desk can still put right what was written before."),
    "SAME_ACCOUNT": gettext_lazy("Help is given to somebody else: nobody helps themselves."),
    "NOT_POSITIVE": gettext_lazy("It was nothing. Say how long it took: one minute or more."),
    "TOO_LARGE": gettext_lazy("It was more than can be written down at once. Look at the number again."),
    "NOT_CONVERTIBLE": gettext_lazy("Hours do not buy goods or money, and are not bought with them."),
    "NOT_TRANSFERABLE": gettext_lazy("This was recognised for whoever earned it, and is not passed on."),
    "PERIOD_CLOSED": gettext_lazy(
        "The books of that day are closed. It is written on a later day, and the words say when it was."
    ),
    "CONFLICTS_WITH_EARLIER": gettext_lazy(
        "The same page was sent before with other words. What was sent first stands; to write down more, begin again."
    ),
    "HOLD_GONE": gettext_lazy(
        "What was kept back for it is not kept any more. The help can be written down all the same; to keep some back "
        "again, ask the desk."
    ),
    "HOLD_TOO_SMALL": gettext_lazy(
        "It took longer than what was kept back for it. The desk lets that go, and the whole is written down by itself."
    ),
    "NOT_WHAT_WAS_HELD": gettext_lazy(
        "What was kept back is for help between two others. It stays for them; this is written down by itself."
    ),
    "ALREADY_REVERSED": gettext_lazy("It was put right before, and once is enough."),
    "TOO_LATE": gettext_lazy("It is too long ago to be put right. What is missing is written down as something new."),
    "NEEDS_SECOND": gettext_lazy("It is so much that two at the desk look at it before it is taken back."),
}


def about(account: LedgerAccount | None) -> Iterator[str]:
    """How far an account may go, and what of it is kept back, in sentences."""
    if account is None:
        return
    counted = unit(account.unit)
    for said, values in in_sentences(account.limit, counted):
        yield in_words(said, values)
    if account.held:
        kept = _("%(time)s is kept back for what you agreed on. It goes over once that is done, or is yours again.")
        yield kept % {"time": counted(account.held)}
