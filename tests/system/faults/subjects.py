"""What is disturbed: runs of the command on small files, what each writes when left alone, and a place."""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

TESTS = Path(__file__).resolve().parents[2]
ROWS, CLASSES = 3000, 10
LONG = 6
"""How many times longer files are that are read in pieces, by several threads."""
OLD = b"old\n"
_UNWANTED = {"FORCE_COLOR", "NO_COLOR", "PYTHONUNBUFFERED"}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in _UNWANTED} | {
    "PYTHONPATH": os.pathsep.join([str(TESTS.parent), os.environ.get("PYTHONPATH", "")]).strip(os.pathsep),
    "PYTHONDONTWRITEBYTECODE": "1",
    "LC_ALL": "C.UTF-8",
}
PROGRAM = (sys.executable, "-P", "-m", "xentcli")
_ALL_LARGE = """
import sys
from xentcli.__main__ import _settle, main

_settle()
import xentcli.execution.fold

xentcli.execution.fold.LARGE = 0
sys.exit(main())
"""
SHARED = (sys.executable, "-P", "-c", _ALL_LARGE)
"""The program, with every input taken for a large one: processes share the work."""


@dataclass(frozen=True)
class Subject:
    """A command line: the files it reads, the file it writes, and what comes to it through a pipe."""

    words: str
    inputs: tuple[str, ...] = ()
    output: str | None = None
    piped: str | None = None
    shared: bool = False

    @property
    def command(self):
        return [*(SHARED if self.shared else PROGRAM), *self.words.split()]


SUBJECTS = {
    "loss of NPY": Subject("loss y.npy p.npy -f value", ("y.npy", "p.npy")),
    "loss by processes": Subject(
        "loss y.npy p.npy -f value -j 3 --block-rows 100", ("y.npy", "p.npy"), shared=True
    ),
    "loss of CSV": Subject("loss y.csv p.csv -f value", ("y.csv", "p.csv")),
    "loss of long CSV": Subject("loss long_y.csv long_p.csv -f value -j 2", ("long_y.csv", "long_p.csv")),
    "loss of gzip": Subject("loss y.csv.gz p.csv.gz -f value", ("y.csv.gz", "p.csv.gz")),
    "loss of NPZ": Subject("loss y.npz p.npz -f value", ("y.npz", "p.npz")),
    "loss of a pipe": Subject("loss - p.npy -f value", ("p.npy",), piped="y.csv"),
    "per sample, text": Subject(
        "loss y.npy p.npy -f value --per-sample out.csv --force", ("y.npy", "p.npy"), "out.csv"
    ),
    "per sample, NPY": Subject(
        "loss y.csv p.npy -f value --per-sample out.npy --force", ("y.csv", "p.npy"), "out.npy"
    ),
    "loss to a file": Subject("loss y.npy p.csv -o out.json --force", ("y.npy", "p.csv"), "out.json"),
    "convert to NPY": Subject(
        "convert y.npy --to one-hot --num-classes 60 -o out.npy --force", ("y.npy",), "out.npy"
    ),
    "convert to CSV": Subject("convert y.csv --to one-hot -o out.csv --force", ("y.csv",), "out.csv"),
    "convert to NPZ": Subject("convert y.npy --to one-hot -o out.npz --force", ("y.npy",), "out.npz"),
    "convert to gzip": Subject("convert y.npy --to one-hot -o out.csv.gz --force", ("y.npy",), "out.csv.gz"),
    "convert to stdout": Subject("convert y.csv.gz --to one-hot", ("y.csv.gz",)),
    "validate": Subject("validate y.csv p.npy --expect sparse", ("y.csv", "p.npy")),
    "validate to a file": Subject(
        "validate y.npy p.npy -f json -o out.json --force", ("y.npy", "p.npy"), "out.json"
    ),
    "advise": Subject("advise y.csv p.npy -f json", ("y.csv", "p.npy")),
    "detect": Subject("detect y.npy p.csv -f json", ("y.npy", "p.csv")),
    "detect to a file": Subject("detect y.csv -o out.json --force", ("y.csv",), "out.json"),
}
"""Every command that reads, every format, every way out."""


def new(subject):
    """The same run where its output is not there yet."""
    return replace(subject, words=subject.words.replace(" --force", ""))


class Bench:
    """A folder with the inputs, a folder for temporary files, and what each subject writes undisturbed."""

    def __init__(self, folder):
        self.folder, self.scratch = Path(folder) / "bench", Path(folder) / "scratch"
        self.folder.mkdir()
        self.scratch.mkdir()
        self._wanted = {}
        _write_inputs(self.folder)
        self.names = sorted(os.listdir(self.folder))

    def environment(self, **more):
        return ENVIRONMENT | {"TMPDIR": str(self.scratch)} | more

    def set_up(self, subject, *, old=True):
        """The state before a run: nothing but the inputs, and perhaps an old output."""
        for name in set(os.listdir(self.folder)) - set(self.names):
            (self.folder / name).unlink()
        if old and subject.output:
            (self.folder / subject.output).write_bytes(OLD)

    def run(self, subject, before=(), *, old=True, command=None, **more):
        """Run it with these words before it; what was sent to both streams, and the status.

        With ``old`` None the folder stays as it is.
        """
        if old is not None:
            self.wanted(subject)
            self.set_up(subject, old=old)
        feed = (self.folder / subject.piped).read_bytes() if subject.piped else None
        more = ({"input": feed} if feed is not None else {"stdin": subprocess.DEVNULL}) | more
        more = {"env": self.environment(), "timeout": 600} | more
        words = [*before, *(command or subject.command)]
        return subprocess.run(words, cwd=self.folder, capture_output=True, check=False, **more)

    def wanted(self, subject):
        """What an undisturbed run sends to stdout and writes to its output."""
        if subject.words not in self._wanted:
            self._wanted[subject.words] = (b"", None)
            done = self.run(subject)
            assert (done.returncode, done.stderr) == (0, b""), done
            self._wanted[subject.words] = (done.stdout, self.written(subject))
        return self._wanted[subject.words]

    def written(self, subject):
        """What stands at the output now; None if nothing does."""
        path = self.folder / (subject.output or "no output")
        return path.read_bytes() if path.exists() else None

    def left(self, subject):
        """Names that were not there before, the output aside."""
        found = {*os.listdir(self.folder)} - {*self.names, subject.output}
        return sorted(found | set(os.listdir(self.scratch)))


def bench(name="xentcli-faults-"):
    """A bench in a temporary folder that everybody may enter, as a context."""
    place = tempfile.TemporaryDirectory(prefix=name, ignore_cleanup_errors=True)
    os.chmod(place.name, 0o755)
    return place


def _write_inputs(folder):
    rng = np.random.default_rng(5)
    p = rng.dirichlet(np.ones(CLASSES), ROWS)
    labels = np.argmax(p.cumsum(axis=1) > rng.random((ROWS, 1)), axis=1)  # as likely as p says
    labels[:CLASSES] = np.arange(CLASSES)
    np.save(folder / "y.npy", labels)
    np.save(folder / "p.npy", p)
    np.savez(folder / "y.npz", labels)
    np.savez_compressed(folder / "p.npz", p)
    text = {"y.csv": ["label", *map(str, labels.tolist())]}
    names = ",".join(f"p_{k}" for k in range(CLASSES))
    text["p.csv"] = [names, *(",".join(map(repr, row)) for row in p.tolist())]
    for name, lines in text.items():
        data = "".join(f"{line}\n" for line in lines).encode()
        (folder / name).write_bytes(data)
        (folder / f"long_{name}").write_bytes(data + data[data.index(b"\n") + 1 :] * (LONG - 1))
        (folder / f"{name}.gz").write_bytes(gzip.compress(data, mtime=0))


def has(program):
    """Whether a program is to be had."""
    return shutil.which(program) is not None
