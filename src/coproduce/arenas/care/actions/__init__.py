"""The verbs of visiting: from the card to the last talk."""
