"""Time banks: one hour of anyone's help is one hour of anyone else's.

Here: recording help one member gave another. Offering, agreeing, thanking and
being asked back come next.
"""

from coproduce.core.arena import Arena

ARENA = Arena(
    slug="timebank",
    name="Time bank",
    units=("hour",),
    verbs=("coproduce.arenas.timebank.actions.record_for", "coproduce.arenas.timebank.actions.give_hours"),
    ask="You were helped a while ago. Is there something you would enjoy doing for someone else?",
    rules="coproduce.arenas.timebank.rules",
    rule_sets="coproduce.arenas.timebank.rules.RULE_SETS",
)
