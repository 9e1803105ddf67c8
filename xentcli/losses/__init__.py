"""Losses of blocks, their mergeable state, and the reported numbers."""
