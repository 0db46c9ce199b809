"""Keys with which a script acts for a member."""
