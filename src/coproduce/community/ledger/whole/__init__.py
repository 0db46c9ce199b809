"""The books as a whole, for every member: where hours come from, where they are, that it adds up. Never a ranking."""
