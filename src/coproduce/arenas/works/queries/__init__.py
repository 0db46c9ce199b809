"""What is read of lanes: sheets as people bring them, and how a line looks on paper."""
