"""The answers of `detect` and `loss`: frozen values with the same fields in Python as in JSON."""
