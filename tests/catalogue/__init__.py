"""The catalogue of bad inputs: one module a group, one declarative entry an input."""
