"""CSV and other delimited text: open, sniff, chunk, parse fast or slowly, answer values."""
