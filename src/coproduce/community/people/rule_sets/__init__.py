"""By which rules a community counts, read: a set it chose, or a changed copy of one, by a decision, from a day on."""
