"""Read CSV and other delimited text."""
