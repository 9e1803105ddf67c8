"""Compressed files, read and written."""
