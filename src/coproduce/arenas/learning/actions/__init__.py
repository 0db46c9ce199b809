"""The verbs of learning from each other. Whoever is at the desk may speak for a member who rings (`for_`)."""
