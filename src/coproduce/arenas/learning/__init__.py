"""Learning from each other: patients from patients, neighbours from neighbours, and the professional from both.

The learner says what it is about; whoever shows them gives experience, not advice, and a professional is there to be
asked. What they do together is agreed in a thread like all help (`community/exchange`). Here: topics, pairs, sessions
that count once both have said what they learned, steps, and stories.
"""

from coproduce.core.arena import Arena

ARENA = Arena(
    slug="learning",
    name="Learning from each other",
    units=("hour",),
    verbs=tuple(
        f"coproduce.arenas.learning.actions.{verb}"
        for verb in (
            "topics.write_topic",
            "wishes.want",
            "pairs.begin",
            "pairs.set_stage",
            "sessions.say",
            "stories.tell_story",
            "stories.take_back_story",
        )
    ),
    ask="You have come a long way with what you wanted to learn. Would you show it to somebody else?",
    rules="coproduce.arenas.learning.rules",
    rule_sets="coproduce.arenas.learning.rules.RULE_SETS",
    pot="Learning together",
    hours_at="learning_together",
)
