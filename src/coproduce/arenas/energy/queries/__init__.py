"""What is read of shared energy, starting from what the actor may see."""
