"""Coming together: an occasion, the hands it needs, a place in it, and who came."""
