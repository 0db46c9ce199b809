"""What a study's finished draws say, in the shape of the model's own answer, so that one rule reads both."""

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy

from coproduce.economy.comparing import LEAST_DRAWS, Comparison
from coproduce.economy.outcomes import OUTCOMES, PAYERS
from coproduce.web.lab.models import Study
from coproduce.web.lab.rules import Kind

#: How each contract is called on a page, in order: PostgreSQL keeps none in JSON, so it stands here or in the draw.
CONTRACTS = {
    "specialised": gettext_lazy("Specialised labour"),
    "contract": gettext_lazy("Social contract"),
    "coproduction": gettext_lazy("Co-production"),
    "mix": gettext_lazy("Both together"),
}

#: And within a sentence of the model, which speaks one language: "more under both together than under …".
IN_A_SENTENCE = {
    "specialised": "specialised labour",
    "contract": "the social contract alone",
    "coproduction": "co-production alone",
    "mix": "both together",
}

#: Of what is said in words, once there are enough draws: both together against the social contract alone.
SAID = ("unemployed", "least_met", "care_by_nobody", "public_cost")

#: What a week is carried of, by those who carry it.
LOADS = ("paid", "at_home", "gave")

#: Hours that are spread over people, and where a table reads them.
HOURS, SPREAD = ("paid", "unpaid", "given", "free"), ("p10", "p50", "p90", "gini")

Ends = tuple[float, float, float]


def ends(values: Any) -> Ends:
    """The middle of some draws, and where nine of ten lie."""
    low, middle, high = np.nanquantile(np.asarray(values, float), (0.05, 0.5, 0.95))
    return float(middle), float(low), float(high)


def results(study: Study, kind: Kind) -> list[Any]:
    """The finished parts of a kind, in order."""
    return study.results.get(kind, [])


def comparison(study: Study, draws: list[dict[str, Any]]) -> Comparison:
    """The finished draws as `economy.compare` answers them."""
    names = tuple(CONTRACTS)
    known = draws[0]["regimes"][names[0]]["outcomes"]
    figures = tuple(what for what in OUTCOMES if what in known)  # a study answered what the model read in its day
    values = [[[one["regimes"][name]["outcomes"][what] for what in figures] for name in names] for one in draws]
    about = {"people": study.people, "years": study.years, "seed": study.seed, "numbers": study.numbers,
             "priors": "evidence", "version": study.version}  # fmt: skip
    return Comparison(names, figures, np.asarray(values, float), about)


def sentences(found: Comparison) -> list[str]:
    """What the draws carry in words: nothing below thirty of them."""
    if found.draws < LEAST_DRAWS:
        return []
    called = replace(found, regimes=tuple(IN_A_SENTENCE[name] for name in found.regimes))
    return [called.sentence(what, IN_A_SENTENCE["mix"], IN_A_SENTENCE["contract"]) for what in SAID]


def pays(draws: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, Ends]]]:
    """Each cost and hour by who bears it, under each contract."""

    def borne(name: str, what: str) -> dict[str, Ends]:
        return {who: ends([one["regimes"][name]["pays"][what][who] for one in draws]) for who in PAYERS}

    first = draws[0]["regimes"]
    return {name: {what: borne(name, what) for what in first[name]["order"]["pays"]} for name in CONTRACTS}


def loads(draws: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, Ends]]]:
    """Hours a week of paid work, care and help given by sex, age and skill, under each contract."""

    def hours(name: str, group: str) -> dict[str, Ends]:
        return {what: ends([one["regimes"][name]["groups"][group][what] for one in draws]) for what in LOADS}

    first = draws[0]["regimes"]
    return {name: {group: hours(name, group) for group in first[name]["order"]["groups"]} for name in CONTRACTS}


def spreads(draws: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, Ends]]]:
    """How hours of a week are spread over people, under each contract; nothing where that was not asked."""
    first = next(iter(draws[0]["regimes"].values())).get("spread", {})
    return {
        name: {
            what: {at: ends([one["regimes"][name]["spread"][what][at] for one in draws]) for at in SPREAD}
            for what in HOURS if what in first
        }
        for name in CONTRACTS
    }  # fmt: skip


def least(draws: list[dict[str, Any]], which: str = "least") -> dict[str, list[tuple[str, int]]]:
    """Which of the nine needs (or of the essays' seven) was met least, in how many draws, under each contract."""
    return {name: Counter(one["regimes"][name].get(which, "") for one in draws).most_common() for name in CONTRACTS}


def pools(draws: list[dict[str, Any]]) -> list[tuple[int, Ends]]:
    """For each size of pool the share of people all of whose needs were met."""
    sizes = [size for size, _ in draws[0]["pools"]]
    return [(size, ends([one["pools"][place][1] for one in draws])) for place, size in enumerate(sizes)]


def without(draws: list[dict[str, Any]]) -> dict[str, Ends]:
    """What is lost without a share of what families do for their own."""
    return {what: ends([one["without"][what] for one in draws]) for what in draws[0]["without"]}
