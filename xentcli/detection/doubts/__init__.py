"""Predictions that their names or sums say are on another scale, or no scores at all."""
