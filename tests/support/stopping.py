"""A conversion that a signal stops at any moment, and what must be there afterwards."""

import os
import re
import signal
import subprocess
import sys
import time

import numpy as np

DRAFT = re.compile(r"\.xentcli-[0-9a-f]{8}-[0-9a-f]{16}")


def by_python(number, said):
    """Return whether Python itself reported the signal, because it was still starting."""
    ours = b"xentcli/cli" in said or b"in _settle" in said
    return number == signal.SIGINT and said.rstrip().endswith(b"KeyboardInterrupt") and not ours


class Job:
    """A conversion of class ids to one-hot rows in its own folder, with its duration and its output."""

    def __init__(self, folder, rows, classes):
        """Two runs without disturbance."""
        self.folder, self.out = folder, folder / "out.npy"
        np.save(folder / "ids.npy", np.arange(rows) % classes)
        self.seconds = min(self._timed() for _ in range(2))
        self.whole = self.out.read_bytes()

    def _timed(self):
        start = time.monotonic()
        assert self.start().communicate() == (b"", None)
        return time.monotonic() - start

    def start(self):
        """The conversion as a process of its own."""
        command = [
            sys.executable,
            "-m",
            "xentcli",
            "convert",
            "ids.npy",
            "--to",
            "one-hot",
            "-o",
            "out.npy",
            "--force",
        ]
        return subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def swept(self):
        """Remove all files but the input and the output; return their names."""
        left = sorted(set(os.listdir(self.folder)) - {"ids.npy", "out.npy"})
        for name in left:
            (self.folder / name).unlink()
        return left


def stopped(job, number, *, old, part):
    """Start the job, stop it after this part of its time, and describe what is wrong then.

    There must be the old file or the whole new one, the right status, no message, and no other file; after
    SIGKILL, at most one draft next to a file that was being replaced.
    """
    before = b"old" if old else None
    job.out.write_bytes(b"old") if old else job.out.unlink(missing_ok=True)
    process = job.start()
    time.sleep(job.seconds * part)
    process.send_signal(number)
    said, status = process.communicate()[0], process.returncode
    found = job.out.read_bytes() if job.out.exists() else None
    rules = {
        f"exit status {status}, and {said} said": by_python(number, said)
        or (status in {0, -number} and not said),
        "neither the old file nor the whole new one": found in {before, job.whole},
        "exit status 0 without the new file": status != 0 or found == job.whole,
        f"left behind {(left := job.swept())}": not left or _is_draft(left, number, old),
    }
    return [rule for rule, kept in rules.items() if not kept]


def _is_draft(left, number, old):
    return number == signal.SIGKILL and old and len(left) == 1 and DRAFT.fullmatch(left[0])
