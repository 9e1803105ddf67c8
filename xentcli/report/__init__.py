"""An answer to text: one renderer a format."""
