"""Formats that are recognised and not read."""
