"""Formats that are recognised but not supported."""
