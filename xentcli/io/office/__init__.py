"""Spreadsheets and databases."""
