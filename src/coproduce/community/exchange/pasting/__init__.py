"""A chat or an e-mail pasted at the desk becomes drafts to look at and confirm."""
