"""Arrays whose axes stand for something else than rows and columns."""
