"""Explanations of the codes of errors and warnings."""
