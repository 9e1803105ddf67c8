"""What `test_convert_faults.py` samples, in full: python tests/system/heavy_convert.py [FOLDER]

200 x SIGKILL and 50 x SIGINT at random moments of a conversion, half of them over an old file; then 1 GB of
one-hot labels (1,000,000 x 1000 uint8) made and taken back, with the time and the most memory of each run,
beside `dd` and `cat` of the same bytes. FOLDER (default: a temporary one) needs room for 3 GB.
"""

import random
import signal
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "support"))

import numpy as np
from measuring import measured
from stopping import Job, stopped

MOST = 60
"""MiB of memory that a conversion of any size may hold."""
CONVERT = (sys.executable, "-m", "xentcli", "convert")


def tell(text):
    """A line to the reader, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def kills(folder):
    """Stop runs at random moments; how many left something wrong."""
    draw, failures = random.Random(1), 0
    job = Job(folder, rows=20_000, classes=1000)
    for number, times in ((signal.SIGKILL, 200), (signal.SIGINT, 50)):
        runs = [stopped(job, number, old=i % 2 == 0, part=draw.uniform(0, 1.1)) for i in range(times)]
        wrong = [run for run in runs if run]
        tell(f"{times} x {number.name}: {len(wrong)} wrong {wrong or ''}")
        failures += len(wrong)
    return failures


def timed(folder, *command):
    """Run a command, and tell what it took; its most memory in MiB."""
    run = measured(*command, cwd=folder)
    shown = " ".join(command).removeprefix(" ".join(CONVERT[:2]) + " ")
    tell(f"{run.seconds:6.2f} s {run.cpu:6.2f} s CPU {run.peak:6.1f} MiB  {shown}")
    assert run.status == 0
    return run.peak


def gigabyte(folder):
    """A gigabyte there and back; the most memory, in MiB, that a run has held."""
    ids = np.random.default_rng(0).integers(0, 1000, 1_000_000)
    np.save(folder / "ids.npy", ids)
    peaks = []
    for _ in range(2):
        peaks += [timed(folder, *CONVERT, "ids.npy", "--to", "one-hot", "-o", "hot.npy", "--force")]
        timed(folder, "dd", "if=hot.npy", "of=copy.npy", "bs=1M", "conv=fsync")
        peaks += [timed(folder, *CONVERT, "hot.npy", "--to", "sparse", "-o", "back.npy", "--force")]
        timed(folder, "cat", "hot.npy")
        assert (folder / "ids.npy").read_bytes() == (folder / "back.npy").read_bytes()
    return max(peaks)


def main():
    """Everything; exit status 1 if something is not as it must be."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        (folder := Path(name) / "kills").mkdir()
        return int(kills(folder) > 0 or gigabyte(Path(name)) > MOST)


if __name__ == "__main__":
    sys.exit(main())
