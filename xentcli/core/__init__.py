"""What every package speaks of: blocks of rows, names, errors and values."""
