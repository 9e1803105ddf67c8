"""What rows say about labels and predictions, in values that merge in any order; nothing here decides."""
