"""Arithmetic whose result does not depend on the order of rows."""
