"""Texts of LIBSVM and LIBLINEAR: predictions with a line of labels, and data files, read for their labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.io.text.delimited import open_delimited
from xentcli.io.text.dialects.registry import NUMBER, SIX_DIGITS
from xentcli.io.text.layout import Told

if TYPE_CHECKING:
    from xentcli.io.table import Table
    from xentcli.io.text.dialects.first_lines import Text

PREDICTED = "predicted"
_ROW = re.compile(rf"\S+(?: {NUMBER})+ *")
_PAIRS = re.compile(rf"[-+]?\d[\d.]*(?:,\d+)*(?: +qid:\d+)?(?:[ \t]+\d+:{NUMBER})*\s*(?:#.*)?")


def open_predictions(text: Text) -> Table | None:
    """Open `labels 2 3 1` above rows of the predicted class and the probabilities in this order."""
    classes = text.lines[0].split()[1:]
    rows = text.lines[1:]
    if not rows or not _ROW.fullmatch(rows[0]) or len(rows[0].split()) != len(classes) + 1:
        return None
    if len(set(classes)) < len(classes):
        message, hint = "the first line names a class twice", "save the file again"
        raise DataError(message, hint, code="XE052", place=Place(text.name, 1))
    names = (PREDICTED, *(f"p_{name}" for name in classes))
    told = Told(text.starts[1], " ", names, roles={PREDICTED: "predicted-class"}, slack=SIX_DIGITS)
    return open_delimited(text.source, text.options, told=told)


def open_labels(text: Text) -> Table | None:
    """Open the labels of a data file: `LABEL INDEX:VALUE ...` in every line."""
    if not all(_PAIRS.fullmatch(line) for line in text.lines if line.strip()):
        return None
    from xentcli.io.arrays.svmlight import open_svmlight

    return open_svmlight(text.source, text.options, text.member, text.usual)
