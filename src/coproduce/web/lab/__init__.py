"""The model lab: the economic model joined with a community, its pages and its runs."""
