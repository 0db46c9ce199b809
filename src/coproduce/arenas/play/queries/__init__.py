"""Reading what people do together, starting from what this actor may see."""
