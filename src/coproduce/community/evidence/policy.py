"""Who plans a study, brings its rows and looks; who reads figures. Nobody reads a row."""

from coproduce.community.base.policy import Row

#: Who answers for what is counted.
KEEPERS = ("broker", "researcher")
#: Who reads figures without being a member: sums, of which no few are shown.
READERS = ("member", "broker", "treasurer", "commissioner", "researcher", "auditor")

#: Who takes down what people answer.
TAKERS = ("broker", "link worker")

ROWS = (
    *(Row("evidence.plan", role, why="Whoever will look says beforehand what at.") for role in KEEPERS),
    *(Row("evidence.bring_rows", role, why="Rows without names, of people who were followed.") for role in KEEPERS),
    *(Row("evidence.bring_counts", role, why="Counts of other sites, as they hand them over.") for role in KEEPERS),
    *(Row("evidence.analyse", role, why="Whoever looks is written down.") for role in (*KEEPERS, "commissioner")),
    Row("evidence.say_in_report", "broker", why="The desk answers for what a report says."),
    Row("evidence.open_figures", "broker", why="Whether anybody may read the sums, the desk sets, or members decide."),
    Row("evidence.answer", "member", "own", why="How things are with somebody, they say themselves."),
    *(
        Row("evidence.answer", role, why="Taken down for who filled in a sheet, or says it on the telephone.")
        for role in TAKERS
    ),
    Row("evidence.read_answers", "member", "own", why="Everyone sees what they answered."),
    Row("evidence.read_answers", "broker", why="For who asks for it; each look is written down, and they see it."),
    *(Row("evidence.bring_measure", role, why="Whoever holds the licence of a scale brings it.") for role in KEEPERS),
    *(Row("evidence.read_figures", role, why="Sums only, of which no few are shown.") for role in READERS),
)

BY_HELPER = {"evidence.read_figures": "", "evidence.answer": "%(helper)s wrote down for you how things are with you."}

BY_NO_HELPER = {"evidence.read_answers": "Who takes down an answer has no need to read the others."}
