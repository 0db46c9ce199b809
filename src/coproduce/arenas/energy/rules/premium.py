"""What the state adds to energy shared in Italy, and what of it goes to a social fund.

Source: energia.regione.emilia-romagna.it and confcooperative on the decree of 7 December 2023 (CACER), as dated data in
`rule_sets.toml`: verify locally. The numbers are arguments, so that a community elsewhere, or later, says its own.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from coproduce.arenas.energy.rules.faults import EnergyError
from coproduce.arenas.energy.rules.sets import RULE_SETS, Premium
from coproduce.core.arena import told_as
from coproduce.core.obligation import half_up

#: What is paid in Italy, from the set of that name.
ITALY = next(one.values.premium for one in RULE_SETS if one.slug == "italy")


def italian_premium(
    zonal_price_eur_mwh: int | float | Decimal | Fraction,
    plant_kw: int | float | Decimal | Fraction,
    zone: str,
    rules: Premium | Mapping[str, Any] = ITALY,
) -> Fraction:
    """Euros for a shared MWh: min(base + max(0, 180 − zonal price), cap) + the zone's, exactly.

    A price with a point is read as it is written. EnergyError for what is no number, a plant of nothing and a zone that
    is not there.

    >>> [int(italian_premium(price, 700, "north")) for price in (180, 140, 0)]
    [70, 110, 110]
    >>> italian_premium(Decimal("171.5"), 200, "centre")
    Fraction(185, 2)
    """
    rules = told_as(Premium, rules)
    price, power = _exact("zonal_price_eur_mwh", zonal_price_eur_mwh), _exact("plant_kw", plant_kw)
    if power <= 0:
        raise EnergyError("NOT_POSITIVE", "plant_kw", f"A plant has a size: {plant_kw} kW is none.")
    if zone not in rules.zone_mwh_euros:
        raise EnergyError("UNKNOWN_ZONE", "zone", f"Choose one of {', '.join(rules.zone_mwh_euros)}, not {zone}.")
    step = next((one for one in rules.steps if one.up_to_kw is None or power <= one.up_to_kw), None)
    if step is None:
        raise EnergyError("TOO_LARGE", "plant_kw", f"No premium is paid for a plant of {plant_kw} kW.")
    risen = Fraction(step.base_mwh_euros) + max(Fraction(0), Fraction(rules.reference_mwh_euros) - price)
    return min(risen, Fraction(step.cap_mwh_euros)) + Fraction(rules.zone_mwh_euros[zone])


def _exact(field: str, number: object) -> Fraction:
    try:
        return Fraction(str(number))
    except ValueError:
        raise EnergyError("NOT_A_NUMBER", field, f"Write a number, like 171.5, not {number}.") from None


class Divided(NamedTuple):
    """A premium in cents: what members have, and what goes to those who are no business, or to social ends."""

    members_cents: int
    social_cents: int


def social_fund(
    premium_cents: int, shared_wh: int, fed_in_wh: int, *, granted: bool = False, rules: Premium = ITALY
) -> Divided:
    """Of a premium, what was earned by sharing more than 55 % (with a grant 45 %) of what was fed in is the fund's.

    Rounded once, half up; both add up to the premium. EnergyError where more was shared than fed in.

    >>> social_fund(1000, shared_wh=80, fed_in_wh=100), social_fund(1000, shared_wh=55, fed_in_wh=100)
    (Divided(members_cents=687, social_cents=313), Divided(members_cents=1000, social_cents=0))
    """
    if not 0 <= shared_wh <= fed_in_wh or premium_cents < 0:
        raise EnergyError("TOO_MUCH", "shared_wh", f"{shared_wh} Wh of {fed_in_wh} Wh for {premium_cents}: look again.")
    threshold = rules.granted_threshold_share if granted else rules.threshold_share
    above = shared_wh - threshold * fed_in_wh
    social = half_up(premium_cents * above / shared_wh) if above > 0 else 0
    return Divided(premium_cents - social, social)
