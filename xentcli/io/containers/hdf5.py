"""Read one array of an HDF5 file, as its writer intended. Runs in a child process."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Any

from xentcli.core.errors import InputError
from xentcli.core.frozen import Frozen, replace
from xentcli.io.containers.dataset import attribute, dataset_item
from xentcli.io.containers.item import MOST_ARRAYS, Item, chosen_item
from xentcli.io.containers.packed import unpacked
from xentcli.io.containers.write import write_item
from xentcli.io.extras import needed

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 20
HIDDEN = ("#", "_i_")
"""The start of the names of internal groups of MATLAB and PyTables."""
CACHE = 1 << 26
"""Bytes of chunks that HDF5 caches."""
KERAS = frozenset({"keras_version", "layer_names", "model_config", "model_weights"})
"""Attributes and groups of the weights of a Keras model."""


def read_hdf5(path: str, out: IO[bytes], member: str | None, usual: list[str], most: int) -> dict[str, Any]:
    """Write the array ``member``, or the chosen one."""
    h5py = needed("h5py", "hdf5", "")
    with (
        open(path, "rb") as raw,
        h5py.File(_opened_by(path, raw), "r", rdcc_nbytes=CACHE, locking=False) as file,
    ):
        items = list(Walk(h5py, file).items(file, ""))
        if member is None and is_model(file, items):
            hint = "predict with the model, and save the predictions: np.save('p.npy', model.predict(x))"
            raise InputError("contains the weights of a Keras model, not predictions", hint, code="XE688")
        return write_item(chosen_item(items, member, tuple(usual)), out, most)


def _opened_by(path: str, raw: IO[bytes]) -> str | IO[bytes]:
    """Return a path for HDF5, which is faster than a Python file."""
    named = os.path.realpath(path)
    same = os.path.exists(named) and os.path.samestat(os.stat(named), os.fstat(raw.fileno()))
    return named if same else raw


def is_model(file: Any, items: list[Item]) -> bool:
    """Return whether a file holds the weights of a Keras model."""
    if KERAS & ({*file.attrs} | {*file}) or "_layer_checkpoint_dependencies" in file:
        return True
    return bool(items) and all("/vars/" in f"/{item.name}" for item in items)


class Walk(Frozen, eq=False):
    """A walk over all groups of a file. Links to other files are not followed."""

    h5py: Any
    file: Any

    @property
    def is_netcdf(self) -> bool:
        """Return whether netCDF-4 wrote the file."""
        return any(name in self.file.attrs for name in ("_NCProperties", "_nc3_strict")) or any(
            "_Netcdf4Dimid" in one.attrs for one in self.file.values() if isinstance(one, self.h5py.Dataset)
        )

    def items(self, group: Any, path: str) -> Iterator[Item]:
        """Yield the arrays in a group and in the groups in it."""
        fills = self.is_netcdf
        seen = {self.h5py.h5o.get_info(group.id).addr}
        for count, (name, inside) in enumerate(self._objects(group, path, seen)):
            if count >= MOST_ARRAYS:
                raise InputError(
                    f"contains more than {MOST_ARRAYS} arrays", "save only those you need", code="XE690"
                )
            yield from self._of(name, inside, fills=fills)

    def _of(self, name: str, inside: Any, *, fills: bool) -> Iterator[Item]:
        if isinstance(inside, self.h5py.Dataset):
            item = self._dataset(name, inside, fills=fills)
            yield from () if item is None else (item,)
            return
        for attribute_name, (module, function) in SPECIAL.items():
            if attribute_name in inside.attrs:
                from importlib import import_module

                make = getattr(import_module(f"xentcli.io.containers.{module}"), function)
                yield from make(self.h5py, name, inside)
                return

    def _dataset(self, name: str, dataset: Any, *, fills: bool) -> Item | None:
        if "MATLAB_class" in dataset.attrs:
            from xentcli.io.containers.matlab73 import matlab_item

            return matlab_item(self.h5py, name, dataset)
        item = dataset_item(self.h5py, name, dataset)
        if item is None:
            return None
        axis = attribute(dataset.attrs.get("CLASS", "")) == "DIMENSION_SCALE"
        item = replace(item, offered=item.offered and not axis)
        if item.refusals or item.dtype.names is not None:
            return item
        item = replace(item, columns=self._along(dataset))
        return unpacked(item, dict(dataset.attrs), fills=fills) if item.dtype.kind in "iuf" else item

    def _along(self, dataset: Any) -> tuple[str, ...] | None:
        """Return the names along the last axis, if the file attaches an array of names to it."""
        if len(dataset.shape) < 2 or "DIMENSION_LIST" not in dataset.attrs:
            return None
        scales = [
            one for one in dataset.dims[len(dataset.shape) - 1].values() if one.shape == dataset.shape[-1:]
        ]
        for scale in scales:
            if self.h5py.check_string_dtype(scale.dtype) is not None:
                return tuple(map(str, scale.asstr()[()].tolist()))
            if scale.dtype.kind in "iu" and not attribute(scale.attrs.get("NAME", "")).startswith(
                "This is a netCDF"
            ):
                return tuple(map(str, scale[()].tolist()))
        return None

    def _objects(self, group: Any, path: str, seen: set[int]) -> Iterator[tuple[str, Any]]:
        """Yield datasets, and groups that are read as a whole, with their paths."""
        for name in group:
            hard = isinstance(group.get(name, getlink=True), self.h5py.HardLink)
            if not hard or name.startswith(HIDDEN) or path.count("/") > DEEPEST:
                continue
            inside = group[name]
            special = not isinstance(inside, self.h5py.Dataset) and any(a in inside.attrs for a in SPECIAL)
            if isinstance(inside, self.h5py.Dataset) or special:
                yield path + name, inside
                continue
            address = self.h5py.h5o.get_info(inside.id).addr
            if isinstance(inside, self.h5py.Group) and address not in seen:
                seen.add(address)
                yield from self._objects(inside, f"{path}{name}/", seen)


SPECIAL = {
    "OCTAVE_NEW_FORMAT": ("octave", "octave_items"),
    "pandas_type": ("hdf_store", "frame_items"),
    "MATLAB_sparse": ("matlab73", "sparse_items"),
}
"""The function that reads a whole group with an attribute of this name."""
