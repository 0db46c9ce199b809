"""What differs from place to place where peers answer harm: how many hear, how many hours at most, when it is sealed.

The sets stand in `rule_sets.toml`; a community picks one, or copies it and changes it by a decision.
"""

from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated

from coproduce.core.rule_sets import Between, RuleSet, Says, read

DAYS = Between(0, 366)

#: No circle is smaller or larger, whatever a community chooses.
PEERS = Between(3, 12)


@dataclass(frozen=True, slots=True)
class Rules:
    """What differs from one place to another; the numbers of telephones are whom to call about serious harm."""

    fewest_people: Annotated[int, PEERS, Says("The fewest peers of a circle")]
    most_people: Annotated[int, PEERS, Says("The most peers of a circle")]
    usual_people: Annotated[int, PEERS, Says("The usual number of peers")]
    most_hours: Annotated[int, Between(0, 240), Says("The most hours of an agreement")]
    longest_days: Annotated[int, Between(1, 366), Says("The longest an agreement may take, in days")]
    extension_days: Annotated[int, DAYS, Says("The longest it may be extended, once, in days")]
    answer_days: Annotated[int, DAYS, Says("Days to answer, before it goes back to who referred it")]
    kept_sealed_days: Annotated[int, DAYS, Says("Days until a kept agreement is sealed", "0: the day it is closed.")]
    other_sealed_days: Annotated[int, DAYS, Says("Days until everything else is sealed", "0: the day it is closed.")]
    longest_minutes: Annotated[int, Between(15, 24 * 60), Says("The longest circle")]
    oldest_days: Annotated[int, DAYS, Says("A circle is written down within so many days")]
    in_danger: Annotated[str, Says("Whom to call where somebody is in danger")]
    for_children: Annotated[str, Says("Whom to call for a child at risk")]
    for_safety: Annotated[str, Says("Whom to call about harm at home or of a sexual kind")]


#: What the house ships; a community starts with the first.
RULE_SETS: tuple[RuleSet[Rules], ...] = read(
    files("coproduce.arenas.justice").joinpath("rule_sets.toml").read_bytes(), Rules
)

STANDARD = RULE_SETS[0].values
