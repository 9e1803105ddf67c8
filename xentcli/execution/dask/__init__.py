"""Work on a dask cluster."""
