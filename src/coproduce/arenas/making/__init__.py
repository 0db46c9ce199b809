"""Making things near: say in two or three sentences what people do together here, in the essays' words."""

from coproduce.core.arena import Arena

ARENA = Arena(
    slug="making",
    name="Making things near",
    units=("hour",),
    ask="You were helped a while ago. Is there something you would enjoy doing for someone else?",
    rules="coproduce.arenas.making.rules",
    rule_sets="coproduce.arenas.making.rules.RULE_SETS",
)
