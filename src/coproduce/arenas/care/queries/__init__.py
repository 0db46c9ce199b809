"""Reading what is kept about visits, starting from what this actor may see."""
