"""Selection of the label, prediction and weight columns of the opened tables."""
