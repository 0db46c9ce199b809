"""What is asked only to be counted: what people say of themselves, and the hours of paid staff."""
