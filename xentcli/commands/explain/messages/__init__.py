"""What the messages of frameworks mean."""
