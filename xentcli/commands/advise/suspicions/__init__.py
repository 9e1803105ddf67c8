"""What may be wrong with a pair: one function a suspicion."""
