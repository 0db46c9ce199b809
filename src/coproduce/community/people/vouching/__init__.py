"""Roles that members open for one another: they vouch, and enough of them give it."""
