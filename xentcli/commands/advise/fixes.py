"""What to type: lines that can be pasted into a shell, with the files' own names."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from xentcli.commands.advise.reopen import member_of, opened, path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.commands.advise.case import Case
    from xentcli.inputs.selection import Selection


def with_options(case: Case, *options: str, swapped: bool = False) -> str:
    """`xentcli loss` on both files, `advise` on labels alone, with options, those that chose the arrays of
    an NPZ among them."""
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
    """The options that a user typed, but for those that are said anew, and another scale."""
    scale = any(word.startswith("--from-") for word in said)
    kept = [o for o in case.typed if o[0] not in said and not (scale and o[0].startswith("--from-"))]
    return [word for option in kept for word in option]


def quoted(name: str) -> str:
    """A word as a shell takes it."""
    return shlex.quote("-" if name == "stdin" else name)


def rewritten(
    side: Selection, change: str, *before: str, role: str = "fixed", header: bool | None = None
) -> str:
    """A line of Python that reads a file as `t`, changes it, and writes it as fixed.npy or fixed.csv.

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
    """The predictions' columns of these places, in this order: chosen by an option, or written anew where the
    option chooses an array of an NPZ, or where names would bring the old order back."""
    side = case.predictions
    assert side is not None
    if member_of(side.table.name):
        return rewritten(side, f"t[:, {list(order)}]")
    if side.table.dtype is None and case.labels.names and side.names and len(order) == len(side.names):
        return rewritten(side, f"t.iloc[:, {list(order)}].set_axis(list(t), axis=1)")
    columns = side.columns if side.columns is not None else range(max(order) + 1)
    return with_options(case, "--prediction-columns", ",".join(str(columns[k]) for k in order))


def _in_quotes(code: str) -> str:
    """Python code as one word: in double quotes, where it has nothing that a shell would read, else in
    single ones."""
    if not set('"$`\\!') & set(code):
        return f'"{code}"'
    return shlex.quote(code if '"' in code else code.replace("'", '"'))
