"""Types used by every package: blocks of rows, names, errors and frozen values."""
