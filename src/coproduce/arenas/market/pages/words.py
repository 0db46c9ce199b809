"""How it is said on the pages: prices, how far a purchase is, and what a year comes to."""

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from coproduce.arenas.market.forms import CHOSEN, KINDS
from coproduce.arenas.market.models import BookLine, Sale, Ware, Year
from coproduce.arenas.market.queries.sales import called, number, still_to_pay
from coproduce.core.quantity import Unit, unit_of_money

STATES = {
    Sale.RESERVED: gettext_lazy("kept"),
    Sale.LET_GO: gettext_lazy("let go"),
    Sale.SOLD: gettext_lazy("handed over"),
    Sale.DISPUTED: gettext_lazy("somebody hears both"),
    Sale.UNDONE: gettext_lazy("taken back"),
}
YEARS = {
    Year.OPEN: gettext_lazy("open"),
    Year.CLOSED: gettext_lazy("closed; members decide"),
    Year.ALLOCATED: gettext_lazy("shared out"),
}
LINES = {
    "shares": gettext_lazy("Shares"),
    "interest": gettext_lazy("For your shares"),
    "cash": gettext_lazy("Dividend, to be paid"),
    "retained": gettext_lazy("Dividend, kept for you"),
    "given": gettext_lazy("Dividend, given to the neighbourhood"),
    "paid": gettext_lazy("Paid to you"),
}


def shown_ware(ware: Ware, money: Unit) -> dict[str, Any]:
    """Something to buy, as a line of a list."""
    return {"row": ware, "price": money(ware.price_minor), "kind": KINDS[ware.kind], "is_gone": ware.left == 0}


def whose(sale: Sale, community: Any) -> str:
    """Who sold it."""
    return sale.stall.agent.name if sale.stall.agent else community.name


def shown_sale(sale: Sale, community: Any) -> dict[str, Any]:
    """A purchase, as a line of a list and on its receipt."""
    money, due = unit_of_money(sale.unit), still_to_pay(sale)
    return {
        "row": sale,
        "what": called(sale),
        "number": number(sale),
        "amount": money(sale.minor),
        "each": money(sale.ware.price_minor) if sale.ware and sale.quantity > 1 else "",
        "refunded": money(sale.refunded_minor) if sale.refunded_minor else "",
        "seller": whose(sale, community),
        "buyer": sale.buyer.name if sale.buyer else _("somebody else"),
        "state": STATES[sale.state],
        "due": money(due) if due > 0 else "",
        "back": money(-due) if due < 0 else "",
        "is_wrong": sale.state == Sale.DISPUTED or bool(sale.outcome),
        "is_sold": sale.state in Sale.STANDING,
    }


def shown_line(line: BookLine, money: Unit) -> dict[str, Any]:
    """One line of a member's book."""
    return {
        "row": line,
        "what": LINES[line.kind],
        "year": line.year,
        "is_difference": line.round > 0,
        "amount": money(line.minor),
    }


def choice_in_words(choice: str) -> str:
    """What becomes of a dividend."""
    return str(CHOSEN[choice])
