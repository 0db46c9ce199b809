"""Threads: people talk, agree, do it, say how long it took, and say whether that is right."""
