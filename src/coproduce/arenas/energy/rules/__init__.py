"""How energy made together is shared and settled: pure, in whole watt-hours and smallest coins."""
