"""Does it go round here? Who trades, what a pound is worth nearby, whether help comes before trade, who is asked back.

Small numbers are hidden from who may not see the books whole.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q, Sum

from coproduce.arenas.market import ARENA
from coproduce.arenas.market.models import Sale, Trader
from coproduce.arenas.market.rules import Buyer, FirstTrade, Multiplier, Taker, compared, went_round
from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.exchange.figures import asked, came_round_of_asked, shown
from coproduce.community.exchange.models import Contribution
from coproduce.community.exchange.ring import Rate, ReturnRate, without_staff
from coproduce.community.people.models import Agent, Membership
from coproduce.core.quantity import HOURS
from coproduce.core.stats import Suppression

#: What stalls take and spend is looked at for so long; and a first trade is waited for so long after the day help
#: is looked at.
YEAR, WINDOW = timedelta(days=365), timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything counted up to today. `settled` is of what was said to be wrong, how much somebody else has heard."""

    is_whole: bool
    sales: int | None
    buyers: int | None
    stalls: int | None
    settled: Rate | None
    multiplier: Multiplier | None
    first_trade: FirstTrade | None
    return_rate: ReturnRate | None
    asked: Rate | None
    without_staff: Rate | None


def figures(actor: Actor, today: date) -> Figures | None:
    """The figures up to today; None for who may not read them."""
    seen = policy.rule_on(actor, "market.read_figures")
    if seen == "deny":
        return None
    rule = Suppression(0) if seen == "allow" else Suppression()
    sales = _sales(actor, today)
    found = sales.aggregate(
        n=Count("pk"), buyers=Count("buyer", distinct=True), stalls=Count("stall", distinct=True),
        agreed=Count("pk", filter=Q(ware__isnull=False)),
        unaided=Count("pk", filter=Q(ware__isnull=False, is_by_desk=False)),
        wrong=Count("pk", filter=~Q(why="") | Q(opened_by__isnull=False)),
        heard=Count("pk", filter=Q(heard_by__isnull=False)),
    )  # fmt: skip
    return Figures(
        is_whole=seen == "allow",
        sales=rule.hide(found["n"]),
        buyers=rule.hide(found["buyers"]),
        stalls=rule.hide(found["stalls"]),
        settled=shown(without_staff(found["heard"], found["wrong"]), rule),
        multiplier=multiplier(actor, today),
        first_trade=first_trade(actor, today, rule),
        return_rate=came_round_of_asked(actor, ARENA.slug, today, rule),
        asked=asked(actor, ARENA.slug, rule),
        without_staff=shown(without_staff(found["unaided"], found["agreed"]), rule),
    )


def multiplier(actor: Actor, today: date) -> Multiplier | None:
    """LM3 of the last year, from the books and the short survey; None with fewer than eight answers of either."""
    sales = _sales(actor, today).filter(sold_on__gt=today - YEAR)
    took = dict(sales.order_by().values_list("stall").annotate(Sum("minor")))
    spent = dict(sales.order_by().values_list("buyer").annotate(Sum("minor")))
    stalls, members = [], []
    said = Trader.objects.filter(community_id=actor.community_id, near_of_100__isnull=False).order_by("pk")
    for pk, agent, near in said.values_list("pk", "agent", "near_of_100"):
        if took.get(pk, 0) > 0:
            stalls.append(Taker(took[pk], max(0, spent.get(agent, 0)) if agent else 0, near or 0))
        elif agent:
            members.append(near or 0)
    return went_round(stalls, members)


def first_trade(actor: Actor, today: date, rule: Suppression) -> FirstTrade | None:
    """First trades of the last half year between members and people's stalls, where help had passed before it began,
    and where not; None where too few could be compared, or be shown."""
    found = compared(pairs(actor, today))
    if found is None:
        return None
    few = (found.traded_helped, found.pairs_helped - found.traded_helped, found.traded_others,
           found.pairs_others - found.traded_others)  # fmt: skip
    return None if any(rule.hide(number) is None for number in few) else found


def pairs(actor: Actor, today: date) -> list[Buyer]:
    """Each member who was here when the half year began: their pairs with stalls that had not traded until then."""
    began = today - WINDOW
    members = set(
        Membership.objects.filter(community_id=actor.community_id, agent__kind=Agent.PERSON, joined_on__lte=began)
        .exclude(state=Membership.APPLIED).values_list("agent", flat=True)
    )  # fmt: skip
    sellers = dict(
        Trader.objects.filter(community_id=actor.community_id, agent__in=members).exclude(stall="").order_by("pk")
        .values_list("agent", "pk")
    )  # fmt: skip
    helped = _helped(actor, began, set(sellers))
    first = {
        (buyer, agent): on
        for buyer, agent, on in _sales(actor, today).filter(stall__in=sellers.values(), buyer__in=members).order_by()
        .values_list("buyer", "stall__agent").annotate(Min("sold_on"))
    }  # fmt: skip
    by_buyer: dict[int, Counter[str]] = defaultdict(Counter)
    for (buyer, seller), on in first.items():
        group = "helped" if frozenset((buyer, seller)) in helped else "others"
        by_buyer[buyer][f"{group} {'before' if on <= began else 'since'}"] += 1
    with_help: Counter[int] = Counter()
    for pair in helped:
        for buyer in pair:
            with_help[buyer] += bool(pair - {buyer} <= sellers.keys() and buyer in members)
    rows = []
    for buyer in sorted(members):
        count, mine = by_buyer[buyer], len(sellers) - (buyer in sellers)
        pairs_helped = with_help[buyer] - count["helped before"]
        rows.append(Buyer(pairs_helped, count["helped since"], mine - with_help[buyer] - count["others before"],
                          count["others since"]))  # fmt: skip
    return rows


def _helped(actor: Actor, until: date, sellers: set[int | None]) -> set[frozenset[int]]:
    """Pairs of people between whom help in hours had passed by a day, one of whom keeps a stall."""
    rows = Contribution.objects.filter(
        Q(giver__in=sellers) | Q(receiver__in=sellers), community_id=actor.community_id, unit=HOURS.code,
        corrected_by=None, effective_on__lte=until,
    )  # fmt: skip
    found = {frozenset(pair) for pair in rows.values_list("giver", "receiver").distinct()}
    return {pair for pair in found if len(pair) == 2}


def _sales(actor: Actor, today: date) -> Any:
    """Sales up to a day that stand; not a till's refunds."""
    return Sale.objects.filter(
        community_id=actor.community_id, state__in=Sale.STANDING, sold_on__lte=today, minor__gte=0
    )
