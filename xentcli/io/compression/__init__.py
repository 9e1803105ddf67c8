"""Read and write compressed files."""
