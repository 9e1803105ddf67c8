"""Images as labels."""
