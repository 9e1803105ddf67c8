"""The mathematics: losses of blocks, their state, and the numbers that follow."""
