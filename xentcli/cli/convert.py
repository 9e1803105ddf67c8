"""`xentcli convert`: convert labels to another kind and format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xentcli.cli.command import Command, Option, under
from xentcli.cli.loss_options import KINDS, label_settings
from xentcli.cli.options import INPUT_OPTIONS, LABELS, jobs, read_options
from xentcli.cli.output import binary_stdout
from xentcli.cli.param_types import FILE_NAME, Checked, Choice, Columns, Count, destination, number, whole
from xentcli.cli.screen import notify
from xentcli.commands.convert.conversion import Conversion, Target
from xentcli.commands.convert.label_columns import intake
from xentcli.commands.convert.notes import notes_on, warnings_on
from xentcli.commands.convert.run import Converted, convert_to
from xentcli.commands.convert.scores import Accepted
from xentcli.core.errors import UsageError
from xentcli.core.exit_status import Exit
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.core.types import Kind
from xentcli.inputs.select_columns import select_columns
from xentcli.inputs.selection import LABEL_ARRAYS, PREDICTION_ARRAYS
from xentcli.io.compression.registry import split_suffix
from xentcli.io.compression.write import packed
from xentcli.io.open_table import open_table
from xentcli.io.write.atomic import check_destination, replacing
from xentcli.io.write.destination import is_replaced
from xentcli.io.write.registry import SUFFIXES, WRITERS
from xentcli.report.screen import Screen

if TYPE_CHECKING:
    from typing import Unpack

    from xentcli.cli.params import ConvertParams
    from xentcli.io.table import Table

EXAMPLES = (
    "xentcli convert labels.csv --to one-hot -o onehot.npy",
    "xentcli convert onehot.npy --to sparse                 # CSV on stdout",
    "xentcli convert labels.csv --to one-hot -o onehot.csv.gz",
    "xentcli convert train-labels-idx1-ubyte.gz --to one-hot -o y.parquet",
    "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy",
    "xentcli convert labels.csv --to one-hot --label-offset -1 --num-classes 10",
    "xentcli convert logits.npy --to sparse --argmax        # predicted classes",
    "xentcli convert votes.csv --to multi-label --threshold 0.5 --keep id",
    "xentcli convert genres.csv --to multi-label --label-separator '|'",
)
NUMBERS = (
    *("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "bool"),
)
TARGETS = {name: kind for name, kind in KINDS.items() if name not in set(Target)}


CONVERSION_OPTIONS = under(
    "Conversion options",
    Option(
        ["--to", "target"], type=Choice(Target, "KIND", TARGETS), required=True, help=f"{', '.join(Target)}."
    ),
    Option(
        ["--as", "form"],
        type=Choice(("columns", "lists"), "FORM"),
        default="columns",
        help="Multi-label as columns of 0 and 1, or as lists in one column.",
    ),
    Option(["--argmax"], is_flag=True, help="Convert scores: the largest of each row is its class."),
    Option(
        ["--threshold"],
        type=Checked("T", number, "a number", "0.5"),
        help="Convert scores: a score above T is 1.",
    ),
    Option(["--softmax"], is_flag=True, help="Convert logits: apply a softmax to each row first."),
    Option(["--sigmoid"], is_flag=True, help="Convert logits: apply a sigmoid to each cell first."),
    Option(["--positive"], metavar="CLASS", help="The class that is 1 in binary labels; others are 0."),
    Option(
        ["--labels-column"],
        metavar="COL",
        type=Columns("labels"),
        help="The label column or columns, or the array of an NPZ.",
    ),
    Option(
        ["--labels-kind"],
        type=Choice(("auto", *Kind), "KIND", KINDS),
        default="auto",
        help="The kind of LABELS. Default: detected.",
    ),
    Option(["--classes"], metavar="A,B|@FILE", help="The classes, in the order of the columns or ids."),
    Option(["--num-classes"], type=Count(1), help="The number of classes. Default: the largest id + 1."),
    Option(
        ["--label-offset"],
        type=Checked("N", whole, "a whole number", "-1"),
        default="0",
        help="Add N to every class id; -1 if they start at 1.",
    ),
    Option(
        ["--class-axis"],
        type=Checked("N", whole, "a whole number", "1"),
        help="The axis of the classes in arrays. Default: detected.",
    ),
    Option(["--label-separator"], metavar="S", help="What separates several labels in a cell, such as '|'."),
    Option(["--unknown"], metavar="TEXT[,…]", help="Texts that mean the label is not known, such as NA,?."),
    Option(
        ["--dtype"], type=Choice(NUMBERS, "DTYPE"), help="The dtype of the output: int64, uint8, float32, …"
    ),
    Option(["--columns"], metavar="A,B", help="The names of the output columns."),
    Option(["--class-names"], is_flag=True, help="Name columns 0,1,2 instead of class_0,class_1,class_2."),
    Option(
        ["--keep"],
        metavar="COLS",
        type=Columns("labels"),
        help="Columns to copy to the output, such as id,split.",
    ),
)
CONVERTED_OPTIONS = under(
    "Output options",
    Option(
        ["-o", "--output"],
        type=Checked("FILE", destination, FILE_NAME, "out.npy"),
        help="Write to FILE instead of stdout.",
    ),
    Option(
        ["-f", "--format"],
        type=Choice(WRITERS, "FORMAT"),
        help=f"{', '.join(WRITERS)}. Default: from the name of FILE.",
    ),
    Option(["--force"], is_flag=True, help="Replace FILE if it exists."),
    Option(["-q", "--quiet"], is_flag=True, help="No notes and no warnings."),
)


@click.command(
    cls=Command,
    examples=EXAMPLES,
    name="convert",
    writes_rows=True,
    params=[LABELS, *CONVERSION_OPTIONS, *CONVERTED_OPTIONS, *INPUT_OPTIONS],
)
def command(**params: Unpack[ConvertParams]) -> int:
    """Convert LABELS to another kind: sparse, one-hot, multi-label, binary, soft or names.

    If a conversion would lose information, an error says what would be lost and which option accepts that. An
    existing file is replaced as a whole or not at all. LABELS may be a pattern in quotes, 'part-*.npy', or
    @FILE with one name per line; these files are read as one.
    """
    output = None if params["output"] in {None, Path("-")} else params["output"]
    into = _format(params["format"], output)
    if output is not None:
        check_destination(output, force=params["force"])
    job = _job(params, into)
    if output is None:
        with binary_stdout() as file:
            done = convert_to(job, file, again=False)
    else:
        compression = split_suffix(output.name)[1]
        again = compression is None and is_replaced(output)
        pack = None if compression is None else compression.pack
        with replacing(output, force=params["force"]) as file, packed(file, pack) as file:
            done = convert_to(job, file, again=again)
    _remark(job, done, Screen(quiet=params["quiet"]))
    return int(Exit.DONE)


def _remark(job: Conversion, done: Converted, screen: Screen) -> None:
    notify(screen, (*notes_on(job, done), *warnings_on(job, done)))


def _format(asked: str | None, output: Path | None) -> str:
    """Return the requested format, or the one for the file's suffix; CSV for stdout and special files."""
    found = asked or (
        "csv" if output is None else SUFFIXES.get(Path(split_suffix(output.name)[0]).suffix.lower())
    )
    if found is None and output is not None and output.exists() and not output.is_file():
        found = "csv"
    if found is None and output is not None:
        hint = f"name it with one of {', '.join(SUFFIXES)}, or use --format"
        message, ways = f"no format is known for {shown(output.name)}", ({"format": "csv"},)
        raise UsageError(message, hint, code="XE513", ways=ways)
    if (
        output is None
        and not WRITERS[found or "csv"].is_shown
        and sys.stdout is not None
        and sys.stdout.isatty()
    ):
        hint = "use -o FILE or a pipe, or --format csv"
        raise UsageError(f"{found} is not text, and cannot be shown on a terminal", hint, code="XE520")
    return found or "csv"


def _job(params: ConvertParams, into: str) -> Conversion:
    settings = replace(label_settings(params), class_axis=params["class_axis"])
    accepted = Accepted(
        params["argmax"], params["threshold"], params["positive"], params["softmax"], params["sigmoid"]
    )
    spec, scores = params["labels_column"], accepted.of_scores
    usual = PREDICTION_ARRAYS if scores else LABEL_ARRAYS
    table = open_table(params["labels"], read_options(params), member=spec, usual=usual)
    if params["target"] == Target.MULTI_LABEL and not scores:
        from xentcli.inputs.roles.long import several_rows

        table = several_rows(table, spec)
    kept = _kept(params["keep"], table)
    return Conversion(
        labels=intake(table, spec, settings, scores, kept),
        target=Target(params["target"]),
        settings=settings,
        accepted=accepted,
        format=into,
        dtype=params["dtype"],
        columns=None if params["columns"] is None else tuple(params["columns"].split(",")),
        class_names=params["class_names"],
        lists=params["form"] == "lists",
        kept=kept,
        jobs=jobs(params),
        max_width=params["max_columns"],
        max_classes=params["max_classes"],
    )


def _kept(spec: str | None, table: Table) -> tuple[int, ...]:
    if spec is None:
        return ()
    if table.columns is None:
        hint = "--keep id,split is for columns with names, as of CSV with a header"
        raise UsageError("--keep: the input's columns have no names", hint, code="XE515")
    return select_columns(spec, table.columns, len(table.columns))
