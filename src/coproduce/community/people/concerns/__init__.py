"""What worries somebody about anybody: only safeguarding leads read it, and it takes two of them to close it."""
