"""A question, and what came of it, in the words of whoever reads or writes them down."""

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from coproduce.community.decisions.models import Proposal, Voice
from coproduce.community.decisions.rules import LONGEST_OPTION, LONGEST_WHO, YES_OR_NO
from coproduce.core.decide import Outcome
from coproduce.core.quantity import unit_of_money
from coproduce.core.seal import in_groups

WAY_WORDS = {
    "consent": gettext_lazy("Consent: it is agreed when nobody objects with a reason"),
    "approval": gettext_lazy("Approval: say yes to as many as you like, and most yeses win"),
    "score": gettext_lazy("Points: give each answer points, and most points win"),
    "budget": gettext_lazy("A budget: choose projects, and each of you holds an equal part of the money"),
}

HOW_COUNTED = {
    "consent": gettext_lazy(
        "An objection with a reason opens a new round with a changed text. While one stands, nothing is decided."
    ),
    "approval": gettext_lazy(
        "Whatever gets most yeses is decided. Of two with as many, the one that stands first in the list."
    ),
    "score": gettext_lazy(
        "Whatever gets most points is decided. Of two with as many, the one that stands first in the list."
    ),
    "budget": gettext_lazy(
        "The Method of Equal Shares with Add1: a project is paid by those who chose it, each out of their own equal "
        "part. Of two alike, the one that more chose, then the one that stands first in the list."
    ),
}

WHY_NOT = {
    "nobody": gettext_lazy("Nobody took part, so nothing is decided."),
    "quorum": gettext_lazy("Too few took part, so nothing is decided."),
    "objection": gettext_lazy("Somebody objects, so nothing is decided."),
    "vote": gettext_lazy("Somebody still objects after the last round, so it is put to a vote."),
    "nothing": gettext_lazy("Nobody chose anything, so nothing is decided."),
}

ANSWER_WORDS = {
    Voice.CONSENT: gettext_lazy("I agree to it"),
    Voice.ASIDE: gettext_lazy("I stand aside: I do not agree, and do not stop it"),
    Voice.OBJECT: gettext_lazy("I object, and say why"),
}

#: What somebody did in a round, said of another and of oneself.
MINE_WORDS = {
    Voice.CONSENT: gettext_lazy("agree"),
    Voice.ASIDE: gettext_lazy("stand aside"),
    Voice.OBJECT: gettext_lazy("object"),
}

SAID_WORDS = {
    Voice.CONSENT: gettext_lazy("agrees"),
    Voice.ASIDE: gettext_lazy("stands aside"),
    Voice.OBJECT: gettext_lazy("objects"),
}


def result_in_words(row: Proposal, counted: Outcome) -> str:
    """What was decided, in the letters a decision has room for."""
    if row.way == "consent":
        return "yes"
    if row.way == "budget" and counted.shares is not None:
        unit = unit_of_money(row.unit)
        money = unit(int(counted.shares.cost * unit.minor_per_major))
        number = len(counted.chosen)
        said = ngettext("%(number)s project for %(money)s", "%(number)s projects for %(money)s", number)
        long = said % {"number": number, "money": money} + ": " + ", ".join(counted.chosen)
        return long if len(long) <= LONGEST_OPTION else said % {"number": number, "money": money}
    return next(str(one["name"]) for one in row.options if one["id"] == counted.chosen[0])


def answers(row: Proposal, result: str) -> tuple[str, ...]:
    """What could be answered, as a decision has it."""
    if row.way == "consent":
        return YES_OR_NO
    if row.way == "budget":
        return (result, _("nothing"))
    return tuple(str(one["name"]) for one in row.options)


def who_decided(row: Proposal, counted: Outcome) -> str:
    """How many took part of how many, and how it was decided."""
    said = {"number": counted.ballots, "of": row.voters, "from": row.opens_on, "until": row.closes_on}
    words = _("%(number)s of %(of)s who may vote, from %(from)s to %(until)s") % said
    return words[:LONGEST_WHO]


def minutes_of(seal: str) -> str:
    """Where the minutes are, so that nobody changes them: in the file of this seal, in groups to be read aloud."""
    return _("Result file, SHA-256 %(seal)s") % {"seal": in_groups(seal)}
