"""The registry of compressions: suffixes, magic bytes, readers and writers."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.io.compression import read, write

if TYPE_CHECKING:
    from xentcli.io.compression.read import Unpack
    from xentcli.io.compression.write import Pack


class Compression(Frozen):
    """A compression format."""

    name: str
    suffix: str
    magic: re.Pattern[bytes]
    cat: str
    """The command that decompresses to stdout."""
    test: str
    """The command that tests for damage."""
    unpack: Unpack
    pack: Pack
    limit: tuple[str, str] = ("", "")
    """The memory limit of decompression, and the option that raises it. Empty if not needed."""


COMPRESSIONS = (
    Compression("gzip", ".gz", re.compile(rb"\x1f\x8b"), "zcat", "gzip -t", read.gzip, write.gzip),
    Compression("bzip2", ".bz2", re.compile(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)"), "bzcat", "bzip2 -t",
                read.bzip2, write.bzip2),
    Compression("xz", ".xz", re.compile(rb"\xfd7zXZ\0"), "xzcat", "xz -t", read.xz, write.xz,
                ("--max-memory ({memory} bytes)", "use --max-memory BYTES to raise the limit")),
    Compression("zstd", ".zst", re.compile(rb"[\x22-\x28]\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), "zstdcat",
                "zstd -t", read.zstd, write.zstd,
                ("its reader allows (128 MiB)", "zstdcat --long=31 FILE | xentcli ... -")),
)  # fmt: skip
"""All compressions. The magic bytes of zstd include old versions and skippable frames."""


def compression_of(start: bytes) -> Compression | None:
    """Return the compression with these magic bytes, or None.

    >>> compression_of(bytes.fromhex("1f8b08")).name, compression_of(b"label")
    ('gzip', None)
    """
    return next((kind for kind in COMPRESSIONS if kind.magic.match(start)), None)


def split_suffix(name: str) -> tuple[str, Compression | None]:
    """Return a file name without its compression suffix, and the compression or None.

    >>> bare, kind = split_suffix("labels.csv.gz")
    >>> bare, kind.name, split_suffix("labels.csv")
    ('labels.csv', 'gzip', ('labels.csv', None))
    """
    bare, suffix = os.path.splitext(name)
    kind = next((kind for kind in COMPRESSIONS if kind.suffix == suffix.lower()), None)
    return (name if kind is None else bare), kind
