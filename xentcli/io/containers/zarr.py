"""Read one array of a Zarr store, a folder or a zip file, of format 2 or 3. Runs in a child process."""

from __future__ import annotations

import warnings
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import InputError
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.io.containers.item import MOST_ARRAYS, MOST_CHUNKS, Item, chosen_item, missing_chunks
from xentcli.io.containers.packed import unpacked
from xentcli.io.containers.write import write_item
from xentcli.io.extras import needed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Numbers

CODECS = frozenset(
    {
        "blosc",
        "zstd",
        "gzip",
        "zlib",
        "lz4",
        "lzma",
        "bz2",
        "delta",
        "shuffle",
        "bitround",
        "quantize",
        "packbits",
    }
    | {"fixedscaleoffset", "scale_offset", "astype", "cast_value", "crc32", "crc32c", "adler32", "fletcher32"}
    | {"jenkins_lookup3", "bytes", "transpose", "sharding_indexed", "vlen-utf8", "vlen-bytes", "vlen-array"}
)
"""The supported codecs; others, such as pickle, could run any code."""


def read_zarr(
    path: str, out: IO[bytes], member: str | None, usual: list[str], most: int, folder: str | None = None
) -> dict[str, Any]:
    """Write the array ``member``, or the chosen one. ``folder`` is the path of a store in a folder."""
    zarr = needed("zarr", "science", "")
    warnings.simplefilter("ignore")  # on metadata that is consolidated, or of other versions
    store = (
        zarr.storage.ZipStore(path, mode="r")
        if folder is None
        else zarr.storage.LocalStore(folder, read_only=True)
    )
    root = zarr.open(store=store, mode="r")
    arrays = {"": root} if isinstance(root, zarr.Array) else dict(_arrays(zarr, root))
    items = [_item(name, array, arrays) for name, array in arrays.items()]
    return write_item(chosen_item(items, member, tuple(usual)), out, most)


def _arrays(zarr: Any, root: Any) -> Iterator[tuple[str, Any]]:
    for count, (name, inside) in enumerate(root.members(max_depth=None)):
        if count >= MOST_ARRAYS:
            raise InputError(
                f"contains more than {MOST_ARRAYS} arrays", "save only those you need", code="XE690"
            )
        if isinstance(inside, zarr.Array):
            yield name, inside


def _item(name: str, array: Any, known: dict[str, Any]) -> Item:
    error = _unknown_codec(array)
    dtype = np.dtype(array.dtype)
    text = dtype.kind in "OT"
    shards = getattr(array, "shards", None) or array.chunks

    def read(start: int, stop: int) -> Numbers:
        block = np.asarray(array[start:stop])
        return block.astype(object) if text else block

    axes = _axes(array)
    inside, _, own = name.rpartition("/")
    item = Item(
        name,
        tuple(array.shape),
        np.dtype(object) if text else dtype,
        read,
        chunk=shards[0] if shards else 1,
        offered=own not in axes or len(array.shape) != 1,
        refusals={} if error is None else {"": error},
    )
    if error is not None or dtype.kind not in "iuf":
        return item
    axis = known.get(f"{inside}/{axes[-1]}".lstrip("/")) if len(axes) > 1 and axes[-1] else None
    item = replace(item, columns=_along(axis), notes=_missing_chunks(array))
    return unpacked(item, _attributes(array), fills=False)


def _attributes(array: Any) -> dict[str, Any]:
    """Return the attributes; in format 2, xarray stores the mark of missing numbers as the fill value."""
    told = dict(array.attrs)
    if "_ARRAY_DIMENSIONS" in told and array.metadata.zarr_format == 2 and array.fill_value is not None:
        told.setdefault("_FillValue", array.fill_value)
    return told


def _missing_chunks(array: Any) -> tuple[str, ...]:
    """Return a note on chunks that are not stored: they hold the fill value or are lost."""
    if not array.nchunks or array.nchunks > MOST_CHUNKS:
        return ()
    return missing_chunks(array.nchunks - array.nchunks_initialized, array.nchunks, array.fill_value)


def _axes(array: Any) -> tuple[str, ...]:
    """Return the names of the axes, as xarray writes them."""
    names = getattr(array.metadata, "dimension_names", None) or array.attrs.get("_ARRAY_DIMENSIONS") or ()
    return tuple(str(name or "") for name in names)


def _along(axis: Any) -> tuple[str, ...] | None:
    """Return the names that an array gives to an axis."""
    if axis is None or len(axis.shape) != 1 or axis.shape[0] > 1_000_000 or _unknown_codec(axis) is not None:
        return None
    return tuple(map(str, axis[:].tolist())) if np.dtype(axis.dtype).kind in "iuOTU" else None


def _unknown_codec(array: Any) -> InputError | None:
    """Return the error of an array with an unsupported encoding, or None."""
    told = array.metadata.to_dict()
    for name in _codecs([told.get(key) for key in ("compressor", "filters", "codecs")]):
        if name.removeprefix("numcodecs.") not in CODECS:
            message = f"is encoded with {shown(name)}, which is not supported"
            return InputError(message, "save it again with zstd or blosc", code="XE689")
    return None


def _codecs(told: Any) -> Iterator[str]:
    """Yield the names of codecs, including nested ones."""
    if isinstance(told, dict):
        name = told.get("id", told.get("name"))
        yield from () if name is None else (str(name),)
        inner = told.get("configuration")
        if isinstance(inner, dict):
            yield from _codecs([inner.get("codecs"), inner.get("index_codecs")])
    elif isinstance(told, list | tuple):
        for one in told:
            yield from _codecs(one)
