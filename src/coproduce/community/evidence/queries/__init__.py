"""What can be read of plans, of what their rows come to, and of what other sites counted: sums, never a row."""
