"""Files to tables of blocks, and blocks to files."""
