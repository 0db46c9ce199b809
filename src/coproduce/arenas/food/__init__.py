"""Food that a neighbourhood grows, orders together and brings round.

Only the rules stand so far: packs and tolerances, what is paid and credited, work-shares, what may stand in for what,
and rounds. The arena is in no list until it has its nouns and pages.
"""
