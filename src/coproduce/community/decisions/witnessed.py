"""What is sealed of a decision beside the books, so that their proof names one that was changed.

Words stand outside, for they may name somebody who asks to be forgotten: what commits to them is inside.
"""

from coproduce.community.decisions.models import Decision
from coproduce.community.ledger import Witnessed

DECISION = Witnessed(
    "decision",
    "decision",
    "decisions",
    Decision,
    ("public_id", "decided_on", "effective_on", "recorded_by_id", "recorded_at", "corrects_id", "words_commitment"),
    words=("question", "options", "result", "who_decided", "minutes"),
)

WITNESSED = (DECISION,)
