"""Refuse files of unsupported formats, with the command that converts them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from xentcli.core.errors import InputError, Place
from xentcli.io.compression.registry import split_suffix
from xentcli.io.foreign.others import OTHERS, PICKLES
from xentcli.io.foreign.tables import TABLES

if TYPE_CHECKING:
    from xentcli.io.foreign.foreign import Foreign
    from xentcli.io.source.file import Source

HEAD = 1 << 14
ALL = (*PICKLES, *TABLES, *OTHERS)
TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1b\x1a")
MOST_CONTROLS = 0.1
"""The share of control characters above which bytes are not text."""


def refuse_foreign(source: Source, path: str) -> None:
    """Raise if the file has an unsupported format, or is not text of any kind."""
    head, place = source.read_at(0, HEAD), Place(source.name)
    known = foreign_of(head, path)
    if known is not None:
        raise refusal(known, source.name)
    if is_binary(head):
        message, hint = "is binary, in an unknown format", "write it as CSV, NPY or Parquet"
        raise InputError(message, hint, code="XE696", place=place)


def foreign_of(head: bytes, path: str) -> Foreign | None:
    """Return the format of an unsupported file, by its first bytes, then by its name.

    >>> foreign_of(b"Obj\\1", "y").title, foreign_of(b"a,b", "y.csv")
    ('Avro', None)
    """
    bare = split_suffix(path)[0]
    suffix = os.path.splitext(bare)[1].lower()
    named = next((known for known in ALL if known.named is not None and known.named.fullmatch(path)), None)
    found = named or next((known for known in ALL if known.begins(head)), None)
    return found or (
        next((k for k in ALL if suffix in k.suffixes), None)
        if is_binary(head) or b"\0" in head[:64]
        else None
    )


def refusal(known: Foreign, path: str) -> InputError:
    """Return the error for an unsupported format."""
    message = known.title if known.code == "XE613" else f"is {known.title}"
    message += (
        ""
        if known.code == "XE613" or "which" in message or "pointer" in message
        else ", which is not supported"
    )
    return InputError(message, known.hint(path), code=known.code, place=Place(path))


def is_binary(head: bytes) -> bool:
    """Return whether bytes are not text in UTF-8, UTF-16 or a code page.

    >>> is_binary(b"label\\n0\\0\\n1\\n"), is_binary(bytes(64)), is_binary("label\\n".encode("utf-16"))
    (False, True, False)
    """
    sample = head[:512]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_wide(sample):
        return False
    controls = sum(byte < 32 and byte not in TEXT_CONTROLS for byte in sample)
    return controls > max(2, MOST_CONTROLS * len(sample))


def _is_wide(sample: bytes) -> bool:
    """Return whether every other byte is zero, as in UTF-16 without a mark."""
    even, odd = sample[0::2], sample[1::2]
    return len(sample) >= 4 and (even.count(0) == len(even)) != (odd.count(0) == len(odd))
