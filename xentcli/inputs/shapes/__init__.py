"""Arrays with axes that are not rows and columns."""
