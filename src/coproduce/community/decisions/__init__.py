"""What a community decided: asked, answered, by whom, where that is written, and from when it holds; by it, its rules.

A decision is only ever added: one written down wrongly is put right by another, and both are read. It is written down
as a meeting made it, or comes of a question that was put and counted here (`deciding/`). Deliberately not here:
proxies, elections of people, lots, and anything that decides by itself.
"""

from coproduce.core.arena import Room

ROOM = Room(
    slug="decisions",
    name="Decisions",
    verbs=(
        "coproduce.community.decisions.actions.record",
        "coproduce.community.decisions.rule_sets.choosing.choose_rules",
        "coproduce.community.decisions.deciding.asking.propose",
        "coproduce.community.decisions.deciding.asking.amend",
        "coproduce.community.decisions.deciding.asking.say",
        "coproduce.community.decisions.deciding.asking.withdraw",
        "coproduce.community.decisions.deciding.voting.respond",
        "coproduce.community.decisions.deciding.voting.vote",
        "coproduce.community.decisions.deciding.voting.give_paper",
        "coproduce.community.decisions.deciding.voting.type_ballot",
        "coproduce.community.decisions.deciding.counting.count",
    ),
)
