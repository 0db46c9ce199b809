"""What every page of figures says alike: the ring's three shares, and a table of counts and shares to save."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Protocol, TypeVar

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.exchange.figures import in_per_cent
from coproduce.community.exchange.ring import Rate, ReturnRate

Found = TypeVar("Found")


class Ring(Protocol):
    """Figures that say whether it goes round; None is too few to be shown."""

    @property
    def return_rate(self) -> ReturnRate | None: ...
    @property
    def asked(self) -> Rate | None: ...
    @property
    def without_staff(self) -> Rate | None: ...


def today(request: MemberRequest, figures: Callable[[Actor, date], Found | None]) -> Found:
    """The figures up to today; not there for whoever may not read them."""
    found = figures(request.actor, clock.today(request.community.time_zone))
    if found is None:
        raise Http404
    return found


def ring(found: Ring) -> dict[str, Any]:
    """R, the asked-rate and what was agreed without the desk, as a page shows them."""
    return {
        "ring": in_per_cent(found.return_rate),
        "asked": in_per_cent(found.asked),
        "unaided": in_per_cent(found.without_staff),
    }


def saved(
    request: MemberRequest,
    name: str,
    counts: Iterable[tuple[str, str, int | None]],
    shares: Iterable[tuple[str, Rate | None]],
) -> HttpResponse:
    """A table of counts, each of what, which and how many, and of shares; None is not shown, and a demo says so."""
    made_up, hidden = _("demo") if request.community.is_demo else "", _("not shown")
    rows: list[list[Any]] = [
        [of, which, hidden if number is None else number, "", made_up] for of, which, number in counts
    ]
    rows += [
        [_("shares"), which, rate.k if rate else hidden, rate.n if rate else hidden, made_up] for which, rate in shares
    ]
    heads = [_("of"), _("which"), _("number"), _("of how many"), _("note")]
    return as_csv(f"{request.community.slug}-{name}-figures", heads, rows)
