"""What somebody agreed to and signed up for, read by a calendar of their own."""
