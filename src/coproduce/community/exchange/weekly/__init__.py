"""Who takes part, week by week, who is tied to whom by it, and what was foretold of it before anybody could know."""
