"""Build a dataset from the files and options of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.core.errors import UsageError
from xentcli.core.frozen import replace
from xentcli.inputs.assemble import assemble
from xentcli.inputs.selection import ColumnNames, Inputs, tables_of
from xentcli.io.open_table import open_table
from xentcli.io.source.open import AGAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import Opener
    from xentcli.io.table import ReadOptions, Table
    from xentcli.settings.settings import Settings


def check_stdin(*paths: str | None) -> None:
    """Raise if more than one input is standard input, which can be read only once."""
    if sum(path in {"-", "/dev/stdin"} for path in paths) > 1:
        raise UsageError(
            "- can be used for one input only", "save the other input to a file first", code="XE503"
        )


def _opener(path: str, options: ReadOptions) -> Opener:
    """Return the function that opens a file; a header that is given there overrides the options."""

    def opened(
        *,
        member: str | None,
        usual: tuple[str, ...],
        once: bool = False,
        header: bool | None = None,
        tokens: bool = False,
    ) -> Table:
        own = options if header is None else replace(options, header=header)
        own = replace(own, tokens=True) if tokens else own
        return open_table(path, own, member=member, usual=usual, once=once)

    return opened


def _read_again(opened: Opener) -> Opener:
    """Return a function that opens an input which is open already, and may be a pipe."""

    def again(**how: Any) -> Table:
        token = AGAIN.set(True)
        try:
            return opened(**how)
        finally:
            AGAIN.reset(token)

    return again


def from_files(
    params: Mapping[str, Any],
    options: ReadOptions,
    settings: Settings,
    *,
    paired: bool = False,
    once: bool = False,
    misread: bool = False,
) -> Dataset:
    """Return the dataset of a command line.

    Set ``paired`` if predictions are required; rows are then reported by their keys. Set ``once`` if labels
    without predictions are read only once, and ``misread`` to accept labels in place of the predictions.
    """
    labels, path = params["labels"], params["predictions"]
    own = path is not None and (path != labels or path == "-")
    weights = params.get("sample_weight")
    tables = tables_of(params.get("table", ()))
    known = replace(options, unknown=None, table=tables[-1] if tables else None)
    inputs = Inputs(
        labels=_opener(labels, options),
        predictions=_opener(path, known) if own and path is not None else None,
        weights=None if weights is None else _opener(weights, known),
        again=_read_again(_opener(labels, replace(options, table=known.table))),
    )
    names = ColumnNames(
        labels=params["labels_column"],
        predictions=params["prediction_columns"],
        weights=params.get("sample_weight_column"),
        on=params["on"],
        join=params["join"],
        by=params.get("by"),
        kind=params.get("expect"),
        where=params.get("where", ()),
        tables=tables,
    )
    both = paired or path is not None or names.predictions is not None
    return assemble(
        inputs, names, settings, paired=both, keyed=paired, once=once, misread=misread and path != "-"
    )
