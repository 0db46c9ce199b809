"""How far accounts may go: by the rules a community counts by, or by a limit of one's own; who is past it."""
