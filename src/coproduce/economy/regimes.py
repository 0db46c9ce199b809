"""Contracts: what a town's people agree with each other, as numbers with a unit, a range and a source.

Four stand ready: specialised labour, the Scandinavian and Dutch contract, co-production, and both together.
`sources.toml` is where every number comes from.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from typing import Any, NamedTuple

from coproduce.economy.draws import CERTAIN, chance


class RegimeError(ValueError):
    """A number no contract can have: says which, and between what it lies."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a number of a regime means: `low` to `high` in `unit`, who says so, and how sure that is.

    `mark` is *read* (in the source itself), *reported* (by another page) or *ours* (chosen).
    """

    says: str
    unit: str
    low: float
    high: float
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class Regime:
    """One contract. `SOURCES` says of each number what it is; RegimeError where one lies outside its range."""

    name: str
    norm_say: float
    cap_hours: float
    benefit: float
    tax: float
    activation_after_weeks: float
    activation_gain: float
    sharing: float
    ends: float
    stigma: float
    state_care: float
    market_care: float
    matched: float
    capacity_hours: float
    volunteer_hours: float
    outreach: float
    tells: float
    tells_less: float
    takes_up: float
    copies: float
    asked_back: float
    says_yes: float
    becomes_active: float
    drops_out: float
    trades_time: float
    purpose_of_giving: float
    purpose_of_activation: float
    health_from_help: float
    emulation: float
    contented: float
    contented_by_giving: float
    striving_hours: float
    broker_pounds: float
    pool: float

    def __post_init__(self) -> None:
        for name, source in SOURCES.items():
            value = getattr(self, name)
            if not source.low <= value <= source.high and value != 0:
                raise RegimeError(f"{name} is {value}; it lies between {source.low} and {source.high} {source.unit}.")

    def moved(self, numbers: Mapping[str, float]) -> "Regime":
        """The same contract with these numbers; those on only where people take part are set in such a contract alone.

        RegimeError for a number outside its range.
        """
        own: dict[str, Any] = {
            name: value
            for name, value in numbers.items()
            if self.outreach or name not in (*EFFECTS, "matched")  # a broker's doing too
        }
        return replace(self, **own)

    def without_effect(self) -> "Regime":
        """The same contract where nobody takes part in anything new: what it is measured against."""
        none: dict[str, Any] = dict.fromkeys(EFFECTS, 0.0)
        return replace(self, **none, matched=PRESETS[0].matched)


def _read() -> tuple[dict[str, Source], tuple[Regime, ...]]:
    said = tomllib.loads(files("coproduce.economy").joinpath("sources.toml").read_text("utf-8"))
    about = [one.name for one in fields(Source)]
    sources = {name: Source(**{key: row[key] for key in about}) for name, row in said.items()}
    SOURCES.update(sources)
    names = ("specialised", "contract", "coproduction", "mix")
    return sources, tuple(Regime(preset, **{name: said[name][preset] for name in sources}) for preset in names)


#: What is on only where people take part.
EFFECTS = (
    "capacity_hours", "outreach", "tells", "tells_less", "takes_up", "copies", "asked_back", "says_yes",
    "becomes_active", "drops_out", "trades_time", "broker_pounds",
)  # fmt: skip

SOURCES: dict[str, Source] = {}
PRESETS: tuple[Regime, ...] = ()
_, PRESETS = _read()


def in_weeks(number: str) -> bool:
    """Whether the weeks of the model read this number of a contract: all but `pool`, which the pool curve reads."""
    return number in SOURCES and number != "pool"


class Dials(NamedTuple):
    """A regime in whole numbers: chances in 65,536ths, shares in 256ths, times in quarter-hours."""

    norm_say: int
    cap: int
    benefit: int
    activation_after: int
    activation_gain: int
    kept: int
    ends: int
    stigma: int
    state_care: int
    market_care: int
    matched: int
    capacity: int
    volunteer: int
    outreach: int
    tells: int
    tells_less: int
    takes_up: int
    copies: int
    asked_back: int
    says_yes: int
    becomes_active: int
    drops_out: int
    trades_time: int
    purpose_of_giving: int
    purpose_of_activation: int
    health_from_help: int
    emulation: int
    contented: int
    contented_more: int
    striving: int
    family: int


def dials(regime: Regime, *, family: float = 1.0) -> Dials:
    """The numbers the week is reckoned with; `family` is the share of unpaid care that is still there."""

    def part(share: float) -> int:
        return round(256 * share)

    return Dials(
        norm_say=part(regime.norm_say),
        cap=round(4 * regime.cap_hours),
        benefit=part(regime.benefit),
        activation_after=round(regime.activation_after_weeks) or CERTAIN,
        activation_gain=part(regime.activation_gain),
        kept=part(regime.sharing),
        ends=chance(regime.ends),
        stigma=part(regime.stigma),
        state_care=part(regime.state_care),
        market_care=part(regime.market_care),
        matched=part(regime.matched),
        capacity=round(4 * regime.capacity_hours),
        volunteer=round(4 * regime.volunteer_hours),
        outreach=chance(regime.outreach),
        tells=chance(regime.tells),
        tells_less=chance(regime.tells * regime.tells_less),
        takes_up=chance(regime.takes_up),
        copies=round(regime.copies),
        asked_back=chance(regime.asked_back),
        says_yes=chance(regime.says_yes),
        becomes_active=chance(regime.becomes_active),
        drops_out=chance(regime.drops_out),
        trades_time=round(regime.trades_time),
        purpose_of_giving=part(regime.purpose_of_giving),
        purpose_of_activation=part(regime.purpose_of_activation),
        health_from_help=round(regime.health_from_help),
        emulation=chance(regime.emulation),
        contented=chance(regime.contented),
        contented_more=round(CERTAIN * regime.contented * regime.contented_by_giving),
        striving=round(4 * regime.striving_hours),
        family=part(family),
    )
