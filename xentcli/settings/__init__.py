"""Everything that a user can ask for, checked before anything is read."""
