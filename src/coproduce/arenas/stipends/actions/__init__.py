"""The verbs of families and school."""
