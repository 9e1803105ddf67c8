"""Arithmetic with results that do not depend on the order of rows."""
