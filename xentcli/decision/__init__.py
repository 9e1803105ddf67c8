"""From the evidence of the whole input to one reading of it: the kind of labels, the loss, the scale."""
