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
    *(
        Row(f"decisions.{verb}", role, why=why)
        for role in ("member", "broker", "treasurer")
        for verb, why in (
            ("read_questions", "What is asked here is open to whom it binds."),
            ("propose", "Whoever is bound by decisions may ask for one."),
            ("say", "Talked over in the open, under one's name."),
        )
    ),
    *(
        Row(f"decisions.{verb}", role, "own", why="Whoever asked it, on their own question alone.")
        for role in ("member", "treasurer")
        for verb in ("amend", "withdraw")
    ),
    *(Row(f"decisions.{verb}", "broker", why="The desk leads the round.") for verb in ("amend", "withdraw")),
    *(
        Row(f"decisions.{verb}", "member", why="On whatever is asked here: one member, one vote, who is on the roll.")
        for verb in ("respond", "vote")
    ),
    *(
        Row(f"decisions.{verb}", role, why="Papers are handed out, typed in by two, and counted at the desk.")
        for verb in ("give_paper", "type_ballot", "count")
        for role in ("broker", "treasurer")
    ),
)

#: What a trusted helper may read for who named them.
BY_HELPER = {"decisions.read_decisions": "", "decisions.read_questions": ""}

BY_NO_HELPER = {
    "decisions.vote": "One's vote is one's own. Whoever has no telephone votes on paper.",
    "decisions.respond": "What somebody consents or objects to they say themselves, at the meeting or on the page.",
    "decisions.propose": "What is asked of everybody is asked under one's own name.",
    "decisions.amend": "The text is theirs who asked.",
    "decisions.withdraw": "The question is theirs who asked.",
    "decisions.say": "What is said about a decision is said under one's own name.",
}
