"""Read JSON documents: one value that holds many rows, over one line or several."""
