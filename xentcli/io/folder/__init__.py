"""Read folders of files as one input: parts that other programs write, with the keys in their paths."""
