"""Partition of inputs into shares of rows that can be read separately."""
