"""What is quick where there is much of it: it agrees with the rules one by one, and tests hold it to that."""
