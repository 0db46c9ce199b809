"""How far a lane is: mapped, organised, surveyed, designed, shares agreed, building, inspected, in use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal

STAGES = ("mapped", "organised", "surveyed", "designed", "shares agreed", "building", "inspected", "in use")


@dataclass(frozen=True, slots=True)
class Reached:
    """What is done in a lane; `has_outlet` is said at every stage, and counts once something is to be dug."""

    has_manager: bool = False
    is_surveyed: bool = False
    is_designed: bool = False
    is_agreed: bool = False
    is_started: bool = False
    is_inspected: bool = False
    is_used: bool = False
    has_outlet: bool = False


def stage(reached: Reached | Mapping[str, Any]) -> str:
    """The stage a lane is at: the last before something is missing.

    >>> stage(Reached(has_manager=True, is_surveyed=True)), stage(Reached(is_surveyed=True))
    ('surveyed', 'mapped')
    """
    reached = told_as(Reached, reached)
    done = (
        reached.has_manager, reached.is_surveyed, reached.is_designed, reached.is_agreed, reached.is_started,
        reached.is_inspected, reached.is_used,
    )  # fmt: skip
    return STAGES[next((place for place, is_done in enumerate(done) if not is_done), len(done))]


def may_start(reached: Reached | Mapping[str, Any]) -> Refusal | None:
    """None when digging may begin: its manager elected, its line chosen, the shares agreed, and something to run into.

    >>> may_start(Reached(True, True, True, True)).code, may_start(Reached(True, True, True, True, has_outlet=True))
    ('NO_OUTLET', None)
    """
    reached = told_as(Reached, reached)
    if not reached.has_manager:
        return Refusal("NO_MANAGER", "The lane elects its manager first.", "lane")
    if not reached.is_surveyed or not reached.is_designed:
        return Refusal("NOT_DESIGNED", "Survey the lane and choose a line for it first.", "lane")
    if not reached.is_agreed:
        return Refusal("NOT_AGREED", "Building starts once the shares are agreed; nobody has to have paid yet.", "lane")
    if not reached.has_outlet:
        return Refusal(
            "NO_OUTLET", "There is nothing to run into yet: find the missing link before anything is dug.", "lane"
        )
    return None
