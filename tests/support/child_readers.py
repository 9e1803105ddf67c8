"""Readers for child processes, most of them bad."""

import ctypes
import errno
import os
import resource
import sys
import time

from xentcli.core.errors import DataError, InputError, UsageError
from xentcli.io.extras import needed


def upper(path, out, *, suffix):
    with open(path, "rb") as file:
        data = file.read()
    out.write(data.upper() + suffix.encode())
    return {"size": len(data)}


def chatter(path, out):
    sys.stdout.write("hello")
    sys.stdout.flush()
    os.write(1, b"{}")
    return 7


def of_data(path, out):
    raise DataError("no rows", "look", code="XE013")


def of_usage(path, out):
    raise UsageError("no table 'a'", "look", code="XE555")


def of_input(path, out):
    raise InputError("which?", "--table a", code="XE693", ways=[{"table": "a"}])


def of_library(path, out):
    raise ValueError("bad\n magic")


def full(path, out):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def missing(path, out):
    needed("no_such_module", "office", path)


def abort(path, out):
    os.abort()


def segfault(path, out):
    ctypes.string_at(0)


def leave(path, out):
    sys.exit(1)


def hungry(path, out):
    out.write(bytes(1 << 30))


def endless(path, out):
    while True:
        pass


def limits(path, out):
    kinds = {"memory": resource.RLIMIT_AS, "core": resource.RLIMIT_CORE}
    return {name: resource.getrlimit(kind)[0] for name, kind in kinds.items()}


def clock(path, out):
    return time.monotonic_ns()


def meddle(path, out):
    with open(os.path.realpath(path), "ab") as file:
        file.write(b"more")
