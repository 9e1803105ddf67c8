"""Datasets of HDF5 as arrays: their types, texts, names of classes and filters."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import InputError, XentError
from xentcli.core.text import shown
from xentcli.io.containers.item import MOST_CHUNKS, Item, Names, missing_chunks

if TYPE_CHECKING:
    from xentcli.core.types import Numbers

ELSEWHERE = "stores its data in other files"
RAGGED = ("contains lists of different lengths", "write an array with one row per sample")
REFERENCES = ("contains references to other objects", "name the array that they point to")
EMPTY = ("has no data: it was never written", "did the program that wrote it fail?")


def dataset_item(h5py: Any, name: str, dataset: Any) -> Item | None:
    """Return a dataset as it is stored; None if it has no shape."""
    if dataset.shape is None:
        return None
    dtype, classes = plain_type(h5py, dataset.dtype)
    reason = refusal(h5py, dataset)
    fields = dtype.names or ()
    refused = {field: _no_numbers(h5py, dataset.dtype[field]) for field in fields}
    known = {field: error for field, error in refused.items() if error is not None}
    kept = [field for field in fields if field not in known]
    if known:
        dtype = np.dtype([(field, dtype[field]) for field in kept])
        reason = reason or (None if kept else next(iter(known.values())))

    def read(start: int, stop: int) -> Numbers:
        block = dataset.fields(kept)[start:stop] if known else dataset[start:stop]
        return np.asarray(block)

    inner = dtype.subdtype[1] if dtype.subdtype else ()
    return Item(
        name,
        (*dataset.shape, *inner),
        dtype.base,
        read,
        chunk=dataset.chunks[0] if dataset.chunks else 1,
        offered=bool(dataset.shape) and not (reason is not None and is_reference(h5py, dataset.dtype)),
        classes=classes,
        refusals={"": reason} if reason is not None else known,
        notes=() if reason is not None else _lost(dataset),
    )


def _lost(dataset: Any) -> tuple[str, ...]:
    """Return a note on chunks that are not stored, or stand where no chunk of the array begins."""
    if dataset.chunks is None:
        return ()
    chunks = prod(-(-size // own) for size, own in zip(dataset.shape, dataset.chunks, strict=True))
    if chunks > MOST_CHUNKS:
        return ()
    stored: set[tuple[int, ...]] = set()
    dataset.id.chunk_iter(lambda chunk: stored.add(chunk.chunk_offset))
    known = [at for at in stored if all(map(_begins, at, dataset.chunks, dataset.shape))]
    return missing_chunks(chunks - len(known), chunks, dataset.fillvalue)


def _begins(place: int, chunk: int, size: int) -> bool:
    return place % chunk == 0 and place < size


def plain_type(h5py: Any, dtype: np.dtype[Any]) -> tuple[np.dtype[Any], dict[str, Names]]:
    """Return the type without its HDF5 metadata, and the class names of enumerations by field.

    Texts of any length are objects.
    """
    if dtype.names is not None:
        plain: dict[str, np.dtype[Any]] = {}
        names: dict[str, Names] = {}
        for field in dtype.names:
            plain[field], own = plain_type(h5py, dtype[field])
            names |= {field: own[""]} if "" in own else {}
        return np.dtype([(field, plain[field]) for field in dtype.names]), names
    if dtype.subdtype is not None:
        base, own = plain_type(h5py, dtype.subdtype[0])
        return np.dtype((base, dtype.subdtype[1])), own
    told = h5py.check_enum_dtype(dtype)
    own = {} if told is None else {"": (tuple(map(str, told)), tuple(map(int, told.values())))}
    return (np.dtype(object) if dtype.kind == "O" else np.dtype(dtype.str)), own


def refusal(h5py: Any, dataset: Any) -> XentError | None:
    """Return the error of a dataset that cannot be read, or None."""
    if dataset.external or dataset.is_virtual:
        return InputError(ELSEWHERE, "copy it into one file with h5repack", code="XE657")
    return _no_numbers(h5py, dataset.dtype) or _missing_filter(h5py, dataset) or _never_written(dataset)


def is_reference(h5py: Any, dtype: np.dtype[Any]) -> bool:
    """Return whether the values refer to other objects or regions of them."""
    return h5py.check_ref_dtype(dtype) is not None


def _no_numbers(h5py: Any, dtype: np.dtype[Any]) -> XentError | None:
    """Return the error for objects other than texts, or None."""
    if dtype.subdtype is not None:
        dtype = dtype.subdtype[0]
    if dtype.kind != "O" or h5py.check_string_dtype(dtype) is not None:
        return None
    return InputError(*(REFERENCES if is_reference(h5py, dtype) else RAGGED), code="XE690")


def _never_written(dataset: Any) -> XentError | None:
    if dataset.size and not dataset.id.get_storage_size():
        return InputError(*EMPTY, code="XE690")
    return None


def _missing_filter(h5py: Any, dataset: Any) -> XentError | None:
    """Return the error of a dataset that is compressed with a missing filter, or None."""
    filters = dataset.id.get_create_plist()
    for place in range(filters.get_nfilters()):
        code, _, _, name = filters.get_filter(place)
        if not _is_there(h5py, code):
            return _no_filter(code, name.decode(errors="replace"))
    return None


def _is_there(h5py: Any, code: int) -> bool:
    if h5py.h5z.filter_avail(code):
        return True
    try:
        import hdf5plugin  # noqa: F401
    except ImportError:
        return False
    return bool(h5py.h5z.filter_avail(code))


def _no_filter(code: int, name: str) -> InputError:
    from importlib.util import find_spec

    title = shown(name) or f"number {code}"
    if find_spec("hdf5plugin") is None:
        message = f"is compressed with the filter {title}, which needs hdf5plugin"
        return InputError(message, "pip install 'xentcli[hdf5]'", code="XE689")
    message = f"is compressed with the filter {title}, which is unknown"
    return InputError(message, "write it again with gzip: h5repack -f GZIP=5 FILE NEW", code="XE689")


def attribute(value: Any) -> str:
    """Return an attribute as text; empty if it is not text."""
    if isinstance(value, np.ndarray):
        value = value.reshape(-1)[0] if value.size else ""
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return value if isinstance(value, str) else str(value) if isinstance(value, np.generic) else ""
