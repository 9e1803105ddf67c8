"""Results to text: one renderer a format."""
