"""Reading ties and the net, starting from what this actor may see."""
