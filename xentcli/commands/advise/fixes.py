"""Commands to paste into a shell, with the files' own names."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from xentcli.commands.advise.reopen import member_of, opened, path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.commands.advise.case import Case
    from xentcli.inputs.selection import Selection


def with_options(case: Case, *options: str, swapped: bool = False) -> str:
    """Return `xentcli loss` on both files (`advise` for labels alone) with options, including those that
    selected the arrays of an NPZ."""
    sides = [case.labels] + ([case.predictions] if case.predictions is not None else [])
    sides = sides[::-1] if swapped else sides
    words = [path_of(side.table.name) for side in sides]
    members = [member_of(side.table.name) for side in sides]
    chosen = [
        word
        for option, member in zip(("--labels-column", "--prediction-columns"), members, strict=False)
        for word in (option, member)
        if member
    ]
    command = "advise" if case.predictions is None else "loss"
    columns = {"--labels-column", "--prediction-columns"} if swapped else set()
    again = repeated(case, *chosen, *options, *columns)
    return " ".join(["xentcli", command, *(quoted(w) for w in (*words, *again, *chosen, *options))])


def repeated(case: Case, *said: str) -> list[str]:
    """Return the options that the user typed, except those given again in ``said`` and any other scale."""
    scale = any(word.startswith("--from-") for word in said)
    kept = [o for o in case.typed if o[0] not in said and not (scale and o[0].startswith("--from-"))]
    return [word for option in kept for word in option]


def quoted(name: str) -> str:
    """Return a word quoted for the shell."""
    return shlex.quote("-" if name == "stdin" else name)


def rewritten(
    side: Selection, change: str, *before: str, role: str = "fixed", header: bool | None = None
) -> str:
    """Return a line of Python that reads a file as `t`, changes it, and writes it as fixed.npy or fixed.csv.

    ``change`` is an expression of the table `t`, a NumPy array or a pandas DataFrame of the columns in use;
    ``before`` are statements that come first; ``header`` says whether names of columns are written, where
    not as they were read.
    """
    modules, read = opened(side)
    if side.table.dtype is not None:
        save = f"np.save('{role}.npy', {change})"
    else:
        keep = bool(side.table.columns) if header is None else header
        index = "index=False" if keep else "index=False, header=False"
        save = f"({change}).to_csv('{role}.csv', {index})"
    code = [f"import {', '.join(modules)}", f"t = {read}", *before, save]
    return f"python -c {_in_quotes('; '.join(code))}"


def with_columns(case: Case, order: Sequence[int]) -> str:
    """Return the fix that selects these prediction columns in this order: by an option, or by rewriting
    the file if the option selects an array of an NPZ or if column names would restore the old order."""
    side = case.predictions
    assert side is not None
    named = side.table.dtype is None and case.labels.names and side.names and len(order) == len(side.names)
    if member_of(side.table.name) or named:
        return with_columns_rewritten(case, order)
    columns = side.columns if side.columns is not None else range(max(order) + 1)
    return with_options(case, "--prediction-columns", ",".join(str(columns[k]) for k in order))


def with_columns_rewritten(case: Case, order: Sequence[int]) -> str:
    """Return the fix that writes these prediction columns in this order, under the names as they stand."""
    side = case.predictions
    assert side is not None
    if side.table.dtype is not None:
        return rewritten(side, f"t[:, {list(order)}]")
    names = ".set_axis(list(t), axis=1)" if side.names and len(order) == len(side.names) else ""
    return rewritten(side, f"t.iloc[:, {list(order)}]{names}")


def _in_quotes(code: str) -> str:
    """Return Python code as one shell word: in double quotes if the shell would expand nothing in it,
    otherwise in single quotes."""
    if not set('"$`\\!') & set(code):
        return f'"{code}"'
    return shlex.quote(code if '"' in code else code.replace("'", '"'))
