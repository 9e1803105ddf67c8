"""Use other arrays of a file, and other lists of a row, to read labels and predictions."""
