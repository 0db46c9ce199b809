"""Steps, stages and ways as they are read."""

from typing import Any

from django.utils.translation import gettext as _

from coproduce.arenas.learning.models import Pair
from coproduce.arenas.learning.queries.mine import Way
from coproduce.arenas.learning.rules import STEPS
from coproduce.core.quantity import HOURS


def step_in_words(step: str) -> str:
    """A step as somebody says it of themselves."""
    return {"want to": _("I want to"), "with help": _("With help"), "alone": _("On my own"), "teaches": _("I show it")}[
        step
    ]


def stage_in_words(stage: str) -> str:
    """A stage of a pair in a few words."""
    return {Pair.START: _("Learning"), Pair.MAINTAIN: _("Keeping it up"), Pair.OVER: _("At its end")}[stage]


def generation_in_words(generation: str) -> str:
    """How far from the first who showed it here."""
    return {"0": _("The first pairs"), "1": _("Learned from those who had learned here")}.get(
        generation, _("One further, %(number)s times") % {"number": int(generation) - 1}
    )


def shown_way(way: Way) -> dict[str, Any]:
    """One way: its four stitches, each with the hours that had gone into it, and the scale of its own."""
    gained = {one.step: one for one in way.gained}
    reached = STEPS.index(way.gained[-1].step)
    return {
        "aim": way.aim,
        "topic": way.aim.topic.category.name,
        "steps": [
            {
                "title": step_in_words(step),
                "is_done": step in gained,
                "is_next": place == reached + 1,
                "time": HOURS(gained[step].minutes) if step in gained and gained[step].minutes else None,
            }
            for place, step in enumerate(STEPS)
        ],
        "time": HOURS(way.minutes),
        "sessions": way.sessions,
    }
