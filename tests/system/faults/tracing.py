"""The n-th call of the operating system fails, for every n, by `strace -e inject`."""

import re
import subprocess
from dataclasses import dataclass

from promises import judged
from subjects import SUBJECTS, has

INJECTED = "(INJECTED)"
PUBLISHING = "link,linkat,rename,renameat,renameat2"


@dataclass(frozen=True)
class Fault:
    """Which calls fail, with what, on which paths (all, if none), and what the run may then exit with."""

    calls: str
    error: str
    statuses: frozenset[int]
    paths: str = "all"

    def __str__(self):
        return f"{self.calls} {self.error}"


def _faults(calls, errors, statuses, paths):
    return [Fault(calls, error, frozenset(statuses), paths) for error in errors.split()]


READS = "read,pread64,preadv,preadv2,readv"
FAULTS = [
    *_faults(READS, "EIO", {3}, "inputs"),
    *_faults(READS, "EINTR", {0, 3}, "inputs"),
    *_faults("openat", "EIO EMFILE", {3}, "inputs"),
    *_faults("fstat,newfstatat,lseek", "ESTALE", {0, 3}, "inputs"),
    *_faults("close", "EIO", {0}, "inputs"),
    *_faults("write,writev,pwrite64", "ENOSPC EIO EDQUOT", {4}, "all"),
    *_faults("write,writev,pwrite64", "EINTR", {0}, "all"),
    *_faults("fsync,fdatasync", "EIO ENOSPC EDQUOT", {4}, "all"),
    *_faults("fsync,fdatasync", "EINTR", {0}, "all"),
    *_faults("ftruncate", "EIO ENOSPC", {0, 4}, "all"),
    *_faults(PUBLISHING, "EIO ENOSPC EINTR EPERM", {0, 4}, "all"),
    *_faults("fchmod,fchown", "EIO EPERM", {0, 4}, "all"),
    *_faults("openat", "EMFILE ENOSPC EROFS", {0, 4}, "folder"),
    *_faults("close", "EIO", {0, 4}, "folder"),
    *_faults("pipe2", "EMFILE", {0}, "all"),
    *_faults("clone,clone3,fork,vfork", "EAGAIN", {0}, "all"),
]
"""Every way in which files fail a program; a call that is done again, or not needed, may fail unseen."""

MOST = 60
"""No subject makes more of the calls of one fault."""


def can_trace():
    """Whether calls can be made to fail here."""
    if not has("strace"):
        return False
    command = ["strace", "-f", "-o", "/dev/null", "true"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=20, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def faults_of(subject):
    """The faults that can befall it; processes that share work write to pipes, which no disk fills."""
    return [
        fault
        for fault in FAULTS
        if (fault.paths != "folder" or subject.output)
        and not (subject.shared and fault.calls.startswith("write"))
    ]


def trials(bench, *, subjects=SUBJECTS, numbers=range(1, MOST), faults=faults_of):
    """Every fault of every subject at every n, until the first that is never reached; what is wrong."""
    for name, subject in subjects.items():
        for fault in faults(subject):
            for nth in numbers:
                reached, wrong = failed(bench, subject, fault, nth)
                if not reached:
                    break
                yield f"{name}: {fault} at {nth}", wrong


def failed(bench, subject, fault, nth):
    """One run with one fault: whether it came to that, and what is wrong."""
    trace = bench.scratch.parent / "trace"
    said = ["strace", "-f", "-qq", "-y", "-o", str(trace), "-e", f"trace={fault.calls},{PUBLISHING}"]
    said += ["-e", f"inject={fault.calls}:error={fault.error}:when={nth}", "-e", "signal=none"]
    done = bench.run(subject, [*said, *_filter(bench, subject, fault)])
    done.stderr = re.sub(rb"strace: Requested path .*\n", b"", done.stderr)
    text = trace.read_text(errors="replace")
    if INJECTED not in text:
        return False, []
    failing = [line for line in text.splitlines() if INJECTED in line]
    if any("<pipe:" in line and not re.search(r"\([012]<", line) for line in failing):
        return True, []  # a library's own pipe, which no disk fills
    statuses = fault.statuses | ({0, 3} if subject.piped and fault.paths == "all" else set())  # its copy
    return True, judged(bench, subject, done, statuses, published=_published(text, subject))


def _filter(bench, subject, fault):
    if fault.paths == "inputs":
        return [word for name in subject.inputs for word in ("-P", str(bench.folder / name))]
    return ["-P", str(bench.folder)] if fault.paths == "folder" else []


def _published(text, subject):
    """Whether the output got its name; None where calls on it are not in the trace."""
    named = [line for line in text.splitlines() if f'"{subject.output}"' in line and "openat" not in line]
    return any(line.endswith(" = 0") for line in named) if named else None
