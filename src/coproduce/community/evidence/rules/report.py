"""The eleven parts of a report, in their order, and which of them somebody writes.

Source: Boyle and Harris (2009); the Social Value Principles; the order is ours.
"""

#: Longest words of one part.
LONGEST = 2000

#: Parts in their order: a name and whether people write it.
PARTS = (
    "designed", "funnel", "outcomes", "harms", "equity", "reciprocity", "hours", "costs", "stories", "change", "method",
)  # fmt: skip

WRITTEN = ("designed", "harms", "costs", "stories", "change")
