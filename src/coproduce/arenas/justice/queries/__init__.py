"""Reading what is answered here, starting from what this actor may see."""
