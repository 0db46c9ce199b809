"""Holds: what is kept back for what was agreed on, until it goes over by an entry, is let go, or its time is over."""
