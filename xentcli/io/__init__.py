"""Read files as tables of blocks, and write blocks to files."""
