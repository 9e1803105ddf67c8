"""Read the values of a variable of Octave's text into an NPY file."""

from __future__ import annotations

import os
from itertools import islice
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, InputError, Place
from xentcli.core.frozen import Frozen
from xentcli.core.text import shown
from xentcli.io.source.file import Source
from xentcli.io.text.numbers import Numerals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from xentcli.io.text.dialects.first_lines import Text

    Lines = Iterator[tuple[int, str]]

KINDS = {"matrix": "f8", "float matrix": "f4", "bool matrix": "?", "scalar": "f8", "float scalar": "f4",
         "bool": "?"}  # fmt: skip
INTEGERS = {
    f"{sign}int{bits}": f"{sign[:1] or 'i'}{bits // 8}" for sign in ("", "u") for bits in (8, 16, 32, 64)
}
SCALARS = {f"{name} scalar": kind for name, kind in INTEGERS.items()}
MATRICES = {f"{name} matrix": kind for name, kind in INTEGERS.items()}
NUMBERS = {**KINDS, **SCALARS, **MATRICES}
NAMES = frozenset({"string", "sq_string", "cell"})
TYPES = frozenset({*NUMBERS, *NAMES})
AT_ONCE = 4096
LONGEST = 18
"""The number of digits of a size."""
CUT = "is the file cut off? write it again with save -text FILE NAME"


class Variable(Frozen):
    """A variable: its name, its type with its line, and whether it can be read."""

    name: str
    kind: str
    line: int
    is_read: bool


def array_of(variable: Variable, lines: Lines, text: Text, *, flat: bool) -> Source:
    """Return an NPY file with the values of a variable; a single row is taken as a column if ``flat``."""
    import tempfile

    for number, _ in lines:
        if number == variable.line:
            break
    reading = Reading(variable, lines, text)
    with tempfile.TemporaryFile() as out:
        if variable.kind in NAMES:
            _save(np.array(reading.texts()), out)
        else:
            reading.numbers(out, flat=flat)
        out.flush()
        return Source(os.dup(out.fileno()), text.name, watched=False)


def _save(array: Any, out: IO[bytes]) -> None:
    np.save(out, array, allow_pickle=False)


class Reading:
    """Reads the lines of one variable."""

    def __init__(self, variable: Variable, lines: Lines, text: Text) -> None:
        self._variable, self._lines, self._text = variable, lines, text
        self._line = variable.line

    def numbers(self, out: IO[bytes], *, flat: bool) -> None:
        """Write the numbers of a matrix, an array of any rank, or a scalar."""
        kind = np.dtype(NUMBERS[self._variable.kind])
        if "matrix" not in self._variable.kind:
            _save(np.array([self._row(self._next(), 1)[0]]).astype(kind), out)
            return
        shape, by_rows = self._shape()
        told = tuple(n for n in shape if n != 1) if flat and shape[0] == 1 and prod(shape) > 1 else shape
        header = {"descr": kind.str, "fortran_order": not by_rows, "shape": told}
        np.lib.format.write_array_header_1_0(out, header)
        rows, width = (shape[0], shape[1]) if by_rows else (prod(shape), 1)
        for start in range(0, rows if width else 0, AT_ONCE):
            some = [self._row(self._next(), width) for _ in range(min(AT_ONCE, rows - start))]
            out.write(np.array(some).astype(kind).tobytes())

    def texts(self) -> list[str]:
        """Return the rows of a string, or the strings of a cell."""
        if self._variable.kind != "cell":
            return [self._string() for _ in range(self._count("# elements: "))]
        rows, columns = self._count("# rows: "), self._count("# columns: ")
        found = []
        for _ in range(rows * columns):
            name, kind = self._skipped(), self._next()
            if name != "# name: <cell-element>" or kind not in {"# type: string", "# type: sq_string"}:
                message = f"a cell of '{shown(self._variable.name)}' holds something other than names"
                raise InputError(message, "save a matrix, or names", code="XE678", place=self._place())
            found.append("".join(self._string() for _ in range(self._count("# elements: "))))
        return found

    def _string(self) -> str:
        length = self._count("# length: ")
        return self._next() if length else ""

    def _skipped(self) -> str:
        line = self._next()
        while not line.strip():
            line = self._next()
        return line

    def _shape(self) -> tuple[tuple[int, ...], bool]:
        """Return the shape, and whether each row is a line."""
        first = self._next()
        if first.startswith("# rows: "):
            return (self._whole(first.removeprefix("# rows: ")), self._count("# columns: ")), True
        rank = self._whole(first.removeprefix("# ndims: "))
        sizes = tuple(map(self._whole, self._next().split()))
        if len(sizes) != rank:
            raise self._cut(f"{rank} axes and {len(sizes)} sizes")
        return sizes, False

    def _count(self, mark: str) -> int:
        return self._whole(self._skipped().removeprefix(mark))

    def _whole(self, text: str) -> int:
        if not text.strip().isdecimal() or len(text) > LONGEST:
            raise self._cut(f"'{shown(text)}' instead of a size")
        return int(text)

    def _next(self) -> str:
        found = next(islice(self._lines, 1), None)
        if found is None:
            raise self._cut("the file ends before its last value")
        self._line, line = found
        return line

    def _row(self, line: str, width: int) -> list[float]:
        """Return the numbers in a line."""
        words = line.split()
        if len(words) != width or line.startswith("#"):
            raise self._cut(f"{len(words)} values instead of {width}")
        try:
            return list(map(float, words))
        except ValueError:
            numerals = Numerals()
            word = next((w for w in words if w != "NA" and numerals.number(w) is None), None)
            if word is None:
                return [float("nan") if w == "NA" else float(w) for w in words]
            raise DataError(
                f"'{shown(word)}' is not a number", CUT, code="XE020", place=self._place()
            ) from None

    def _cut(self, how: str) -> InputError:
        message = f"variable '{shown(self._variable.name)}' is cut off: {how}"
        return InputError(message, CUT, code="XE678", place=self._place())

    def _place(self) -> Place:
        return Place(self._text.name, self._line)
