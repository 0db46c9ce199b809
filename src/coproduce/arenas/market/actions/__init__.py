"""What is done at the market."""
