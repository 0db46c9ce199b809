"""What can be done with evidence: planned, brought, looked at, put together, said."""
