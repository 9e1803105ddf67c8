"""Statistics and orders of more classes than can be compared with each column."""
