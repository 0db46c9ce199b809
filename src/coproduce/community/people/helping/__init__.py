"""Trusted helpers: whom a member asked to do things for them here, what that is, and how the member sees each of it.

A guardian is one for their ward, by what they are, until the ward is of age.
"""
