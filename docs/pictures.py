"""Pictures of a terminal: the output of a command at 80 columns, as SVG that loads nothing from outside."""

import html
import io
import os
import re
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from xentcli.cli.main import main

ROOT = Path(__file__).parent.parent
WIDTH = 80
IRIS = "sample_data/iris_labels.csv sample_data/iris_probs.csv"
WEIGHTS = "setosa=1,versicolor=2,virginica=4"
PICTURES = {
    "loss": "xentcli loss sample_data/digits_labels.csv sample_data/digits_probs.csv",
    "advise": "xentcli advise sample_data/digits_labels.csv twice.npy",
    "same-number": "xentcli loss sample_data/tiny_onehot.csv sample_data/tiny_probs.csv",
    "memory": "xentcli advise sample_data/digits_labels.csv --full",
    "kinds": "xentcli detect sample_data/multilabel_labels.csv sample_data/multilabel_sigmoid.csv",
    "sigmoid": "xentcli loss sample_data/breast_cancer_labels.csv sample_data/breast_cancer_sigmoid.csv",
    "weights": f"xentcli loss {IRIS} --class-weight {WEIGHTS}",
    "regression": "xentcli detect target.csv",
}
"""The command that each picture shows."""
FONT = re.compile(r"@font-face \{\{.*?\}\}\s*", re.DOTALL)


class Screen(io.StringIO):
    """A terminal that keeps its output."""

    def isatty(self):
        return True


def shown(command):
    """Return the output of a command on a terminal of 80 columns, with colors."""
    screen, plain = Screen(), {"COLUMNS": str(WIDTH), "LINES": "24", "TERM": "xterm-256color"}
    with TemporaryDirectory() as folder, chdir(folder), patch.dict(os.environ, plain):
        for name in ("NO_COLOR", "FORCE_COLOR", "XENTCLI_COLOR", "XENTCLI_FORMAT"):
            os.environ.pop(name, None)
        Path("sample_data").symlink_to(ROOT / "sample_data")
        scores = np.exp(np.load("sample_data/digits_probs.npy"))
        np.save("twice.npy", scores / scores.sum(axis=1, keepdims=True))
        Path("target.csv").write_text("target\n3.14\n2.5\n1.9\n")
        with redirect_stdout(screen), redirect_stderr(screen):
            main(command.split()[1:])
    return screen.getvalue()


def picture(command):
    """Return the SVG of a terminal after a command."""
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard"
    )
    console.print(Text(f"$ {command}", style="bold"))
    console.print(Text.from_ansi(shown(command)))
    template = FONT.sub("", CONSOLE_SVG_FORMAT)
    return console.export_svg(title="xentcli", code_format=template, unique_id="xentcli")


def words_of(svg):
    """Return the words of a picture."""
    return html.unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))).split()


if __name__ == "__main__":
    sys.stdout.write(shown(PICTURES[sys.argv[1]]))
