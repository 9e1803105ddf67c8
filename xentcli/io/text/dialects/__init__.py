"""Text formats of tools: recognised by their first lines, and read as tables."""
