"""Suspicions about labels and predictions, one function each."""
