"""The n-th call fails or falls short, for every n, by a layer inside the process; needs no rights."""

import json
import sys
from pathlib import Path

from layer import REACHED
from promises import judged
from subjects import SUBJECTS

LAYER = str(Path(__file__).with_name("layer.py"))
READS, PUBLISHING = ("pread", "preadv", "read"), ("link", "replace")
MOST = 60
FAULTS = {
    "read EIO": (READS, "EIO", {0, 3}),
    "read short": (READS, "short", {0}),
    "write ENOSPC": (("write",), "ENOSPC", {4}),
    "write EDQUOT": (("write",), "EDQUOT", {4}),
    "write short": (("write",), "short", {0}),
    "fsync EIO": (("fsync",), "EIO", {4}),
    "publish EIO": (PUBLISHING, "EIO", {0, 4}),
    "publish ENOSPC": (PUBLISHING, "ENOSPC", {0, 4}),
    "fchmod EPERM": (("fchmod", "fchown"), "EPERM", {0, 4}),
    "fork EAGAIN": (("fork",), "EAGAIN", {0}),
}
"""The functions concerned, what becomes of the n-th call, and what the run may then exit with.

A block that is read only to guess what the data are is read again: a call that fails once may be made up for,
and the answer is then the right one.
"""


def trials(bench, *, subjects=SUBJECTS, faults=FAULTS, numbers=range(1, MOST)):
    """Every fault of every subject at every n, until the first that is never reached; what is wrong."""
    for name, subject in subjects.items():
        for title, (calls, deed, statuses) in faults.items():
            for nth in numbers:
                reached, done = disturbed(bench, subject, calls, nth, deed)
                if not reached:
                    break
                also = {0, 3} if subject.piped else set()  # where the pipe could not be kept
                yield f"{name}: {title} at {nth}", judged(bench, subject, done, statuses | also)


def disturbed(bench, subject, calls, nth, deed, *, path=None, all_calls=False, **more):
    """One run with one deed: whether it came to that, and how it ended.

    With a path the calls on that file alone are counted, unless it is to be ``all_calls``.
    """
    told = bench.scratch.parent / "told"
    told.unlink(missing_ok=True)
    fault = {"calls": calls, "nth": nth, "deed": deed, "told": str(told), "path": path and str(path)}
    fault["concerns"] = None if all_calls else fault["path"]
    env = bench.environment(XENTCLI_FAULT=json.dumps(fault))
    done = bench.run(subject, command=[sys.executable, "-P", LAYER, *subject.words.split()], env=env, **more)
    return told.exists() and told.read_text(encoding="ascii") == REACHED, done
