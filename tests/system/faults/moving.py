"""Inputs that change while they are read: "changed while reading", or the answer for the file as it was."""

from layered import MOST, READS, disturbed
from promises import judged
from subjects import SUBJECTS

DEEDS = {
    "truncate": {3},
    "append": {3},
    "overwrite": {3},
    "touch": {3},
    "replace": {0},
    "remove": {0},
}
"""What befalls an input at a read of it: the status. Where the open file stays whole, the answer is right."""


READERS = tuple(f"loss of {kind}" for kind in ("NPY", "CSV", "gzip", "NPZ"))
READERS += ("convert to NPY", "validate", "detect")
"""Every format, and every command."""


def trials(bench, *, subjects=READERS, deeds=DEEDS, numbers=range(1, MOST)):
    """Every input changed at every read; what is then wrong."""
    for name in subjects:
        subject = SUBJECTS[name]
        for file in subject.inputs:
            for deed, statuses in deeds.items():
                for nth in numbers:
                    reached, wrong = moved(bench, subject, file, deed, nth, statuses)
                    if not reached:
                        break
                    yield f"{name}: {deed} {file} at read {nth}", wrong


def moved(bench, subject, file, deed, nth, statuses):
    """One input changed at one read; it is put back afterwards."""
    path = bench.folder / file
    bench.wanted(subject)
    kept = path.read_bytes()
    try:
        reached, done = disturbed(bench, subject, READS, nth, deed, path=path)
    finally:
        path.unlink(missing_ok=True)
        path.write_bytes(kept)
    return reached, judged(bench, subject, done, statuses)
