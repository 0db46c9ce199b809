"""What was looked at before people meet: checks, insurance, training, good words; by whom, and until when."""
