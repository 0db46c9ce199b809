"""Work moved: given hours by sex beside the paid hours of staff, in every arena that counts hours."""
