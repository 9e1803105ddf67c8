"""Tables written in every format, atomically."""
