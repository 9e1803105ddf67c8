"""A source of text as a stream of UTF-8, whatever it is encoded in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.errors import InputError, Place
from xentcli.formats.dialect import decoder_of

if TYPE_CHECKING:
    import codecs
    from collections.abc import Callable

    from xentcli.formats.cutting import Start
    from xentcli.formats.source import Source

MARK = "\ufeff".encode()
"""The byte order mark that some programs write first."""


def utf8(source: Source, encoding: str, skip: int = 0) -> Callable[[int], bytes]:
    """A function that returns about the next n bytes of the text as UTF-8, from byte ``skip`` of it on."""
    decoder = decoder_of(encoding)
    if decoder is None:
        reader = source.open()
        reader.seek(skip)
        return reader.read
    read = _Transcoded(source, encoding, decoder).read
    while skip:
        skip -= len(read(skip))
    return read


class _Transcoded:
    """Decodes as much as is asked for, and keeps what was too much."""

    def __init__(self, source: Source, encoding: str, decoder: codecs.IncrementalDecoder) -> None:
        self._source, self._encoding, self._decoder = source, encoding, decoder
        self._offset, self._ready = 0, b""

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes; fewer only at the end."""
        while len(self._ready) < size and self._offset < self._source.size:
            piece = self._source.read_at(self._offset, size)
            self._ready += self._decoded(piece)
            self._offset += len(piece)
        ready, self._ready = self._ready[:size], self._ready[size:]
        return ready

    def _decoded(self, piece: bytes) -> bytes:
        held = len(self._decoder.getstate()[0])
        final = self._offset + len(piece) >= self._source.size
        try:
            return self._decoder.decode(piece, final).encode()
        except UnicodeError as error:
            start = error.start if isinstance(error, UnicodeDecodeError) else 0
            raise self._bad(piece, self._offset - held + start) from error

    def _bad(self, piece: bytes, offset: int) -> InputError:
        at = offset - self._offset
        byte = f"byte 0x{piece[at]:02X} " if 0 <= at < len(piece) else "what stands "
        message = f"{byte}at offset {offset} is not {self._encoding}"
        return InputError(
            message,
            "--encoding NAME says how the text is encoded",
            code="XE620",
            place=Place(self._source.name),
        )


def not_utf8(raw: bytes, start: Start, error: UnicodeDecodeError) -> InputError:
    """The error for a row that is no UTF-8."""
    message = f"byte 0x{raw[error.start]:02X} at offset {start.offset + error.start} is not UTF-8"
    return InputError(
        message,
        "--encoding latin-1, or whatever the text is encoded in",
        code="XE620",
        place=Place(line=start.line),
    )
