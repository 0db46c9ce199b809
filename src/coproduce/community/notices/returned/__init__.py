"""Letters by e-mail that come back: what the mail server's report says, and what follows from it."""
