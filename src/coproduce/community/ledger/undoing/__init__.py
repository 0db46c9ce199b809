"""Putting right: an entry is taken back by another, in the open, and the right one stands instead. Never edited."""
