"""What is sealed of a plan beside the books, so that their proof names one that was changed after somebody looked.

Words stand outside, as a decision's do: what commits to them is inside, and so is the seal that follows from them.
"""

from coproduce.community.evidence.models import Plan
from coproduce.community.ledger import Witnessed

PLAN = Witnessed(
    "study plan",
    "study plan",
    "study plans",
    Plan,
    (
        "public_id", "follow_up_days", "kind", "from_on", "until_on", "began_on", "share_without", "share_with",
        "a_year", "seal", "replaces_id", "replaced_rows", "written_by_id", "written_at", "words_commitment",
    ),
    words=("question", "who", "offer", "compared_with", "time_zero", "outcome"),
)  # fmt: skip

WITNESSED = (PLAN,)
