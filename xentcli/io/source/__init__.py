"""Bytes from files, pipes, buckets and URLs."""
