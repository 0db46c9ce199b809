"""Being asked back: once, kindly, and a free no is a good answer."""
