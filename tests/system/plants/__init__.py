"""Models that are trained, the files that they leave, and the mistakes that are planted into those."""
