"""Renderers that turn an answer into text, one per output format."""
