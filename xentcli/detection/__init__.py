"""What all rows say: kind of labels, scale of predictions, loss and classes."""
