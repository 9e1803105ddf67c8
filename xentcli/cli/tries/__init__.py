"""The commands to type instead of one that failed: edited, run on the same input, and written as lines."""
