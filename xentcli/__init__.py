"""Cross-entropy from label and prediction files."""
