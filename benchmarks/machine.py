"""The machine and the versions of a measurement."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PEERS = ("torch", "scikit-learn", "polars", "duckdb", "pandas")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, "") or platform.processor() or platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.platform(terse=True)


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (ValueError, OSError, AttributeError):
        return "memory unknown"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not here"


def described() -> str:
    """Return one line about the machine, and one about the peers."""
    python = f"Python {platform.python_version()}, NumPy {_version('numpy')}"
    machine = f"{_processor()}, {os.cpu_count()} cores, {_memory()}, {_system()}, {python}"
    return f"{machine}.\nPeers: {', '.join(f'{name} {_version(name)}' for name in PEERS)}."
