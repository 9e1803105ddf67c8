"""What to type: lines that can be pasted into a shell, with the files' own names."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.advice.matter import Matter
    from xentcli.inputs.side import Side


def with_options(matter: Matter, *options: str, swapped: bool = False) -> str:
    """`xentcli loss` on both files, `advise` on labels alone, with options, those that chose the arrays of
    an NPZ among them."""
    sides = [matter.labels] + ([matter.predictions] if matter.predictions is not None else [])
    sides = sides[::-1] if swapped else sides
    words = [path_of(side) for side in sides]
    members = [_member(side.table.name) for side in sides]
    chosen = [
        word
        for option, member in zip(("--labels-column", "--prediction-columns"), members, strict=False)
        for word in (option, member)
        if member
    ]
    command = "advise" if matter.predictions is None else "loss"
    return " ".join(["xentcli", command, *(quoted(w) for w in (*words, *chosen, *options))])


def quoted(name: str) -> str:
    """A word as a shell takes it."""
    return shlex.quote("-" if name == "stdin" else name)


def rewritten(side: Side, change: str, *before: str, role: str = "mended", header: bool | None = None) -> str:
    """A line of Python that reads a file as `t`, changes it, and writes it as mended.npy or mended.csv.

    ``change`` is an expression of the table `t`, a NumPy array or a pandas DataFrame of the columns in use;
    ``before`` are statements that come first; ``header`` says whether names of columns are written, where
    not as they were read.
    """
    if side.table.dtype is not None:
        code = ["import numpy as np", f"t = {opened(side)}", *before, f"np.save('{role}.npy', {change})"]
    else:
        code = ["import numpy as np, pandas as pd", f"t = {opened(side)}"]
        keep = bool(side.table.columns) if header is None else header
        index = "index=False" if keep else "index=False, header=False"
        code += [*before, f"({change}).to_csv('{role}.csv', {index})"]
    return f"python -c {_in_quotes('; '.join(code))}"


def opened(side: Side) -> str:
    """An expression that reads the columns in use, as a NumPy array or a pandas DataFrame."""
    path, member = path_of(side), _member(side.table.name)
    if side.table.dtype is not None:
        return f"np.load({path!r}){f'[{member!r}]' if member else ''}"
    named = "" if side.table.columns else ", header=None"
    sep = ", sep='\\t'" if ".tsv" in path else ""
    return f"pd.read_csv({path!r}{named}{sep}){_picked(side)}"


def with_columns(matter: Matter, order: Sequence[int]) -> str:
    """The predictions' columns of these places, in this order: chosen by an option, or written anew where the
    option chooses an array of an NPZ, or where names would bring the old order back."""
    side = matter.predictions
    assert side is not None
    if _member(side.table.name):
        return rewritten(side, f"t[:, {list(order)}]")
    if side.table.dtype is None and matter.labels.names and side.names and len(order) == len(side.names):
        return rewritten(side, f"t.iloc[:, {list(order)}].set_axis(list(t), axis=1)")
    columns = side.columns if side.columns is not None else range(max(order) + 1)
    return with_options(matter, "--prediction-columns", ",".join(str(columns[k]) for k in order))


def _picked(side: Side) -> str:
    """The columns in use, where they are not all."""
    everything = len(side.table.numeric)
    if side.columns is None or len(side.columns) == everything:
        return ""
    return f".iloc[:, {list(side.columns)}]"


def _in_quotes(code: str) -> str:
    """Python code as one word: in double quotes, where it has nothing that a shell would read."""
    return shlex.quote(code) if set('"$`\\!') & set(code) else f'"{code}"'


def path_of(side: Side) -> str:
    """The path of a file, without the array of an NPZ."""
    name = side.table.name
    return name.rsplit("[", 1)[0] if name.endswith("]") else name


def _member(name: str) -> str:
    return name.rsplit("[", 1)[1][:-1] if name.endswith("]") else ""


def listed(names: Sequence[str], most: int = 12) -> str:
    """Names with commas between, the first of many."""
    more = f", … ({len(names):,} in all)" if len(names) > most else ""
    return ", ".join(names[:most]) + more
