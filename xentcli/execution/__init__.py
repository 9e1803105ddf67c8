"""Work over blocks: on threads, processes or a cluster."""
