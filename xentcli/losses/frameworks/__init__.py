"""The differences between frameworks."""
