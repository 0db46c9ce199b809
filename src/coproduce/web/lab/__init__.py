"""The model lab: whoever plans for a town asks the economic model, and keeps and shares what it answered.

The arithmetic is `economy`, the same calls the command line makes; a study is drawn part by part by the worker.
Its people are drawn; where the model is joined with a community's own weeks and ties, it is told places and counts
alone.
"""

from coproduce.core.arena import Room

ROOM = Room(
    slug="lab",
    name="The model lab",
    verbs=tuple(f"coproduce.web.lab.actions.{verb}" for verb in ("ask", "remove", "want_forecast")),
)
