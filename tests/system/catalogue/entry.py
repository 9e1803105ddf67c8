"""What an entry of the catalogue is: files, a command, and what must come of it."""

import os
from dataclasses import dataclass, field

import numpy as np
from compressed_files import npy

OK, N, W, E1, E2, E3, E4 = "ok", "note", "warn", 1, 2, 3, 4
"""Outcomes: a silent answer, one with a note, one with a warning, and the exit statuses of errors."""
NULL = os.devnull

COMMON = {
    "y.csv": "label\n0\n2\n1\n",
    "p.csv": "0.7,0.2,0.1\n0.1,0.2,0.7\n0.2,0.5,0.3\n",
    "p4.csv": "0.7,0.2,0.1\n0.1,0.2,0.7\n0.2,0.5,0.3\n0.2,0.5,0.3\n",
    "logits.csv": "2.0,-1.5,0.3\n-0.5,1.5,3.0\n0.1,2.2,-0.7\n",
    "bits.csv": "label\n0\n1\n1\n",
    "one.csv": "p\n0.2\n0.9\n0.6\n",
    "hot.csv": "a,b,c\n1,0,0\n0,0,1\n0,1,0\n",
}
"""Good files, for entries in which another one is bad."""

ROWS = {
    "y.csv": ("0", 1),
    "p.csv": ("0.7,0.2,0.1", 0),
    "logits.csv": ("2.0,-1.5,0.3", 0),
    "bits.csv": ("0", 1),
    "one.csv": ("0.25", 1),
    "hot.csv": ("1,0,0", 1),
}
"""A good row of each, and how many lines stand above the first row."""


@dataclass(frozen=True)
class Entry:
    """One input: its row of the table, what to run on which files, and what must come of it."""

    row: str
    name: str
    line: str
    outcome: object
    says: tuple = ()
    """What the message must hold: file, line, row, column, value, words."""
    files: dict = field(default_factory=dict)
    answer: str | None = None
    """What stdout must hold besides."""
    pads: dict | None = None
    """A good row for each file and the lines above the first row; None: rows cannot be put around it."""
    env: dict | None = None
    step: int = 4
    """The step from which on it counts: 6 for Parquet and Arrow."""
    prepare: object = None
    """What else is done to the folder before."""
    check: object = None
    """What else must be true of the folder afterwards: a function that asserts."""
    still: bool = False
    """Whether streams and block sizes are not for this entry."""

    @property
    def status(self):
        """The exit status."""
        return 0 if self.outcome in {OK, N, W} else self.outcome

    def contents(self):
        """Every file's bytes."""
        names = [word for word in self.line.split() if word in COMMON and word not in self.files]
        return {name: _bytes(made) for name, made in ({n: COMMON[n] for n in names} | self.files).items()}


def _bytes(made):
    made = made() if callable(made) else made
    if isinstance(made, np.ndarray):
        return npy(made)
    return made if isinstance(made, bytes) else made.encode("utf-8", "surrogateescape")


def entry(row, name, line, outcome, *says, pads=None, **more):
    """An entry; ``pads=True`` takes the good rows of the common files."""
    if pads is True:
        pads = {word: ROWS[word] for word in line.split() if word in ROWS}
    return Entry(row, name, line, outcome, says, pads=pads, **more)


def labels(row, name, text, outcome, *says, good="0", pads=True, **more):
    """An entry of labels in one column, judged."""
    pads = {"y.csv": (good, 1)} if pads and good is not None else None
    files = {"y.csv": text if isinstance(text, bytes) else f"label\n{text}"}
    return Entry(row, name, "validate y.csv", outcome, says, files, pads=pads, **more)
