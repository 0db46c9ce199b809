"""Every account of the books by name, for the treasurer: what it holds, what is kept back, how far it may go."""
