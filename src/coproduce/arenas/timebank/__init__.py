"""Time banks: one hour of anyone's help is one hour of anyone else's.

The ring itself is everybody's (`community/exchange`). Here: help the desk writes
down, hours given away, the desk's morning, paper, figures and claims.
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
