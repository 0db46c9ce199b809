"""Years: all of them; and one: what it comes to, what it would come to otherwise, closed, shared out, put right."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coproduce.arenas.market.actions.shares import give_back_shares, take_shares
from coproduce.arenas.market.actions.years import allocate_year, close_year, correct_year, open_year
from coproduce.arenas.market.forms import BackForm, CloseForm, CorrectForm, ShareOutForm, SharesForm, YearForm
from coproduce.arenas.market.models import Year
from coproduce.arenas.market.pages.words import YEARS
from coproduce.arenas.market.queries import books, years
from coproduce.arenas.market.queries.here import Here, here_in
from coproduce.arenas.market.queries.years import Outlook
from coproduce.arenas.market.rules import RULE_SETS, Allocation, MarketError, per_pound
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv
from coproduce.community.decisions.queries import that_stand
from coproduce.community.people.doing import Button, people, shown
from coproduce.core.quantity import QuantityError

#: The latest decisions can be chosen from.
MOST_TO_CITE = 50
MOST_PARTS = 200


@never_cache
def page(request: MemberRequest) -> HttpResponse:
    """Every year, the latest first; the next one is opened here, and shares are paid in and back."""
    actor = request.actor
    if not policy.may(actor, "market.read_years"):
        raise Http404
    place, rows = here_in(request.community), list(years.years(actor))
    today, buttons = place.today, dict[str, Button]()
    if policy.may(actor, "market.open_year"):
        first = rows[0].until_on if rows else None
        from_on = today.replace(month=1, day=1) if first is None else first.fromordinal(first.toordinal() + 1)
        start = {"from_on": from_on, "until_on": last_day_of(from_on)}
        buttons["open"] = Button(YearForm, open_year, {}, start)
        buttons["shares"] = Button(SharesForm, take_shares, {}, {"paid_on": today})
        buttons["back"] = Button(BackForm, give_back_shares, {}, {"paid_on": today})
    said = {
        "rows": [{"row": row, "state": YEARS[row.state]} for row in rows],
        "share": place.money(place.rules.share_minor),
        "most": place.money(place.rules.most_shares_minor),
        "rule_set": place.rule_set,
    }
    who = people(request) if buttons else []
    return shown(request, "market/years.html", buttons, said, {"who": who})


@never_cache
def one(request: MemberRequest, year: UUID) -> HttpResponse:
    """One year. `?surplus=` and `?rules=` say what it would come to otherwise: nothing of that is kept."""
    actor, row = request.actor, years.year_of(request.actor, year)
    if row is None:
        raise Http404
    place = here_in(request.community)
    asked, fault = _asked(request, place)
    try:
        found = years.outlook(actor, place, row, asked, request.GET.get("rules", ""))
    except MarketError as wrong:
        found, fault = years.outlook(actor, place, row), str(wrong)
    is_file = request.GET.get("as") == "csv"
    sees_parts = years.read_parts(actor, found, "file" if is_file else "page")
    if is_file:
        if not sees_parts:
            raise Http404
        return _file(request, place, found)
    buttons = _buttons(request, row, found, place)
    allocation = found.allocation
    each = per_pound(allocation, found.frozen.trade)
    said: dict[str, Any] = {
        "year": row,
        "state": YEARS[row.state],
        "is_known": row.state != Year.OPEN or asked is not None,
        "is_what_if": asked is not None or bool(request.GET.get("rules")),
        "fault": fault,
        "surplus": place.money(allocation.surplus_minor),
        "surplus_typed": request.GET.get("surplus", ""),
        "rules_chosen": request.GET.get("rules", ""),
        "is_loss": allocation.surplus_minor < 0,
        "facts": _facts(place, allocation),
        "members": len(allocation.dividend),
        "traded": place.money(sum(found.frozen.trade.values())),
        "each": "" if each is None else f"{float(each * 100):.2f}",
        "rule_set": _rules_called(row.rule_set or place.rule_set),
        "parts": _parts(place, found)[:MOST_PARTS] if sees_parts else (),
        "sees_parts": sees_parts,
        "pays_on_shares": any(allocation.interest.values()),
        "is_more": len(found.frozen.trade) > MOST_PARTS,
        "rounds": len(row.rounds),
        "is_behind": found.is_behind,
        "sets": [{"slug": one.slug, "name": _(one.name)} for one in RULE_SETS] if sees_parts else (),
        "may_ask": policy.may(actor, "decisions.propose"),
        "may_record": policy.may(actor, "decisions.record"),
        "is_due": place.today >= row.until_on,
    }
    decisions = that_stand(actor).filter(decided_on__gte=row.until_on)[:MOST_TO_CITE] if "share" in buttons else ()
    cite = [(one.public_id, f"{one.question} {one.result}") for one in decisions if one.result != "no"]
    return shown(request, "market/year.html", buttons, said, {"decision": cite})


def last_day_of(from_on: date) -> date:
    """The last day of a year that begins on a day.

    >>> print(last_day_of(date(2027, 1, 1)), last_day_of(date(2026, 9, 26)), last_day_of(date(2028, 2, 29)))
    2027-12-31 2027-09-25 2029-02-27
    """
    days = min(from_on.day, 28) if from_on.month == 2 else from_on.day
    return date(from_on.year + 1, from_on.month, days) - timedelta(days=1)


def _rules_called(said: str) -> str:
    """A set of rules as it is called, by its slug and version."""
    return next((_(one.name) for one in RULE_SETS if f"{one.slug} {one.version}" == said), said)


def _buttons(request: MemberRequest, row: Year, found: Outlook, place: Here) -> dict[str, Button]:
    known, may = {"year": row.public_id}, policy.may(request.actor, "market.close_year")
    if may and row.state == Year.OPEN and place.today >= row.until_on:
        return {"close": Button(CloseForm, close_year, known, {"surplus": request.GET.get("surplus", "")})}
    if may and row.state == Year.CLOSED:
        return {"share": Button(ShareOutForm, allocate_year, known, {})}
    return {"right": Button(CorrectForm, correct_year, known, {})} if may and found.is_behind else {}


def _asked(request: MemberRequest, place: Here) -> tuple[int | None, str]:
    """The surplus it is asked of, and what is wrong with how that is written."""
    said = request.GET.get("surplus", "").strip()[:40]
    if not said:
        return None, ""
    try:
        return place.money.parse(said).minor, ""
    except QuantityError as fault:
        return None, str(fault)


def _facts(place: Here, found: Allocation) -> list[dict[str, Any]]:
    """Where all of it goes, each with its amount, those with nothing left out."""
    rows = (
        (_("Kept in reserve"), found.reserve_minor),
        (_("For learning"), found.education_minor),
        (_("For the neighbourhood"), found.social_minor + sum(found.given.values())),
        (_("For members’ shares"), sum(found.interest.values())),
        (_("To members, to be paid"), sum(found.cash.values())),
        (_("Kept for members"), sum(found.retained.values())),
        (_("Out of the reserve"), found.drawn_minor),
        (_("Out of what is kept for members"), sum(found.borne.values())),
        (_("Carried into the next year"), found.carried_minor),
    )
    return [{"what": what, "amount": place.money(minor)} for what, minor in rows if minor]


def _parts(place: Here, found: Outlook) -> list[dict[str, Any]]:
    """Each member's part, by name."""
    whole, money = found.allocation, place.money
    everybody = {*found.frozen.trade, *whole.interest}
    called = books.names(place.community.pk, everybody)
    rows = [
        {
            "name": called[who], "traded": money(found.frozen.trade.get(who, 0)),
            "shares": money(whole.interest.get(who, 0)),
            "dividend": money(whole.dividend.get(who, 0) - whole.borne.get(who, 0)),
            "cash": money(whole.cash.get(who, 0) + whole.interest.get(who, 0)),
            "kept": money(whole.retained.get(who, 0)), "given": money(whole.given.get(who, 0)),
        }
        for who in everybody
    ]  # fmt: skip
    return sorted(rows, key=lambda row: str(row["name"]))


def _file(request: MemberRequest, place: Here, found: Outlook) -> HttpResponse:
    made_up = _("demo") if request.community.is_demo else ""
    heads = [
        _("member"),
        _("traded"),
        _("for shares"),
        _("dividend"),
        _("to be paid"),
        _("kept"),
        _("given"),
        _("note"),
    ]
    rows = ([*row.values(), made_up] for row in _parts(place, found))
    return as_csv(f"{request.community.slug}-year-{found.row.until_on:%Y-%m-%d}", heads, rows)
