"""Arrays of MATLAB in HDF5 (version 7.3): axes are reversed, texts are numbers of characters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import InputError, XentError
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.io.containers.dataset import attribute, dataset_item, refusal
from xentcli.io.containers.item import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Numbers

NUMBERS = frozenset(
    {"double", "single", "logical", *(f"{u}int{bits}" for u in ("", "u") for bits in (8, 16, 32, 64))}
)
OBJECT = "save its contents: cellstr(x) for text, double(x) for numbers"
MIXED = ("is a cell array of values other than text", "save numbers as a matrix: cell2mat(x)")


def matlab_item(h5py: Any, name: str, dataset: Any) -> Item | None:
    """Return a variable, or a field of one; None if it has no shape."""
    kind = attribute(dataset.attrs["MATLAB_class"])
    if dataset.shape is None:
        return None
    aliases = (name.replace("/", "."),)
    if "MATLAB_empty" in dataset.attrs:
        return _refused(name, aliases, InputError("is empty", "is this the right variable?", code="XE690"))
    if kind == "cell":
        return _cell(h5py, name, dataset)
    if "MATLAB_object_decode" in dataset.attrs or kind not in NUMBERS | {"char"}:
        error = InputError(f"is a MATLAB {shown(kind)}, which is not supported", OBJECT, code="XE690")
        return _refused(name, aliases, error)
    item = dataset_item(h5py, name, dataset)
    if item is None:
        return None
    item = replace(reversed_axes(item, dataset), aliases=aliases)
    return as_texts(item) if kind == "char" else _as_truths(item) if kind == "logical" else item


def reversed_axes(item: Item, dataset: Any) -> Item:
    """Return the array with its axes in the order of MATLAB and Octave; HDF5 has them in reverse."""

    def read(start: int, stop: int) -> Numbers:
        return np.asarray(dataset[..., start:stop]).T

    chunk = dataset.chunks[-1] if dataset.chunks else 1
    return replace(item, shape=item.shape[::-1], read=read, chunk=chunk, matrix=True)


def as_texts(item: Item) -> Item:
    """Return a matrix of characters as one text for each row, without the blanks at its end."""
    if len(item.shape) != 2:
        return item

    def read(start: int, stop: int) -> Numbers:
        return np.array([text_of(row) for row in item.read(start, stop)], object)

    return replace(item, shape=item.shape[:1], dtype=np.dtype(object), read=read, matrix=False)


def text_of(codes: Numbers) -> str:
    """Return the text of UTF-16 numbers or UTF-8 bytes, without the blanks at its end.

    >>> text_of(np.array([101, 109, 117, 32], "u2"))
    'emu'
    """
    codes = np.ascontiguousarray(codes.reshape(-1))
    form, encoding = ("<u2", "utf-16-le") if codes.dtype.itemsize > 1 else ("u1", "utf-8")
    return codes.astype(form).tobytes().decode(encoding, errors="replace").rstrip(" \0")


def _as_truths(item: Item) -> Item:
    def read(start: int, stop: int) -> Numbers:
        return item.read(start, stop).astype(np.uint8).view(np.bool_)

    return replace(item, dtype=np.dtype(np.bool_), read=read) if item.dtype.itemsize == 1 else item


def _cell(h5py: Any, name: str, dataset: Any) -> Item:
    """Return a cell array of texts as texts."""
    aliases = (name.replace("/", "."),)
    error = refusal(h5py, dataset) if h5py.check_ref_dtype(dataset.dtype) is None else None
    shape = dataset.shape[::-1]
    if error is None and (dataset.size == 0 or math.prod(shape) != max(shape)):
        error = InputError("is a cell array with several rows and columns", MIXED[1], code="XE690")
    if error is not None:
        return _refused(name, aliases, error)
    references = dataset[()].reshape(-1)

    def read(start: int, stop: int) -> Numbers:
        return np.array([_cell_text(dataset.file[one]) for one in references[start:stop]], object)

    return Item(name, (len(references),), np.dtype(object), read, aliases=aliases)


def _cell_text(inside: Any) -> str:
    kind = attribute(inside.attrs.get("MATLAB_class", ""))
    if kind != "char" or inside.ndim != 2 or inside.shape[1] > 1:
        raise InputError(*MIXED, code="XE690")
    return "" if "MATLAB_empty" in inside.attrs else text_of(inside[()])


def sparse_items(h5py: Any, name: str, group: Any) -> Iterator[Item]:
    """Yield a sparse matrix as an array."""
    del h5py
    from xentcli.io.arrays.compressed_rows import from_columns

    shape = int(group.attrs["MATLAB_sparse"]), len(group["jc"]) - 1
    if not {"data", "ir", "jc"} <= {*group}:
        return
    matrix = from_columns(shape, group["jc"][()], group["ir"][()], group["data"][()], name)
    logical = attribute(group.attrs.get("MATLAB_class", "")) == "logical"
    yield Item(name, shape, np.dtype(np.bool_ if logical else matrix.data.dtype), matrix.dense, matrix=True)


def _refused(name: str, aliases: tuple[str, ...], error: XentError) -> Item:
    return Item(
        name, (0,), np.dtype(object), lambda _start, _stop: np.zeros(0), refusals={"": error}, aliases=aliases
    )
