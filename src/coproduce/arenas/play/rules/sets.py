"""What differs from one place to another, as dated data with its source: `rule_sets.toml` beside this folder."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated

from coproduce.core.rule_sets import Between, RuleSet, Says, read


@dataclass(frozen=True, slots=True)
class Rules:
    """How many others like an idea before it is agreed, how long things are lent, and in which country this is."""

    backers_needed_people: Annotated[
        int,
        Between(1, 50),
        Says("How many others say yes before a festival is agreed", "Whose idea it was not counted."),
    ]
    lend_days: Annotated[int, Between(1, 366), Says("How long a thing is lent, in days")]
    kind_days: Annotated[
        int,
        Between(0, 60),
        Says("So many days after a thing was due somebody is asked for it", "Once, kindly; nothing follows from it."),
    ]
    country: Annotated[str, Says("The country in three letters", "As in ISO 3166, for what is mended: GBR, DEU.")]


RULE_SETS: tuple[RuleSet[Rules], ...] = read(
    files("coproduce.arenas.play").joinpath("rule_sets.toml").read_bytes(), Rules
)

STANDARD = RULE_SETS[0].values
