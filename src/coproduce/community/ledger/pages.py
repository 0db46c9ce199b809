"""The statement: what someone gave and received, line by line, on screen, on paper, and as a table."""

from itertools import chain
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.page import Door, MemberRequest, Place, as_csv, doors, for_another
from coproduce.community.ledger.forms import DaysForm
from coproduce.community.ledger.queries import account_to_read, cord_of, seal_of
from coproduce.community.ledger.undoing.lines import shown_lines
from coproduce.community.ledger.words import WHY_NOT, about
from coproduce.community.people.models import Agent
from coproduce.community.people.queries import agent, myself
from coproduce.core.quantity import HOURS
from coproduce.core.seal import Head

PLACES = (Place(gettext_lazy("Hours"), "statement", "needle", "ledger.read_statement", tap=4),)

DOORS = (
    Door(gettext_lazy("What they gave and received"), "statement_of", "ledger.read_statement", "member"),
    Door(gettext_lazy("How far their hours may go"), "change_limit", "ledger.change_limit", "member", as_query=True),
    Door(gettext_lazy("Where do our hours come from?"), "whole_books", "ledger.read_books", "rules"),
    Door(gettext_lazy("Accounts"), "accounts", "ledger.read_accounts", "books"),
    Door(gettext_lazy("Who is past the hours agreed on"), "past_limits", "ledger.read_past_limits", "books"),
    Door(gettext_lazy("How far hours may go, and since when"), "limit_changes", "ledger.read_limit_changes", "books"),
    Door(gettext_lazy("Closed days"), "closed_days", "ledger.read_closings", "books"),
    Door(gettext_lazy("What is kept back"), "holds", "ledger.read_holds", "books"),
    Door(gettext_lazy("What waits for a second person"), "undoings", "ledger.read_undoings", "books"),
    Door(gettext_lazy("What was put right"), "put_right", "ledger.read_undoings", "books"),
    Door(gettext_lazy("Are the books right?"), "proof", "ledger.read_proof", "books"),
    Door(gettext_lazy("Take the books along"), "journal", "ledger.read_journal", "books"),
    Door(gettext_lazy("Who is past the hours agreed on"), "past_limits", "ledger.read_past_limits", "rules"),
    Door(gettext_lazy("How far hours may go, and since when"), "limit_changes", "ledger.read_limit_changes", "rules"),
    Door(gettext_lazy("Are the books right?"), "proof", "ledger.read_proof", "rules"),
    Door(gettext_lazy("Keep some of their hours back"), "keep_back", "ledger.keep_back", "member", as_query=True),
    Door(gettext_lazy("What is kept back"), "holds", "ledger.read_holds", "rules"),
    Door(gettext_lazy("What waits for a second person"), "undoings", "ledger.read_undoings", "home"),
    Door(gettext_lazy("How things are put right here"), "undoing_rules", "ledger.set_undoing", "settings"),
)

LINES = 25
LINES_ON_PAPER = 200
LINES_IN_A_FILE = 100_000


@for_another
def own(request: MemberRequest) -> HttpResponse:
    """What I gave and received."""
    return _statement(request, myself(request.actor))


def of_member(request: MemberRequest, member: UUID) -> HttpResponse:
    """What a member gave and received, for the desk that reads it out to them."""
    found = agent(request.actor, member)
    if found is None:
        raise Http404
    return _statement(request, found)


def _statement(request: MemberRequest, whose: Agent) -> HttpResponse:
    try:
        account = account_to_read(request.actor, whose, HOURS)
    except PermissionError:
        raise Http404 from None
    before = request.GET.get("before", "")
    since = int(before) if before.isdecimal() and len(before) < 19 else None
    chosen = DaysForm(request.GET)
    days = chosen.days(request.community.time_zone)
    if request.GET.get("as") == "csv":
        found = ledger.statement(account.pk, limit=LINES_IN_A_FILE, before=since, days=days) if account else []
        return _file(request, found, seal_of(account))
    is_paper = request.GET.get("as") == "paper"
    size = LINES_ON_PAPER if is_paper else LINES
    lines, older = shown_lines(account, limit=size, before=since, days=days) if account else ([], None)
    return render(
        request,
        "ledger/statement_on_paper.html" if is_paper else "ledger/statement.html",
        {
            "agent": whose,
            "is_own": whose.pk == request.actor.agent_id,
            "cord": cord_of(account, HOURS),
            "lines": lines,
            "older": older,
            "is_first": not before,
            "chosen": chosen,
            "days": days,
            "shows_balances": request.community.shows_balances,
            "about": list(about(account)),
            "why_not": WHY_NOT.values(),
            "day": clock.today(request.community.time_zone),
            "seal": seal_of(account) if is_paper else None,
            "doors": doors(request, "hours"),
        },
    )


def _file(request: MemberRequest, lines: list[ledger.Line], seal: Head | None) -> HttpResponse:
    heads = [_("day"), _("with"), _("what"), _("words"), _("given, minutes"), _("received, minutes"),
             _("written down on"), _("note")]  # fmt: skip
    zone = ZoneInfo(request.community.time_zone)
    made_up = _("demo") if request.community.is_demo else ""
    foot = [["", "", _("The seal of the books on that day"), str(seal), "", "", "", made_up]] if seal else []
    return as_csv(
        f"{request.community.slug}-hours",
        heads,
        chain(
            (
                [
                    line.effective_on.isoformat(),
                    " · ".join(line.others),
                    line.category,
                    line.words,
                    line.size.minor if line.is_given else 0,
                    0 if line.is_given else line.size.minor,
                    line.recorded_at.astimezone(zone).date().isoformat(),
                    " · ".join(
                        filter(
                            None,
                            (
                                _("put right") if line.is_put_right or line.kind == "reversal" else "",
                                _("gift") if line.kind == "gift" else "",
                                _("brought from before") if line.kind == "opening" else "",
                                made_up,
                            ),
                        )
                    ),
                ]
                for line in lines
            ),
            foot,
        ),
    )
