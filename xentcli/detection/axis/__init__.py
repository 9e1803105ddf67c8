"""Find the class axis of arrays of rank 3 and more: from the shapes, and from all rows where several fit."""
