"""One's own shares and dividends: a statement that prints, and what shall become of the next dividend."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coproduce.arenas.market.actions.terms import choose_dividend
from coproduce.arenas.market.forms import ChoiceForm
from coproduce.arenas.market.pages.words import choice_in_words, shown_line
from coproduce.arenas.market.queries.books import lines_of, stand_of
from coproduce.arenas.market.queries.here import here_in, trader
from coproduce.community.base import policy
from coproduce.community.base.page import MemberRequest, as_csv, for_another, page_of
from coproduce.community.people.doing import Button, shown
from coproduce.community.people.models import Agent


@never_cache
@for_another
def page(request: MemberRequest) -> HttpResponse:
    """What one has in shares, what is due, what is kept and what one gave, line by line."""
    actor = request.actor
    if not policy.may(actor, "market.read_books", "own") or actor.agent_id is None:
        raise Http404
    place = here_in(request.community)
    stand, lines = stand_of(actor.agent_id), lines_of(actor.agent_id)
    if request.GET.get("as") == "csv":
        made_up = _("demo") if request.community.is_demo else ""
        heads = [_("day"), _("what"), _("year to"), _("amount"), _("note")]
        table = ((line.on, shown_line(line, place.money)["what"], line.year.until_on if line.year else "",
                  place.money(line.minor), made_up) for line in lines)  # fmt: skip
        return as_csv(f"{request.community.slug}-my-shares-and-dividends", heads, table)
    me = trader(Agent.objects.get(pk=actor.agent_id))
    choice = me.choice or place.rules.unsaid
    listed = page_of(lines, request)
    said = {
        "stand": stand,
        "shares": place.money(stand.shares_minor),
        "due": place.money(stand.due_minor),
        "kept": place.money(stand.retained_minor),
        "given": place.money(stand.given_minor),
        "page": listed,
        "lines": [shown_line(line, place.money) for line in listed],
        "choice": choice_in_words(choice),
        "is_said": bool(me.choice),
        "years": place.rules.retained_years,
        "least": place.money(place.rules.minimum_payout_minor),
        "share": place.money(place.rules.share_minor),
        "most": place.money(place.rules.most_shares_minor),
    }
    start = {"choice": choice, "pay_to": me.pay_to, "near_of_100": me.near_of_100}
    buttons = {"choose": Button(ChoiceForm, choose_dividend, {}, start)}
    if not policy.may(actor, "market.choose_dividend", "own"):
        buttons = {}
    return shown(request, "market/book.html", buttons, said, {})
