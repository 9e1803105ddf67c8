"""Every target of the fuzzers: a function of any bytes that fails where the contract is broken."""

from importlib import import_module

TARGETS = (
    *("npy_header", "npz_directory", "csv_table", "tool_files", "json_documents", "json_records"),
    *("tool_arrays", "first_bytes", "table_cells", "cell_numbers", "messages", "packed", "commands"),
)


def target(name):
    """The function of a target, imported now: coverage is counted of what is imported under the fuzzer."""
    return import_module(name).check
