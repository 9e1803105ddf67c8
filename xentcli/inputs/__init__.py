"""Which columns of the opened tables are labels, predictions and weights, and what is said about it."""
