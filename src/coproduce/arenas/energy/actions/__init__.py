"""The verbs of shared energy."""
