"""Texts as tools write them: recognised by their first lines, and read as tables."""
