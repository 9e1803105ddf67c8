"""`xentcli convert`: one kind of labels into another, in any format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xentcli.cli.command import Command
from xentcli.cli.inputs import open_labels, open_scores
from xentcli.cli.notes import notify
from xentcli.cli.options import input_options, jobs, option, read_options
from xentcli.cli.output import binary_stdout
from xentcli.cli.settings import number, settings_of, whole
from xentcli.cli.values import Checked, Choice, Count, destination
from xentcli.columns import select_columns
from xentcli.conversion import Accepted, Target
from xentcli.converting import Conversion, convert_to
from xentcli.errors import Exit, UsageError, shown
from xentcli.formats.atomic import check_destination, replacing
from xentcli.formats.writers import SUFFIXES, WRITERS
from xentcli.report.screen import Screen
from xentcli.types import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = (
    "xentcli convert labels.csv --to one-hot -o onehot.npy   # the format by the suffix",
    "xentcli convert onehot.npy --to sparse                  # CSV to standard output",
    "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy",
    "xentcli convert labels.csv --to one-hot --label-offset -1 --num-classes 10 -o y.npy",
    "xentcli convert logits.npy --to sparse --argmax         # predicted classes",
    "xentcli convert votes.csv --to multi-label --threshold 0.5 --keep id",
)
NUMBERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64")


def _option(*declarations: str, **attributes: Any) -> Callable[[Any], Any]:
    return option(*declarations, group="Conversion options", **attributes)


@click.command(cls=Command, examples=EXAMPLES, name="convert")
@click.argument("labels")
@_option("--to", "target", type=Choice(Target, "KIND"), required=True, help=f"{', '.join(Target)}.")
@_option("--argmax", is_flag=True, help="Accept: keep only the largest entry of each row.")
@_option("--threshold", type=Checked("T", number, "0.5"), help="Accept: what is above T is on, the rest is off.")
@_option("--positive", metavar="CLASS", help="The class that is 1 in binary labels.")
@_option("--softmax", is_flag=True, help="Turn logits into probabilities first.")
@_option("--sigmoid", is_flag=True, help="The same, each column by itself.")
@_option("--labels-column", metavar="COL", help="Name or index of the label column, or array of an NPZ.")
@_option("--labels-kind", type=Choice(("auto", *Kind), "KIND"), default="auto", help="What the labels are; default: found out.")
@_option("--classes", metavar="A,B|@FILE", help="The classes in order.")
@_option("--num-classes", type=Count(1), help="How many classes there are.")
@_option("--label-offset", type=Checked("N", whole, "-1"), default="0", help="Added to every id; -1 for labels from 1.")
@_option("--dtype", type=Choice(NUMBERS, "DTYPE"), help="Of the output: int64, uint8, float32, …")
@_option("--columns", metavar="A,B", help="Names of the output's columns.")
@_option("--class-names", is_flag=True, help="Name them as the classes, also where those are numbers.")
@_option("--keep", metavar="COLS", help="Columns of a CSV that travel along.")
@option("-o", "--output", type=Checked("FILE", destination, "out.npy"), group="Output options", help="Write to FILE.")
@option("-f", "--format", type=Choice(WRITERS, "FORMAT"), group="Output options", help=f"{', '.join(WRITERS)}; default: by FILE's suffix.")
@option("--force", is_flag=True, group="Output options", help="Replace FILE if it exists.")
@option("-q", "--quiet", is_flag=True, group="Output options", help="No notes and no warnings.")
@input_options
def command(**params: Any) -> int:
    """LABELS as another kind of labels: sparse, one-hot, multi-label, binary, soft, or names.

    Nothing is lost in silence: where a conversion would lose something, an error names it and the option that
    accepts it. The file that is replaced is the old one or the whole new one, at every moment.
    """
    output = None if params["output"] in {None, Path("-")} else params["output"]
    format = _format(params["format"], output)
    if output is not None:
        check_destination(output, force=params["force"])
    job = _job(params, format)
    notify(Screen(quiet=params["quiet"]), job.labels.notes, ())
    if output is None:
        with binary_stdout() as file:
            convert_to(job, file, again=False)
    else:
        with replacing(output, force=params["force"]) as file:
            convert_to(job, file, again=file.seekable() and output.is_file())
    return int(Exit.DONE)


def _format(asked: str | None, output: Path | None) -> str:
    if asked is not None:
        return asked
    if output is None:
        return "csv"
    found = SUFFIXES.get(output.suffix.lower())
    if found is None and (not output.suffix or not output.is_file()) and output.exists():
        return "csv"
    if found is None:
        hint = f"name it with one of {', '.join(SUFFIXES)}, or say --format"
        raise UsageError(f"no format is known for {shown(output.name)}", hint, code="XE513")
    return found


def _job(params: dict[str, Any], format: str) -> Conversion:
    given = {"from_probs": False, "from_logits": False, "from_log_probs": False} | params | {"dtype": "auto"}
    settings, options = settings_of(given), read_options(params)
    accepted = Accepted(*(params[n] for n in ("argmax", "threshold", "positive", "softmax", "sigmoid")))
    if accepted.softmax and accepted.sigmoid:
        raise UsageError("--softmax and --sigmoid exclude each other", "one softmax a row, or one sigmoid a cell", code="XE514")
    opened = open_scores if accepted.of_predictions else open_labels
    labels = opened(params["labels"], params["labels_column"], options, settings)
    kept = _kept(params["keep"], labels.table.columns, format)
    return Conversion(
        labels=labels,
        target=Target(params["target"]),
        settings=settings,
        accepted=accepted,
        format=format,
        dtype=params["dtype"],
        columns=None if params["columns"] is None else tuple(params["columns"].split(",")),
        class_names=params["class_names"],
        keep=kept,
        jobs=jobs(params),
        max_width=params["max_columns"],
    )


def _kept(spec: str | None, names: tuple[str, ...] | None, format: str) -> tuple[int, ...]:
    if spec is None:
        return ()
    if names is None or format not in {"csv", "tsv"}:
        raise UsageError("--keep needs text with a header, in and out", "as in labels.csv -o converted.csv", code="XE515")
    return select_columns(spec, names, len(names))
