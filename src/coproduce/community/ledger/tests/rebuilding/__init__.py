"""The ledger's migrations, and one more that rebuilds its tables: what a later release may bring."""
