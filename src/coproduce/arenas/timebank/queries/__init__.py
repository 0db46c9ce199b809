"""Reading a time bank, starting from what this actor may see: the desk, and the figures."""
