"""Write tables in every format, atomically."""
