"""Detection of the kind of labels, the scale of predictions, the loss and the classes from all rows."""
