"""Who is not of age, until which day; who says yes for them, to what; and that it ends by itself on that day."""
