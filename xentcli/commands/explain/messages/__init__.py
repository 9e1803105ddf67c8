"""Explanations of the error messages of frameworks."""
