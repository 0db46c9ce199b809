"""What can be read of designs, of whom they come from, and of who can make them."""
