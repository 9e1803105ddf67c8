"""Execution of tasks on a dask cluster."""
