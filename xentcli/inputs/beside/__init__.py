"""What other arrays of a file, and other lists of a row, say about labels and predictions."""
