"""Whole commands on files of any bytes, with any options: an exit status of the contract, no traceback."""

import contextlib
import io
import os
import sys

from scratchfile import Scratch

from xentcli.cli.main import main

LABELS, PREDICTIONS = Scratch(), Scratch()
COMMANDS = ("loss", "detect", "validate", "convert", "advise")
OPTIONS = (
    [], ["-f", "json"], ["-f", "csv"], ["-f", "md"], ["-f", "plain"], ["--no-header"], ["--header"],
    ["--like", "all"], ["--like", "keras"], ["--like", "torch"], ["--labels-kind", "sparse"],
    ["--labels-kind", "multi-label"], ["--labels-kind", "soft"], ["--from-logits"], ["--from-probs"],
    ["--by", "class"], ["--reduction", "none"], ["--label-offset", "-1"], ["--ignore-index", "0"],
    ["--class-weight", "balanced"], ["--label-smoothing", "0.1"], ["--loss", "binary"], ["--block-rows", "1"],
    ["--num-classes", "3"], ["--classes", "a,b,c"], ["--input-format", "npy"], ["--input-format", "npz"],
    ["--labels-column", "0"], ["--prediction-columns", "1-"], ["--base", "2"], ["--dtype", "float16"],
    ["--encoding", "latin-1"], ["--encoding", "utf-16"], ["--delimiter", ";"], ["--decimal", ","], ["-v"],
    ["--max-field", "8"], ["--max-columns", "1"], ["--max-classes", "2"], ["--labels-column", "y"], ["-q"],
    ["--prediction-columns", "/^p/"], ["--sample-weight-column", "1"], ["--class-axis", "1"], ["--top", "2"],
    ["--epsilon", "0.1"], ["--focal-gamma", "2"], ["--focal-alpha", "0.25"], ["--pos-weight", "2"],
    ["--fail-above", "1"], ["--from-log-probs"], ["--expect", "sparse"], ["--expect", "one-hot"],
    ["--strict"], ["--rows", "3"], ["--max-errors", "1"], ["--argmax"], ["--threshold", "0.5"], ["--softmax"],
    ["--sigmoid"], ["--keep", "1"], ["--columns", "x"], ["--class-names"], ["--positive", "1"], ["--by", "0"],
    ["--per-sample", "/dev/null"], ["--format", "npy"], ["--format", "csv"], ["--reduction", "sum"],
    ["--like", "sklearn"], ["--like", "optax"], ["--loss", "categorical"], ["--loss", "CrossEntropyLoss"],
    ["--on", "id"], ["--on", "0"], ["-f", "value"], ["-f", "ndjson"],
)  # fmt: skip
KINDS = ("sparse", "one-hot", "binary", "multi-label", "soft", "names")


def check(data):
    """Three bytes choose the command and two options; the rest is cut into the two files."""
    if len(data) < 5:
        return
    command, first, second, cut = COMMANDS[data[0] % len(COMMANDS)], data[1], data[2], data[3]
    rest = data[4:]
    at = len(rest) * cut // 255
    words = [command, LABELS.hold(rest[:at])]
    if command == "convert":
        first, kind = divmod(first, len(KINDS))
        words += ["--to", KINDS[kind]]
    else:
        words += [PREDICTIONS.hold(rest[at:])] if command == "loss" or second % 2 else []
    words += OPTIONS[first % len(OPTIONS)] + OPTIONS[second % len(OPTIONS)]
    answer = status, _, err = _run([*words, "-j", "1"])
    assert status in {0, 1, 2, 3}, (words, status, err)
    assert "Traceback" not in err, err
    assert all(line.isprintable() for line in err.split("\n")), repr(err)
    if "--block-rows" not in words:
        again = _run([*words, "-j", "1", "--block-rows", "2"])
        assert answer == (*again[:2], _without_blocks(again[2])), words


def _without_blocks(err):
    """What is said without the size of blocks in the commands that an error names."""
    return err.replace(" --block-rows 2", "").replace(' "--block-rows", "2",', "")


def _run(words):
    held = io.BytesIO()
    out = io.TextIOWrapper(held, write_through=True, errors="surrogateescape")
    err = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), open(os.devnull) as nothing:
        former, sys.stdin = sys.stdin, nothing
        try:
            status = main(words)
        finally:
            sys.stdin = former
    return status, held.getvalue(), err.getvalue()
