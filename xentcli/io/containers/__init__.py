"""Containers of arrays that C libraries read in a child process: HDF5, MATLAB, netCDF and Zarr."""
