"""The verbs of making merry together."""
