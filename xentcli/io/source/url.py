"""Read objects in buckets and files behind URLs by ranges, with the credentials of the system."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import InputError, Place, XentError
from xentcli.core.text import shown
from xentcli.io.extras import needed
from xentcli.io.source.file import Source, changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.source.file import Stamp

SYSTEMS = {
    "s3": ("s3fs", "pip install 'xentcli[remote]'"),
    "gs": ("gcsfs", "pip install gcsfs"),
    "https": ("aiohttp", "pip install 'xentcli[remote]'"),
    "http": ("aiohttp", "pip install 'xentcli[remote]'"),
}
"""For each scheme, the library that reads it and how to install it."""
BUCKETS = frozenset({"s3", "gs"})
"""Schemes with listings. In other URLs a question mark is part of the name."""
KEYS = {
    "s3": "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role",
    "gs": "gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS",
}
NOT_ALLOWED = "permission denied", "XE603"
WANTING = "no credentials were found", "XE626"
MISSING = "no such file", "XE601"
STATUSES = {401: NOT_ALLOWED, 403: NOT_ALLOWED, 404: MISSING, 410: MISSING}
"""Message and code by HTTP status."""
REASONS = {
    "FileNotFoundError": MISSING,
    "PermissionError": NOT_ALLOWED,
    "Forbidden": NOT_ALLOWED,
    "NoCredentialsError": WANTING,
    "PartialCredentialsError": WANTING,
    "DefaultCredentialsError": WANTING,
    "ProfileNotFound": WANTING,
}
"""Message and code by the name of the exception, because the libraries are imported on demand."""
BLOCK, KEPT = 1 << 18, 8
"""Minimum bytes per request, and the number of blocks that are cached."""


class Remote(Source):
    """A file behind a URL. Only the requested ranges are fetched."""

    def __init__(self, url: str) -> None:
        """Request the size and the ETag."""
        self.name, self._url = url, url
        self._system = system_of(url)
        self.stamp = self._stamp_now()
        self.size = self.stamp[0]
        self._read = False
        self._block = lru_cache(KEPT)(self._fetched_block)

    def read_at(self, offset: int, size: int) -> bytes:
        """Return up to ``size`` bytes from ``offset`` on; fewer only at the end."""
        size = max(0, min(size, self.size - offset))
        if size >= BLOCK or not size:
            return self._fetch(offset, size) if size else b""
        first, last = offset // BLOCK, (offset + size - 1) // BLOCK
        data = b"".join(self._block(number) for number in range(first, last + 1))
        return data[offset - first * BLOCK :][:size]

    def fill(self, offset: int, buffer: memoryview) -> int:
        """Fill the buffer from ``offset`` on; return the number of bytes read."""
        found = self.read_at(offset, len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def verify(self) -> None:
        """Raise if the file changed since it was opened. Only checked if something was read."""
        if self._read:
            self._read = False
            if self._stamp_now() != self.stamp:
                raise changed(self.name)

    def _fetched_block(self, number: int) -> bytes:
        start = number * BLOCK
        return self._fetch(start, min(BLOCK, self.size - start))

    def _fetch(self, offset: int, size: int) -> bytes:
        self._read = True
        with said_of(self.name):
            data: bytes = self._system.cat_file(self._url, start=offset, end=offset + size)
        if len(data) != size:
            message = f"returned {len(data)} bytes instead of {size}"
            hint = "does the server support ranges? if not, download the file first"
            raise InputError(message, hint, code="XE627", place=Place(self.name))
        return data

    def _stamp_now(self) -> Stamp:
        with said_of(self.name):
            self._system.invalidate_cache()
            info = self._system.info(self._url)
        if info.get("type") == "directory":
            raise InputError("is a directory", "name a file in it", code="XE602", place=Place(self.name))
        size = info.get("size")
        if not isinstance(size, int):
            hint = "download the file first"
            raise InputError("has no known size", hint, code="XE627", place=Place(self.name))
        marks = ("ETag", "etag", "Last-Modified", "LastModified", "updated")
        return size, next((str(info[mark]) for mark in marks if info.get(mark)), "")


def scheme_of(path: str) -> str | None:
    """Return the URL scheme of a path, or None.

    >>> scheme_of("S3://bucket/y.npy"), scheme_of("y.npy")
    ('s3', None)
    """
    scheme, mark, _ = path.partition("://")
    return scheme.lower() if mark and scheme.replace("+", "").replace(".", "").isalnum() else None


def system_of(url: str) -> Any:
    """Return the file system for the URL, with the credentials of this process."""
    scheme = scheme_of(url) or ""
    library, hint = SYSTEMS[scheme]
    fsspec = needed("fsspec", "remote", url)
    try:
        with said_of(url):
            return fsspec.filesystem(scheme)
    except ImportError as error:
        message = f"needs {library}, which is not installed"
        raise InputError(message, hint, code="XE611", place=Place(url)) from error


def listed(pattern: str) -> list[str]:
    """Return the objects of a bucket that match a pattern."""
    system = system_of(pattern)
    with said_of(pattern):
        return [str(system.unstrip_protocol(name)) for name in system.glob(pattern)]


@contextmanager
def said_of(url: str) -> Iterator[None]:
    """Convert errors of the libraries to InputError for this URL."""
    try:
        yield
    except (XentError, ImportError):
        raise
    except Exception as error:
        told = _told(url, error)
        known = _known(told)
        message, code = known or (f"cannot be read: {_words(told)}", "XE600")
        hint = "is the URL correct, and is the server running?"
        if known in {NOT_ALLOWED, WANTING}:
            hint = KEYS.get(scheme_of(url) or "", "is it public?")
        raise InputError(message, hint, code=code, place=Place(url)) from error


def _told(url: str, error: BaseException) -> BaseException:
    """Return the HTTP error behind a FileNotFoundError, which the library raises for any status."""
    web = scheme_of(url) in {"http", "https"} and isinstance(error, FileNotFoundError)
    return (error.__cause__ if web else None) or error


def _known(error: BaseException) -> tuple[str, str] | None:
    """Return the message and code for an error, by its type or HTTP status, or None."""
    found = STATUSES.get(getattr(error, "status", 0))
    return found or next((REASONS[k.__name__] for k in type(error).__mro__ if k.__name__ in REASONS), None)


def _words(error: BaseException) -> str:
    status = getattr(error, "status", None)
    said = f"the server answered {status} {getattr(error, 'message', '')}" if status else str(error)
    return shown(" ".join(said.split()) or type(error).__name__)
