"""The catalogue of bad inputs: one module a group, one declarative entry an input."""

from catalogue import (
    columnar,
    ids,
    kinds,
    npy,
    npz,
    options,
    outputs,
    packed,
    predictions,
    shapes,
    tables,
    texts,
)

MODULES = (tables, texts, ids, npy, npz, columnar, packed, shapes, kinds, predictions, options, outputs)
ENTRIES = tuple(entry for module in MODULES for entry in module.ENTRIES)
"""All inputs, by letter."""
