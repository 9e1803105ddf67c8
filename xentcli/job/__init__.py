"""A whole job: pairs labels with predictions, gathers evidence, decides, computes, merges."""
