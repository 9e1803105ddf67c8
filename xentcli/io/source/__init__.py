"""Read bytes from files, pipes, buckets and URLs."""
