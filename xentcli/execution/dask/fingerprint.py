"""Fingerprint of a process: library versions, and the bits that its logarithms and exponentials give."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from xentcli._version import __version__
from xentcli.core.frozen import Frozen

LIBRARIES = ("numpy", "pandas", "pyarrow", "distributed")
VALUES = 1 << 12
"""The number of values that are tested in each precision."""


class Fingerprint(Frozen):
    """The properties that two processes must share to compute bit-identical results."""

    versions: tuple[tuple[str, str], ...]
    bits: str
    """SHA-256 digest of log, log1p, exp and expm1 of many numbers."""

    def differs(self, other: Fingerprint) -> str | None:
        """Return a description of how ``other`` differs from this one, or None if they are equal."""
        mine = dict(self.versions)
        for name, theirs in other.versions:
            if mine.get(name) != theirs:
                return f"{name} {theirs}, here {mine.get(name)}"
        return (
            None
            if self.bits == other.bits
            else "other results of exp and log, from another kind of processor"
        )


@cache
def fingerprint() -> Fingerprint:
    """Return the fingerprint of this process."""
    python = ".".join(map(str, sys.version_info[:2]))
    own = [("xentcli", __version__), ("Python", python), ("byte order", sys.byteorder)]
    return Fingerprint((*own, *((name, _version(name)) for name in LIBRARIES)), _bits())


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _bits() -> str:
    digest = sha256()
    spread = np.arange(1, VALUES + 1) / VALUES
    for kind in (np.float32, np.float64):
        unit, wide = spread.astype(kind), ((spread - 0.5) * 160).astype(kind)
        for found in (
            np.log(unit),
            np.log1p(unit),
            np.log1p(np.negative(unit[:-1])),
            np.exp(wide),
            np.expm1(wide),
        ):
            digest.update(found.tobytes())
    return digest.hexdigest()
