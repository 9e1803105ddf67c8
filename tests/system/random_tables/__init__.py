"""Random tables around a known loss: no wrong number, whatever columns and rows there are."""
