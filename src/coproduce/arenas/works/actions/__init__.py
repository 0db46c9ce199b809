"""What is done with lanes: written down, led, surveyed, drawn, shared out, dug, looked after and cleared."""
