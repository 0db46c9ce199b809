"""What is read of learning: one's own way, who learns with whom, stories, and figures."""
