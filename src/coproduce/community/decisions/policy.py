"""Who writes down what was decided, and who reads it."""

from coproduce.community.base.policy import Row

ROWS = (
    Row("decisions.record", "broker", why="The desk writes down what members decided; everybody reads it."),
    Row("decisions.record", "treasurer", why="Who keeps the books keeps the minutes, too, in many a community."),
    *(
        Row("decisions.read_decisions", role, why="What was decided is open to whom it binds.")
        for role in ("member", "broker", "treasurer")
    ),
    Row("decisions.choose_rules", "broker", why="By a decision of members that is cited."),
)

#: What a trusted helper may read for who named them.
BY_HELPER = {"decisions.read_decisions": ""}
