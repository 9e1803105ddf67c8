"""Run readers of C libraries in a child process, so that a damaged file cannot crash this one.

A reader is a function ``reader(path, out, **told)`` that writes the data to the binary file ``out`` as
Arrow IPC, NPY, JSON or delimited text. It is named by module and function, takes plain JSON values, and may
return one.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from xentcli.core import errors
from xentcli.core.errors import InputError, Place, XentError
from xentcli.core.text import shown
from xentcli.io.source.file import Source
from xentcli.io.source.spool import spooled

if TYPE_CHECKING:
    from typing import IO

MEMORY = 4 << 30
"""The minimum limit of a child's address space in bytes; library code takes most of it."""
BATCHES = 8
"""A child may use this many times --max-memory more."""
SECONDS, PACE = 120, 1 << 20
"""The minimum processor time of a child, and the bytes of the file for each further second."""
FAILED = 3
DAMAGED = "copy or save the file again"
LONE = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Set to 1 in a child, because each thread's stack and buffers count against the memory limit."""
MOST, LARGEST = 4, 1 << 26
"""The number of outputs that are kept, and their maximum size in bytes."""
_KEPT: dict[str, tuple[Source, Any]] = {}
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def converted(reader: str, source: Source, title: str, memory: int, **told: Any) -> Source:
    """Return the output of a reader for a file. ``title`` is the format, for messages.

    Raise the errors of the reader. A crash and too much memory or time are errors as well.
    """
    return reported(reader, source, title, memory, **told)[0]


def reported(reader: str, source: Source, title: str, memory: int, **told: Any) -> tuple[Source, Any]:
    """Return the output of a reader for a file, and its return value.

    Both are cached, because a command may open a file several times.
    """
    source = _local(source.whole())
    key = _key(source, reader, told)
    kept = _KEPT.get(key)
    if kept is None:
        kept = _made(reader, source, title, memory, told)
        if kept[0].size <= LARGEST:
            _KEPT[key] = kept
        if len(_KEPT) > MOST:
            del _KEPT[next(iter(_KEPT))]
    out, report = kept
    assert out.descriptor is not None
    return Source(os.dup(out.descriptor), source.name, watched=False), report


def _key(source: Source, reader: str, told: dict[str, Any]) -> str:
    """Return a key for the state of a file and what is read from it."""
    assert source.descriptor is not None
    state = os.fstat(source.descriptor)
    file = (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
    return json.dumps([*file, reader, told])


def _made(reader: str, source: Source, title: str, memory: int, told: dict[str, Any]) -> tuple[Source, Any]:
    import tempfile

    limits = (MEMORY + BATCHES * memory, SECONDS + source.size // PACE)
    try:
        with tempfile.TemporaryFile() as out:
            report = _run(reader, source, title, limits, out, told)
            return Source(os.dup(out.fileno()), source.name, watched=False), report
    except OSError as error:
        raise InputError(*_no_room(error), code="XE607", place=Place(source.name)) from error


def _no_room(error: OSError) -> tuple[str, str]:
    """Return the message and the hint for output that cannot be stored."""
    return f"cannot write a temporary copy: {error.strerror or error}", "set TMPDIR to another folder"


def _run(
    reader: str, source: Source, title: str, limits: tuple[int, int], out: IO[bytes], told: dict[str, Any]
) -> Any:
    """Run a reader in a child process, and return its result."""
    assert source.descriptor is not None
    files = (source.descriptor, out.fileno())
    command = [sys.executable, "-P", "-m", "xentcli.io.child", reader, json.dumps([*files, *limits, told])]
    own = {"ARROW_DEFAULT_MEMORY_POOL": "system", "PYTHONPATH": os.pathsep.join(_paths())}
    lone = os.environ | dict.fromkeys(LONE, "1") | own
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, pass_fds=files, env=lone, check=False
    )
    source.verify()
    if done.returncode:
        raise _error(done, source.name, title)
    return json.loads(done.stdout or b"null")


def _paths() -> list[str]:
    """Return the import folders, without the working directory unless this package is in it."""
    here, own = os.getcwd(), os.path.abspath(os.path.join(__file__, *[os.pardir] * 3))
    known = [path for path in map(os.path.abspath, filter(None, sys.path)) if path != here]
    return known if own in known else [own, *known]


def _error(done: subprocess.CompletedProcess[bytes], name: str, title: str) -> XentError:
    """Return the error that a child process reported, or the error for its crash."""
    place = Place(name)
    try:
        report = json.loads(done.stdout) if done.returncode == FAILED else None
    except ValueError:
        report = None
    if isinstance(report, dict) and report["code"] is not None:
        kind = getattr(errors, report.pop("kind"), InputError)
        error: XentError = kind(report.pop("message"), report.pop("hint"), place=place, **report)
        return error
    if isinstance(report, dict):
        return InputError(
            f"is damaged ({title}): {shown(report['message'])}", DAMAGED, code="XE670", place=place
        )
    message = f"cannot be read: the {title} reader crashed or exceeded its limit of memory or time"
    hint = "is the file damaged or very large? use --max-memory BYTES to raise the limit"
    return InputError(message, hint, code="XE671", place=place)


def _local(source: Source) -> Source:
    """Return the source if it is a local file, else a copy of it."""
    if source.descriptor is not None:
        return source
    reader = source.open()
    return spooled(lambda: reader.read(1 << 20), source.name)


def main() -> None:
    """Read a file in this process, and report the reader's result or error as JSON."""
    reader, rest = sys.argv[1:]
    descriptor, out, memory, seconds, told = json.loads(rest)
    report = os.dup(1)
    os.dup2(2, 1)  # keep what libraries print out of the report
    _limit(memory, seconds)
    module, _, function = reader.partition(":")
    try:
        read = getattr(import_module(f"xentcli.io.{module}"), function)
        with os.fdopen(out, "wb", closefd=False) as file:
            found = read(f"/dev/fd/{descriptor}", file, **told)
        os.write(report, json.dumps(found).encode())
    except MemoryError:
        os.abort()
    except Exception as error:
        os.write(report, json.dumps(_said(error)).encode())
        os._exit(FAILED)


def _said(error: Exception) -> dict[str, Any]:
    """Return an error as JSON values; an error of a library has no code."""
    if isinstance(error, XentError):
        said = {"message": error.message, "hint": error.hint, "code": error.code}
        return {"kind": type(error).__name__, **said, "ways": [dict(way) for way in error.ways]}
    if isinstance(error, OSError) and error.errno in FULL:
        return _said(InputError(*_no_room(error), code="XE607"))
    return {"code": None, "message": " ".join(str(error).split()) or type(error).__name__}


def _limit(memory: int, seconds: int) -> None:
    """Limit the memory and the processor time of this process, and write no core dumps."""
    import resource

    for kind, wanted in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
