"""Small files that grow, and large ones, in 1 GiB of addresses: an answer, or a limit that is named."""

import gzip
import lzma
import resource
import subprocess
import zipfile
import zlib

from subjects import PROGRAM

GIB = 1 << 30
PIECE = 1 << 26
NPY = b"\x93NUMPY\x01\x00v\x00"


def _header(shape, kind="|u1"):
    said = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    return NPY + said.ljust(117).encode() + b"\n"


def _members(path, piece, count):
    path.write_bytes(gzip.compress(piece, 9) * count)


def one_line(path):
    """1 MB of gzip that is one line of 1 GiB."""
    _members(path, b"0" * PIECE, GIB // PIECE)


def many_rows(path):
    """130 KB of gzip that are 67 million rows."""
    _members(path, b"0\n" * (PIECE // 2), 2)


def zeros(path):
    """1 MB of NPZ that is 1 GiB of labels."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("y.npy", "w") as file:
        file.write(_header((GIB,)))
        for _ in range(GIB // PIECE):
            file.write(bytes(PIECE))


def dictionary(path):
    """An xz stream that asks for a dictionary of 4 GiB."""
    data = bytearray(lzma.compress(b"label\n0\n1\n2\n"))
    size = 4 * (data[12] + 1)
    at = data.index(b"\x21\x01", 12) + 2
    data[at] = 40
    data[12 + size - 4 : 12 + size] = zlib.crc32(data[12 : 12 + size - 4]).to_bytes(4, "little")
    path.write_bytes(data)


def sparse(path):
    """8 GB of labels that take no room on the disk."""
    with path.open("wb") as file:
        file.write(_header((10**9,), "<i8"))
        file.truncate(128 + 8 * 10**9)


def wide(path):
    """A header of a million columns."""
    path.write_bytes(b",".join(b"c%d" % k for k in range(10**6)) + b"\n")


BOMBS = {
    "a line of 1 GiB": ("line.csv.gz", one_line, {1, 3}),
    "67 million rows": ("rows.csv.gz", many_rows, {0, 1}),
    "an archive of zeros": ("zeros.npz", zeros, {0, 1, 3}),
    "a dictionary of 4 GiB": ("dictionary.csv.xz", dictionary, {0, 3}),
    "a million columns": ("wide.csv", wide, {1, 3}),
    "8 GB of labels": ("sparse.npy", sparse, {0, 1}),
}
SMALL = ("a dictionary of 4 GiB", "a million columns")
"""Those that take no time."""


def trials(folder, *, names=tuple(BOMBS), commands=("detect", "validate")):
    """Every bomb under both commands that take labels alone; what is then wrong."""
    for name in names:
        file, make, statuses = BOMBS[name]
        make(folder / file)
        for command in commands:
            done = subprocess.run(
                [*PROGRAM, command, file], cwd=folder, capture_output=True, timeout=600, check=False,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (GIB, GIB)),
            )  # fmt: skip
            rules = {
                f"status {done.returncode}": done.returncode in statuses,
                f"stderr is {done.stderr[-300:]!r}": not any(
                    word in done.stderr for word in (b"Traceback", b"internal error", b"out of memory")
                ),
            }
            yield f"{command} of {name}", [rule for rule, kept in rules.items() if not kept]
        (folder / file).unlink()
