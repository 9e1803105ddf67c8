"""Replace files atomically."""

from __future__ import annotations

import errno
import os
import stat
import zlib
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from xentcli.core.errors import OutputError, Place
from xentcli.io.write.destination import check_destination, exists, look, named, straight, stream_number
from xentcli.io.write.flush import flowing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["check_destination", "replacing"]

CANNOT_SYNC = {errno.EBADF, errno.EINVAL, errno.ENOTSUP}
"""Errors of fsync on directories that do not support it."""
CANNOT_LINK = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS}
"""Errors of link on file systems without hard links."""


@contextmanager
def replacing(path: Path, *, force: bool = False) -> Iterator[IO[bytes]]:
    """Yield a file that replaces ``path`` if the block succeeds, and is removed if not.

    The caller writes and does not close. Devices, FIFOs and ``/dev/stdout`` are written directly. Every
    failure is an OutputError, except a broken pipe on stdout.
    """
    with named(path):
        number = stream_number(path)
        old = None if number is not None else look(path, force)
        if number is not None:
            yield from straight(os.dup(number))
        elif old is not None and not stat.S_ISREG(old.st_mode):
            yield from straight(os.open(path, os.O_WRONLY | os.O_NOCTTY | os.O_CLOEXEC))
        else:
            from pathlib import Path

            yield from _whole(Path(os.path.realpath(path)), old, force)


def _whole(path: Path, old: os.stat_result | None, force: bool) -> Iterator[IO[bytes]]:
    folder = _open_folder(path.parent)
    try:
        _sweep(folder, path.name)
        with _draft(folder, path.name, old) as (file, name):
            yield file
            file.flush()
            if old is not None:
                _keep_owner_and_mode(file.fileno(), old)
            os.fsync(file.fileno())
            _publish(folder, path, file.fileno(), name, force)
        _sync(folder, path)
    finally:
        os.close(folder)


def _open_folder(folder: Path) -> int:
    """Open the directory, so that it cannot be swapped while the file is written."""
    flags = os.O_DIRECTORY | os.O_CLOEXEC
    try:
        return os.open(folder, os.O_RDONLY | flags)
    except PermissionError:  # a writable folder may be unreadable
        return os.open(folder, getattr(os, "O_PATH", os.O_RDONLY) | flags)


@contextmanager
def _draft(folder: int, target: str, old: os.stat_result | None) -> Iterator[tuple[IO[bytes], str]]:
    """Yield a temporary file, and the name that it may have until it is published."""
    name = _prefix(target) + os.urandom(8).hex()
    mode = 0o666 if old is None else 0o600
    try:
        nameless = _nameless(folder, mode)
        with flowing(_hidden(folder, name, mode) if nameless is None else nameless) as file:
            yield file, name
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)


def _prefix(target: str) -> str:
    return f".xentcli-{zlib.crc32(os.fsencode(target)):08x}-"


def _nameless(folder: int, mode: int) -> int | None:
    """Return an unnamed file, which vanishes with the process, or None if the system does not support it."""
    if not hasattr(os, "O_TMPFILE") or not os.path.exists("/proc/self/fd"):
        return None
    try:
        descriptor = os.open(".", os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, mode, dir_fd=folder)
    except OSError:
        return None
    _lock(descriptor)
    return descriptor


def _hidden(folder: int, name: str, mode: int) -> int:
    """Create a file under its temporary name; retry if another run removed it before it was locked."""
    while True:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(name, flags, mode, dir_fd=folder)
        _lock(descriptor)
        if os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Lock a draft to mark it as in use; return whether that worked."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (OSError, ImportError):
        return False
    return True


def _keep_owner_and_mode(descriptor: int, old: os.stat_result) -> None:
    with suppress(PermissionError):
        os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _publish(folder: int, path: Path, descriptor: int, name: str, force: bool) -> None:
    """Give the draft its final name, atomically: by link if it must not replace a file, else by rename."""
    nameless = not os.fstat(descriptor).st_nlink
    source = f"/proc/self/fd/{descriptor}" if nameless else name
    try:
        return _link(folder, source, path.name)
    except FileExistsError:
        if not force:
            raise exists(path) from None
    except OSError as error:
        if nameless or error.errno not in CANNOT_LINK:
            raise
    if nameless:
        _link(folder, source, name)
    os.replace(name, path.name, src_dir_fd=folder, dst_dir_fd=folder)
    return None


def _link(folder: int, source: str, name: str) -> None:
    os.link(source, name, src_dir_fd=folder, dst_dir_fd=folder)  # without src_dir_fd, 3.11 links the link


def _sync(folder: int, path: Path) -> None:
    """Sync the directory. If this fails, the old file is already replaced."""
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in CANNOT_SYNC:
            message = f"written, but perhaps not yet on disk: {error.strerror or error}"
            raise OutputError(message, "check the disk, then run sync", place=Place(str(path))) from error


def _sweep(folder: int, target: str) -> None:
    """Remove drafts that killed runs left next to this destination. Drafts in use are locked."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if name.startswith(_prefix(target)):
                _remove_abandoned(folder, name)


def _remove_abandoned(folder: int, name: str) -> None:
    with suppress(OSError):
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
        try:
            if stat.S_ISREG(os.fstat(descriptor).st_mode) and _lock(descriptor):
                os.unlink(name, dir_fd=folder)
        finally:
            os.close(descriptor)
