"""What is known of families and their homes, read for whoever may."""
