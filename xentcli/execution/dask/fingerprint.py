"""What makes the bits of an answer beside the data: logarithms, and the versions of what computes."""

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
"""Numbers that are looked at, of either precision."""


class Fingerprint(Frozen):
    """What two processes must have in common to get the same bits."""

    versions: tuple[tuple[str, str], ...]
    bits: str
    """A digest of exp, log and log1p of many numbers."""

    def differs(self, other: Fingerprint) -> str | None:
        """What the other one has otherwise, in words; None where both are the same."""
        mine = dict(self.versions)
        for name, theirs in other.versions:
            if mine.get(name) != theirs:
                return f"{name} {theirs}, here {mine.get(name)}"
        return None if self.bits == other.bits else "other bits of exp and log: another kind of processor"


@cache
def fingerprint() -> Fingerprint:
    """This process's own."""
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
