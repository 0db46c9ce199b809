"""Kinds of help, the everyday words for them, and how a community makes them its own."""
