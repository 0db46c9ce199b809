"""Figures, designs and plans in the words of whoever reads them."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from coproduce.community.evidence.rules import Power
from coproduce.community.exchange.forms import IN_THE_WAY_SAID
from coproduce.core.stats.figure import NOT_SAID, Figure

#: What each letter is called on a page, and what is printed with it.
DESIGN_WORDS: Mapping[str, tuple[Promise, Promise]] = {
    "A": (gettext_lazy("a count"), gettext_lazy("It says what was done, not what it did.")),
    "B": (gettext_lazy("before and after"), gettext_lazy("It may be no more than things going back to usual.")),
    "C": (gettext_lazy("compared, not adjusted"), gettext_lazy("The two groups may differ in other ways.")),
    "D": (gettext_lazy("compared, adjusted"),
          gettext_lazy("Made alike in what is known beforehand, and only in that.")),
    "E": (gettext_lazy("beside a place that had not begun"),
          gettext_lazy("It holds only where both would have gone alike.")),
    "F": (gettext_lazy("chosen by lot"), gettext_lazy("What was offered is all in which the groups differ.")),
}  # fmt: skip

ANALYSIS_WORDS: Mapping[str, Promise] = {
    "lot": gettext_lazy("By lot: a coin decides who is offered"),
    "wedge": gettext_lazy("Ward by ward: each begins in its turn, in an order drawn by lot"),
    "beside": gettext_lazy("Before and after, beside a place where nothing began"),
    "weighed": gettext_lazy("Offered and not offered, made alike in what is known beforehand"),
    "curves": gettext_lazy("Offered and not offered, over time, where some are lost sight of"),
    "compared": gettext_lazy("Offered and not offered, as they are"),
}

COVARIATE_WORDS: Mapping[str, Promise] = {
    "age": gettext_lazy("age"),
    "sex": gettext_lazy("woman or man"),
    "lives_alone": gettext_lazy("lives alone"),
    "admissions": gettext_lazy("times in hospital in the year before"),
    "stay_days": gettext_lazy("days in hospital"),
    "ward": gettext_lazy("ward"),
    "month": gettext_lazy("month"),
}

GROUP_WORDS: Mapping[str, Promise] = {
    "offered": gettext_lazy("Offered"),
    "not offered": gettext_lazy("Not offered"),
    "begun": gettext_lazy("Ward had begun"),
    "not yet begun": gettext_lazy("Ward had not begun yet"),
    "there, after": gettext_lazy("There, after"),
    "there, before": gettext_lazy("There, before"),
    "elsewhere, after": gettext_lazy("Elsewhere, after"),
    "elsewhere, before": gettext_lazy("Elsewhere, before"),
}

CHANNEL_WORDS: Mapping[str, Promise] = {
    "paper": gettext_lazy("on a sheet"),
    "phone": gettext_lazy("by telephone, or aloud"),
    "page": gettext_lazy("on a page"),
    "report": gettext_lazy("shown in reports"),
}

STANDING_WORDS: Mapping[str, Promise] = {
    "can": gettext_lazy("Can"),
    "with help": gettext_lazy("Can with help"),
    "cannot": gettext_lazy("Cannot, and want to"),
    "does not want": gettext_lazy("Do not want to"),
}

#: What is asked of each group, and how it is counted.
FAIR_WORDS: Mapping[str, tuple[Promise, Promise]] = {
    "took part": (gettext_lazy("Who takes part"), gettext_lazy("Of members, who helped somebody or was helped.")),
    "waited": (gettext_lazy("Who is helped in time"),
               gettext_lazy("Of those who said what would help, whose first need was met within %(days)s days.")),
    "declined": (gettext_lazy("Who says no"), gettext_lazy("Of those who answered when asked back, who said no.")),
    "in the way": (gettext_lazy("What stands in the way"),
                   gettext_lazy("Of those who said no, who named getting there, the hour, or not being sure they "
                                "could: that is ours to change.")),
    "carried": (gettext_lazy("Who carries much"),
                gettext_lazy("Of those who gave, who gave more than %(hours)s hours a week all year.")),
}  # fmt: skip

#: What stood in the way of who said no.
IN_THE_WAY_WORDS: Mapping[str, Promise] = {**IN_THE_WAY_SAID, NOT_SAID: gettext_lazy("Not said")}

BY_WORDS: Mapping[str, Promise] = {
    "sex": gettext_lazy("By sex"),
    "age": gettext_lazy("By age"),
    "disability": gettext_lazy("With a disability"),
    "language": gettext_lazy("By language"),
    "area": gettext_lazy("By part of town"),
    "deprivation": gettext_lazy("By how deprived the part of town is"),
}

#: What each feature of co-production is called, and what is counted of it.
FEATURE_WORDS: Mapping[str, tuple[Promise, Promise]] = {
    "assets": (gettext_lazy("People as assets"), gettext_lazy("Of those helped here, who helped somebody too.")),
    "capacities": (gettext_lazy("New things taken up"),
                   gettext_lazy("Of those who gave here, who took up another kind of help than they began with; "
                                "where steps are kept, of those who learn, who gained one in the year.")),
    "mutuality": (gettext_lazy("Both ways"), gettext_lazy("Of all ties from giver to receiver, those with one back.")),
    "networks": (gettext_lazy("Nets of people"),
                 gettext_lazy("Of those who took part, who are in a group where everybody is tied to two.")),
    "roles": (gettext_lazy("Made and used"), gettext_lazy("Of those who took part, who gave and received here.")),
    "facilitation": (gettext_lazy("Without the desk"), gettext_lazy("Of all exchanges, those agreed without staff.")),
}  # fmt: skip

STAGE_WORDS: Mapping[str, Promise] = {
    "commissioned": gettext_lazy("Decided what is done"),
    "designed": gettext_lazy("Proposed or arranged something"),
    "delivered": gettext_lazy("Helped somebody"),
    "assessed": gettext_lazy("Said how it was"),
}

MOVED_WORDS: Mapping[str, Promise] = {
    "amber": gettext_lazy("Paid hours fell while unpaid hours rose: work may have moved from staff to members."),
    "none": gettext_lazy("Unpaid hours did not rise while paid hours fell."),
    "cannot tell": gettext_lazy("Too little is written down to tell whether work moved."),
}

STEP_WORDS: Mapping[str, Promise] = {
    "served": gettext_lazy("Were helped before they had given"),
    "asked": gettext_lazy("Of those, were asked back or answered first"),
    "gave": gettext_lazy("Of those, have helped somebody"),
    "gave unasked": gettext_lazy("Helped somebody without having been asked"),
}

BALANCE_WORDS: Mapping[str, Promise] = {
    "only received": gettext_lazy("Only received"),
    "mostly received": gettext_lazy("Mostly received"),
    "about even": gettext_lazy("About as much of each"),
    "mostly gave": gettext_lazy("Mostly gave"),
    "only gave": gettext_lazy("Only gave"),
}

FUNNEL_WORDS: Mapping[str, Promise] = {
    "members": gettext_lazy("Members"),
    "took part": gettext_lazy("Took part in the year"),
    "were helped": gettext_lazy("Were helped"),
    "were asked, or answered first": gettext_lazy("Were asked back, or answered first"),
    "have helped somebody": gettext_lazy("Have helped somebody"),
}

DO_WORDS: Mapping[str, Promise] = {
    "continue": gettext_lazy("Go on"),
    "stop": gettext_lazy("Stop"),
    "wait": gettext_lazy("Wait"),
}


def in_100(share: float) -> str:
    """A share as people say it: of a hundred, with one place.

    >>> in_100(0.0829)
    '8.3'
    """
    return f"{100 * share:.1f}"


def signed(share: float) -> str:
    """A difference of a hundred with its sign, and a minus that is one."""
    return f"{'−' if share < 0 else '+' if share > 0 else ''}{abs(100 * share):.1f}"


def headline(figure: Figure) -> str:
    """What a difference is called: as large for harm and for nothing as for gain; no praise below D."""
    if figure.reading == "cannot tell" or figure.estimate is None:
        return _("We cannot tell")
    size = {"size": f"{abs(100 * figure.estimate):.1f}"}
    if figure.reading == "fewer":
        return _("%(size)s fewer in 100") % size
    return _("%(size)s more in 100") % size


def could_be(figure: Figure) -> str:
    """Between what it lies, in words."""
    if figure.low is None or figure.high is None:
        return ""
    if not figure.is_difference:
        return _("could be %(low)s to %(high)s in 100") % {"low": in_100(figure.low), "high": in_100(figure.high)}
    return _("between %(low)s and %(high)s") % {"low": _side(figure.low), "high": _side(figure.high)}


def _side(share: float) -> str:
    size = {"size": f"{abs(100 * share):.1f}"}
    return _("%(size)s fewer") % size if share < 0 else _("%(size)s more") % size


def caution(figure: Figure) -> str:
    """What stands beside a difference that its design cannot put down to anything."""
    if figure.reading == "cannot tell":
        return _("No difference at all is still inside that range.") if figure.estimate is not None else ""
    if not figure.may_be_said_to_follow:
        return _("This design cannot tell why: it may have other reasons.")
    return ""


def missing_words(figure: Figure) -> str:
    """How many are missing and their share."""
    if figure.missing is None or figure.missing_share is None:
        return _("1 to 7 (*)")
    if not figure.missing:
        return _("none")
    return f"{figure.missing} ({100 * figure.missing_share:.1f}%)"


def shown(figure: Figure, name: str = "") -> dict[str, Any]:
    """A figure as every page and table here prints it: one way for all of them."""
    called, warns = DESIGN_WORDS[figure.design]
    return {
        "figure": figure,
        "name": GROUP_WORDS.get(name, name),
        "letter": figure.design,
        "design": called,
        "warns": warns,
        "headline": headline(figure) if figure.is_difference else _share(figure),
        "could_be": could_be(figure),
        "caution": caution(figure) if figure.is_difference else "",
        "missing": missing_words(figure),
        "n": "*" if figure.n is None else figure.n,
        "k": "*" if figure.k is None and figure.n != 0 else (figure.k or 0),
        "estimate": _number(figure),
        "interval": _ends(figure),
    }


def _share(figure: Figure) -> str:
    if figure.estimate is None:
        return _("no data") if figure.n == 0 else _("too few to show")
    return _("%(share)s in 100") % {"share": f"{100 * figure.estimate:.0f}"}


def _number(figure: Figure) -> str:
    if figure.estimate is None:
        return "–"
    return signed(figure.estimate) if figure.is_difference else in_100(figure.estimate)


def _ends(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return "–"
    if figure.is_difference:
        return _("%(low)s to %(high)s") % {"low": signed(figure.low), "high": signed(figure.high)}
    return f"{in_100(figure.low)}–{in_100(figure.high)}"


def years(number: float) -> str:
    """Years as people say them: months where it is less than one.

    >>> years(10.16)
    '10 years'
    """
    if number < 1:
        months = max(1, round(12 * number))
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    whole = round(number) if number >= 3 else round(number, 1)
    return ngettext("%(n)s year", "%(n)s years", 1 if whole == 1 else 2) % {"n": f"{whole:g}"}


def alone_and_together(found: Power) -> str:
    """The sentence that goes with every plan."""
    said = {"each": found.each, "alone": years(found.years_alone), "together": years(found.years_with_nine_more)}
    return (
        _("It takes %(each)s people on each side: alone about %(alone)s; with nine more sites about %(together)s.")
        % said
    )
