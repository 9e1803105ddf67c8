"""Inputs cut into shares that can be read apart."""
