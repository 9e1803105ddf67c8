"""Execution of work over blocks, on threads, processes or a cluster."""
