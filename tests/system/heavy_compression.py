"""What the tests of compression sample, in full: python tests/system/heavy_compression.py [FOLDER]

500 MB of labels and of an array, compressed in every way, by name and by a pipe, and converted into
compressed files: the time of each run and the most memory, which must not grow with the input. FOLDER
(default: a temporary one) needs room for 2 GB.
"""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "support"))

import numpy as np
from measuring import measured

XENTCLI = f"{sys.executable} -m xentcli"
PACKERS = {"gz": "gzip -1", "bz2": "bzip2 -1", "xz": "xz -0", "zst": "zstd -q"}
MOST = 60
"""MiB more than the plain file takes, most of it pyarrow, which expands zstd; xz takes 94 to compress."""


def tell(text):
    """A line to the reader, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def ran(folder, line, most, name):
    """Run a line of shell; its peak, and whether it is one too high or ended badly."""
    run = measured("sh", "-c", line, cwd=folder)
    bad = run.status != 0 or run.peak > most
    tell(f"{run.seconds:6.2f} s {run.cpu:6.2f} s CPU {run.peak:6.1f} MiB  {name}{'  WRONG' if bad else ''}")
    return run.peak, bad


def made(folder):
    """The files, plain and compressed."""
    with (folder / "y.csv").open("wb") as file:
        file.write(b"label\n")
        for _ in range(250):
            file.write(b"1\n0\n" * 500_000)
    np.lib.format.open_memmap(folder / "y.npy", "w+", np.int64, (62_500_000,)).flush()
    for suffix, packer in PACKERS.items():
        for form in ("csv", "npy"):
            measured("sh", "-c", f"{packer} -c y.{form} >y.{form}.{suffix}", cwd=folder)


def everything(folder):
    """How many runs were wrong."""
    made(folder)
    wrong = 0
    for form in ("csv", "npy"):
        judge = f"{XENTCLI} validate -q --expect sparse --num-classes 2"
        plain, _ = ran(folder, f"{judge} y.{form}", 1000, f"validate y.{form}")
        for suffix in PACKERS:
            name = f"y.{form}.{suffix}"
            wrong += ran(folder, f"{judge} {name}", plain + MOST, f"validate {name}")[1]
            wrong += ran(folder, f"cat {name} | {judge} -", plain + MOST, f"cat {name} | validate -")[1]
            line = f"{XENTCLI} convert {name} --to sparse --force -o out.{form}.{suffix}"
            most = plain + MOST + 100 * (suffix == "xz")
            wrong += ran(folder, line, most, f"convert {name} to {suffix}")[1]
    tell(f"{wrong} wrong")
    return wrong


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    try:
        sys.exit(min(1, everything(place)))
    finally:
        if len(sys.argv) < 2:
            shutil.rmtree(place)
