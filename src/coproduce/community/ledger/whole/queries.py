"""Adding the books up: what came out of each named account and went back, and where it is now."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.ledger.models import LedgerAccount
from coproduce.community.ledger.whole.rules import Step, bounds, histogram
from coproduce.core.quantity import HOURS, Quantity, Unit
from coproduce.core.stats import Suppression


@dataclass(frozen=True, slots=True)
class Source:
    """A named account new units come from: what came out of it, and what went back."""

    name: str
    issued: Quantity
    returned: Quantity


@dataclass(frozen=True, slots=True)
class Whole:
    """The books of one unit. `issued` less `returned` is what pots and people hold together.

    `given_more` is what those hold who gave more than they were given, `received_more` what the others lack; None
    where so few stand on a side that it would tell of them. `held` is kept back of it all for what was agreed on.
    """

    unit: Unit
    sources: tuple[Source, ...]
    issued: Quantity
    returned: Quantity
    pots: tuple[tuple[str, Quantity], ...]
    people: Quantity
    given_more: Quantity | None
    received_more: Quantity | None
    held: Quantity | None
    steps: tuple[Step, ...]

    @property
    def there_is(self) -> Quantity:
        """What there is: all that came, without what went back."""
        return self.issued - self.returned


def units_kept(actor: Actor) -> list[str]:
    """The units anything is counted in here, hours first."""
    here = LedgerAccount.objects.filter(community_id=actor.community_id).order_by("unit")
    return list(dict.fromkeys((HOURS.code, *here.values_list("unit", flat=True).distinct())))


def whole_books(actor: Actor, unit: Unit) -> Whole | None:
    """The books of a unit as this reader may see them; None for who may not read them."""
    seen = policy.rule_on(actor, "ledger.read_books")
    if seen == "deny":
        return None
    rule = Suppression(0) if seen == "allow" else Suppression()
    accounts = LedgerAccount.objects.filter(community_id=actor.community_id, unit=unit.code)
    people = accounts.filter(kind=LedgerAccount.MEMBER, closed_on=None).aggregate(**_sums(unit))
    pots = accounts.filter(kind=LedgerAccount.POT).values_list("name", "balance").order_by("name", "pk")
    sources = _sources(actor, unit)
    counted = {place: people[f"step_{place}"] for place in range(len(bounds(unit)))}
    are_shown = all(rule.hide(people[number]) is not None for number in ("givers", "receivers"))
    return Whole(
        unit=unit,
        sources=sources,
        issued=sum((one.issued for one in sources), unit(0)),
        returned=sum((one.returned for one in sources), unit(0)),
        pots=tuple((name, unit(balance)) for name, balance in pots),
        people=unit(people["all"] or 0),
        given_more=unit(people["more"] or 0) if are_shown else None,
        received_more=unit(-(people["less"] or 0)) if are_shown else None,
        held=unit(people["kept"] or 0) if rule.hide(people["keepers"]) is not None else None,
        steps=histogram(unit, counted, rule),
    )


def _sums(unit: Unit) -> dict[str, Any]:
    """Everything that is counted of people's accounts, in one look."""
    more, less, kept = Q(balance__gt=0), Q(balance__lt=0), Q(held__gt=0)
    return {
        "all": Sum("balance"),
        "more": Sum("balance", filter=more),
        "less": Sum("balance", filter=less),
        "kept": Sum("held"),
        "givers": Count("pk", filter=more),
        "receivers": Count("pk", filter=less),
        "keepers": Count("pk", filter=kept),
        **{f"step_{place}": Count("pk", filter=_on(*step)) for place, step in enumerate(bounds(unit))},
    }


def _on(low: int | None, high: int | None) -> Q:
    """Who stands on a step."""
    above = Q() if low is None else Q(balance__gte=low)
    return above if high is None else above & Q(balance__lt=high)


def _sources(actor: Actor, unit: Unit) -> tuple[Source, ...]:
    found = (
        LedgerAccount.objects.filter(community_id=actor.community_id, unit=unit.code, kind=LedgerAccount.ISSUING)
        .annotate(
            out=Sum("postings__amount", filter=Q(postings__amount__lt=0)),
            back=Sum("postings__amount", filter=Q(postings__amount__gt=0)),
        )
        .order_by("name", "pk")
        .values_list("name", "out", "back")
    )
    return tuple(Source(name, unit(-(out or 0)), unit(back or 0)) for name, out, back in found)
