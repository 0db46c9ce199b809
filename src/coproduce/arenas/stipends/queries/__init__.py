"""What is read of families and school, starting from what the actor may see."""
