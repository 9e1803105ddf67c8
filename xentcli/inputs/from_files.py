"""Files named on the command line, opened and made a dataset."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import UsageError
from xentcli.inputs.assemble import ColumnNames, Inputs, assemble
from xentcli.io.open_table import open_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.inputs.dataset import Dataset
    from xentcli.io.table import ReadOptions
    from xentcli.settings.settings import Settings


def check_stdin(*paths: str | None) -> None:
    """Refuse standard input for more than one input: it can be read only once."""
    if sum(path in {"-", "/dev/stdin"} for path in paths) > 1:
        raise UsageError("- can stand for one input only", "write the other to a file first", code="XE503")


def from_files(
    params: Mapping[str, Any],
    options: ReadOptions,
    settings: Settings,
    *,
    paired: bool = False,
    once: bool = False,
    misread: bool = False,
) -> Dataset:
    """Return the inputs that a command line names; those of a loss are ``paired``, and rows have their keys.

    ``once`` says that labels alone are read only once, ``misread`` that labels may stand in the place of the
    predictions.
    """
    labels, path = params["labels"], params["predictions"]
    own = path is not None and (path != labels or path == "-")
    weights = params.get("sample_weight")
    inputs = Inputs(
        labels=partial(open_table, labels, options),
        predictions=partial(open_table, path, options) if own else None,
        weights=None if weights is None else partial(open_table, weights, options),
        again=partial(open_table, labels, options),
    )
    names = ColumnNames(
        labels=params["labels_column"],
        predictions=params["prediction_columns"],
        weights=params.get("sample_weight_column"),
        on=params["on"],
        join=params["join"],
        by=params.get("by"),
    )
    both = paired or path is not None or names.predictions is not None
    return assemble(
        inputs, names, settings, paired=both, keyed=paired, once=once, misread=misread and path != "-"
    )
