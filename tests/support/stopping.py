"""A conversion stopped by a signal at any moment of its run, and what must then be found."""

import os
import re
import signal
import subprocess
import sys
import time

import numpy as np

DRAFT = re.compile(r"\.xentcli-[0-9a-f]{8}-[0-9a-f]{16}")


def by_python(number, said):
    """Whether Python itself, which was still starting, said that it was interrupted."""
    ours = b"xentcli/cli" in said or b"in _settle" in said
    return number == signal.SIGINT and said.rstrip().endswith(b"KeyboardInterrupt") and not ours


class Job:
    """Class ids to one-hot rows, in a folder of its own; how long it takes, and what comes out."""

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
        """The names that are neither input nor output, which are then gone."""
        left = sorted(set(os.listdir(self.folder)) - {"ids.npy", "out.npy"})
        for name in left:
            (self.folder / name).unlink()
        return left


def stopped(job, number, *, old, part):
    """Start the job, stop it after this part of its time; what is then not as it must be, in words.

    There must be the old file or the whole new one, the right status, nothing said, and no other name: after
    SIGKILL at most one draft beside a file that was being replaced.
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
