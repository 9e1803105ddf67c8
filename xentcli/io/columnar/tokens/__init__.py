"""Records that hold one row per token: a list of labels, and a list of scores for each label."""
