"""Reading food, starting from what this actor may see."""
