"""Pictures members hand in: looked at by what they hold, made anew, kept under names that say nothing."""
