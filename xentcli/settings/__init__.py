"""The settings of a computation, and the checks before any input is read."""
