"""Read text in any encoding as a UTF-8 stream."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, InputError, Place, UsageError
from xentcli.core.frozen import replace
from xentcli.core.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions

MARK = "\ufeff".encode()
"""The byte order mark, which some programs write first."""
WIDE_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""The byte order marks of wider encodings, the longest first."""


def utf8(source: Source, encoding: str, skip: int = 0) -> Callable[[int], bytes]:
    """Return a function that reads the next n bytes of the text as UTF-8 (fewer at the end)."""
    decoder = decoder_of(encoding)
    if decoder is None:
        reader = source.open()
        reader.seek(skip)
        return reader.read
    read = _Transcoded(source, encoding, decoder).read
    while skip and (passed := read(min(skip, 1 << 20))):
        skip -= len(passed)
    return read


def decoder_of(encoding: str) -> codecs.IncrementalDecoder | None:
    """Return a decoder, or None if the text is UTF-8 already."""
    try:
        if codecs.lookup(encoding).name in {"utf-8", "utf-8-sig", "ascii"}:
            return None
        "".encode(encoding)  # raises for codecs that are not text encodings, such as hex
        return codecs.getincrementaldecoder(encoding)("strict")
    except (LookupError, ValueError, TypeError) as error:
        hint = "for example utf-8, utf-16, latin-1 or cp1252"
        raise UsageError(f"unknown encoding '{shown(encoding)}'", hint, code="XE557") from error


def of_text(source: Source, options: ReadOptions) -> ReadOptions:
    """Return the options with the encoding from a byte order mark of UTF-16 or UTF-32."""
    start = source.read_at(0, 4)
    found = next((name for mark, name in WIDE_MARKS.items() if start.startswith(mark)), None)
    if found is None or decoder_of(options.encoding) is not None:
        return options
    return replace(options, encoding=found)


def start_of(source: Source, encoding: str, size: int) -> tuple[int, bytes]:
    """Return the size of the byte order mark (0 without one), and up to ``size`` bytes of UTF-8 after it."""
    wide = _wide(source.read_at(0, 64))
    unmarked = wide != "utf-16" and encoding.lower().replace("_", "-") in {"utf-16", "utf16"}
    if wide and (unmarked or decoder_of(encoding) is None):
        ways = ({"encoding": wide},)
        place = Place(source.name)
        raise InputError("looks like UTF-16", f"use --encoding {wide}", code="XE621", place=place, ways=ways)
    head = utf8(source, encoding)(size + len(MARK))
    if head.startswith(MARK + MARK):
        hint = "remove them: tail -c +7 FILE | xentcli ... -"
        raise DataError("starts with two byte order marks", hint, code="XE018", place=Place(source.name, 1))
    mark = len(MARK) if head.startswith(MARK) else 0
    return mark, head[mark : mark + size]


def _wide(start: bytes) -> str | None:
    """Return the encoding of UTF-16 text, detected by its byte order mark or its NULs, else None.

    >>> [_wide(text.encode(name)) for text in ["label"] for name in ("utf-8", "utf-16", "utf-16-be")]
    [None, 'utf-16', 'utf-16-be']
    """
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = start[0::2], start[1::2]
    nul_even, nul_odd = even.count(0) == len(even), odd.count(0) == len(odd)
    if len(start) < 4 or nul_even == nul_odd:
        return None
    return "utf-16-be" if nul_even else "utf-16-le"


class _Transcoded:
    """Decodes on demand and buffers what was not requested yet."""

    def __init__(self, source: Source, encoding: str, decoder: codecs.IncrementalDecoder) -> None:
        self._source, self._encoding, self._decoder = source, encoding, decoder
        self._reader = source.open()
        self._offset, self._ready, self._final = 0, b"", False

    def read(self, size: int) -> bytes:
        """Return the next ``size`` bytes; fewer only at the end."""
        while len(self._ready) < size and not self._final:
            piece = self._reader.read(size)
            self._final = len(piece) < size
            self._ready += self._decoded(piece)
            self._offset += len(piece)
        ready, self._ready = self._ready[:size], self._ready[size:]
        return ready

    def _decoded(self, piece: bytes) -> bytes:
        held = self._decoder.getstate()[0]
        try:
            return self._decoder.decode(piece, self._final).encode()
        except UnicodeError as error:
            at = error.start if isinstance(error, UnicodeDecodeError) else 0
            byte = (held + piece)[at : at + 1]
            place = self._offset - len(held) + at
            message = f"byte 0x{byte.hex().upper()} at offset {place} is not {self._encoding}"
            hint = "use --encoding NAME to name the encoding of the text"
            raise InputError(message, hint, code="XE620", place=Place(self._source.name)) from error
