"""Choosing by which rules help is counted, by citing a decision."""
