"""Days whose books are closed: nothing is written on them any more, until they are opened again, with a reason."""
