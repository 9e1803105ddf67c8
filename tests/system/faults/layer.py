"""Calls that fail, fall short or come at a bad moment, inside the process: where nothing can trace it.

Run as `python layer.py WORDS...`, this is the command with the n-th of some functions of `os` changed, as the
JSON in XENTCLI_FAULT says: calls, nth, and a deed. It is coarser than strace (calls made in C are not seen),
needs no rights, and can do what strace cannot: give fewer bytes, and change files between two reads.
"""

import errno
import io
import json
import os
import signal
import sys
from pathlib import Path

REACHED = "reached"
"""What is written to the file `told` when the n-th call comes."""


def install(fault):
    """Change the functions named, and `FileIO.write`, through which drafts are written."""
    count = iter(range(1, 1 << 60))
    file = fault["concerns"] and os.stat(fault["concerns"])

    def changed(real, fewer):
        def call(*arguments, **options):
            if not _concerns(file, arguments[0]) or next(count) != fault["nth"]:
                return real(*arguments, **options)
            with open(fault["told"], "w", encoding="ascii") as told:
                told.write(REACHED)
            if fault["deed"] in errno.errorcode.values():
                number = getattr(errno, fault["deed"])
                raise OSError(number, os.strerror(number))
            if fault["deed"] == "short":
                return fewer(real, *arguments, **options)
            DEEDS[fault["deed"]](Path(fault["path"]))
            return real(*arguments, **options)

        return call

    for name in set(fault["calls"]) - {"write"}:
        setattr(os, name, changed(getattr(os, name), FEWER.get(name)))
    if "write" in fault["calls"]:
        io.FileIO = type("FileIO", (io.FileIO,), {"write": changed(io.FileIO.write, _write_less)})


def _concerns(file, descriptor):
    """Whether the call is on the file that is to change; all are where none is named."""
    return file is None or not isinstance(descriptor, int) or os.path.samestat(os.fstat(descriptor), file)


def _write_less(real, file, data):
    return real(file, memoryview(data)[:1])


def _read_less(real, descriptor, size, *where):
    return real(descriptor, min(size, 1), *where)


def _fill_less(real, descriptor, buffers, offset):
    return real(descriptor, [memoryview(buffers[0])[:1]], offset)


FEWER = {"read": _read_less, "pread": _read_less, "preadv": _fill_less}


def _replace(path):
    new = path.with_name("new")
    new.write_bytes(path.read_bytes().replace(b"1", b"2"))
    new.replace(path)


def _append(path):
    with path.open("ab") as file:
        file.write(b"1\n")


def _overwrite(path):
    with path.open("r+b") as file:
        file.seek(-2, os.SEEK_END)
        file.write(b"9\n")


def _swap(path):
    """The link now leads to another file."""
    path.unlink()
    path.symlink_to("other")


DEEDS = {
    "truncate": lambda path: os.truncate(path, path.stat().st_size // 2),
    "append": _append,
    "overwrite": _overwrite,
    "replace": _replace,
    "remove": Path.unlink,
    "touch": os.utime,
    "swap": _swap,
    "folder": Path.mkdir,
}
"""What befalls a file between two calls."""


def _tick():
    """A thousand signals a second, each of which may interrupt a call."""
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)


if __name__ == "__main__":
    said = json.loads(os.environ["XENTCLI_FAULT"])
    _tick() if said == "tick" else install(said)
    from xentcli.__main__ import main

    status = main()
    signal.setitimer(signal.ITIMER_REAL, 0)
    sys.exit(status)
