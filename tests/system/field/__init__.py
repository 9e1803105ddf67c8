"""Situations that people met with labels and predictions, and what a user needs to see in each."""
