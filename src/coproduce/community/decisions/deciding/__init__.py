"""Deciding together: a question is put, talked over, answered or voted on in secret, counted, and decided."""
