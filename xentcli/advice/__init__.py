"""What `advise` makes of labels and predictions: a tolerant reading, statistics of one pass, and findings."""
