"""Roles of those who are here already: who gives and takes them, and what none of them is given by hand."""
