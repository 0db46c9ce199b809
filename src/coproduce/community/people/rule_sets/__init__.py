"""The rules a community counts by: a set it chose, or a changed copy of one, by a decision, from a day on."""
