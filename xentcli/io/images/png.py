"""Read PNG masks: a class id for each pixel, as a grey level or as an index into the palette."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import InputError, Place
from xentcli.core.frozen import Frozen
from xentcli.core.text import shown
from xentcli.io.arrays.base import Arrays
from xentcli.io.extras import needed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Numbers
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table

MAGIC = b"\x89PNG\r\n\x1a\n"
GREY, PALETTE = 0, 3
OTHERS = {2: "colours", 4: "grey with transparency", 6: "colours with transparency"}
"""The other types of pixels."""
MOST_PIXELS = 1 << 27
IDS = "write the class id of each pixel: PIL.Image.fromarray(ids.astype('uint8')).save(NEW)"


def open_png(source: Source, options: ReadOptions, _member: str | None, usual: tuple[str, ...]) -> Table:
    """Open a mask as labels (1, H, W)."""
    if "logits" in usual:
        hint = "save the scores of all classes: np.save('p.npy', probs)"
        raise InputError(
            "is an image of class ids, not predictions", hint, code="XE690", place=Place(source.name)
        )
    return MaskTable(source.whole(), options)


class Head(Frozen):
    """The size of an image, the bits of a pixel, and whether pixels are indices into the palette."""

    width: int
    height: int
    bits: int
    is_palette: bool


class MaskTable(Arrays):
    """The class ids of an image, (1, H, W)."""

    is_image = True

    def __init__(self, source: Source, options: ReadOptions) -> None:
        """Read the header and check all checksums; the pixels are decoded when they are read."""
        self._head = _checked(source, min(MOST_PIXELS, options.max_memory))
        shape = (1, self._head.height, self._head.width)
        super().__init__(source.name, shape, np.dtype(np.uint8), options)
        self._source = source
        needed("PIL.Image", "images", source.name)

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """Yield the only row: all pixels."""
        del columns, step
        with self._source.steady():
            yield self._decoded()[None]

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        self._source.verify()

    def _decoded(self) -> Numbers:
        import warnings

        image_of = needed("PIL.Image", "images", self.name)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # on large images, whose size is already checked
                with image_of.open(self._source.open(), formats=["PNG"]) as image:
                    pixels = np.asarray(image)
        except (OSError, SyntaxError, ValueError, zlib.error) as error:
            raise damaged(self.name, shown(str(error))) from error
        if pixels.shape != self.shape[1:]:
            raise damaged(self.name, "it has another number of pixels than its header says")
        return self._as_ids(pixels)

    def _as_ids(self, pixels: Numbers) -> Numbers:
        """Return grey levels as they are stored: Pillow spreads those of 2 and 4 bits over 0 to 255."""
        spread = (
            1 if self._head.is_palette or self._head.bits in {1, 8} else 255 // ((1 << self._head.bits) - 1)
        )
        return np.ascontiguousarray(pixels.astype(np.uint8) // np.uint8(spread))


def _checked(source: Source, most: int) -> Head:
    """Return the header of an image; raise if it holds no ids, is too large, or is damaged."""
    head = _head(source)
    if head.width * head.height > most:
        message = f"has {head.width} x {head.height} pixels, over the limit of {most}"
        hint = f"use --max-memory N to allow N pixels, up to {MOST_PIXELS}"
        raise InputError(message, hint, code="XE692", place=Place(source.name))
    offset, kind = len(MAGIC), b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", _exactly(source, offset, 8))
        data = _exactly(source, offset + 4, length + 8)
        if zlib.crc32(data[:-4]) != int.from_bytes(data[-4:], "big"):
            raise damaged(source.name, f"a checksum is wrong (at byte {offset})")
        if kind == b"acTL":
            raise InputError("is an animation, not a mask", IDS, code="XE690", place=Place(source.name))
        offset += length + 12
    if offset != source.size:
        raise damaged(source.name, "it has data after its end")
    return head


def _head(source: Source) -> Head:
    raw = _exactly(source, 0, 33)
    if raw[:8] != MAGIC or raw[12:16] != b"IHDR":
        raise damaged(source.name, "it does not start like a PNG file")
    width, height, bits, kind = struct.unpack(">IIBB", raw[16:26])
    if kind not in {GREY, PALETTE} or bits > 8:
        what = OTHERS.get(kind, f"grey of {bits} bits")
        raise InputError(
            f"is an image of {what}, not a mask of class ids", IDS, code="XE690", place=Place(source.name)
        )
    if not width or not height or bits not in {1, 2, 4, 8}:
        raise damaged(source.name, "its header has no size")
    return Head(width, height, bits, kind == PALETTE)


def _exactly(source: Source, offset: int, size: int) -> bytes:
    data = source.read_at(offset, size) if offset + size <= source.size else b""
    if len(data) < size:
        raise damaged(source.name, "it is truncated")
    return data


def damaged(name: str, why: str) -> InputError:
    """Return the error for a damaged image."""
    return InputError(
        f"is damaged (PNG): {why}", "copy or save the file again", code="XE670", place=Place(name)
    )
