"""On its way to another package."""
