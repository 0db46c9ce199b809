"""The door of a community: somebody asks to come in, those who know them are heard, and they become a member."""
