"""The verbs of homes: families, hours, gates."""
