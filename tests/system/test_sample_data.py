"""The sample data: every figure that a framework printed for it, and scikit-learn asked once more."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from xentcli.api import loss
from xentcli.commands.loss.answer import loss_result
from xentcli.commands.loss.job import Job
from xentcli.commands.loss.run import run
from xentcli.detection.gather import prepared
from xentcli.execution.fold import ALONE
from xentcli.inputs.dataset import Dataset
from xentcli.inputs.roles.select import select_labels, select_predictions
from xentcli.io.open_table import open_table
from xentcli.io.table import ReadOptions
from xentcli.settings.settings import Like, Settings

FOLDER = Path(__file__).parents[2] / "sample_data"
PRINTED = json.loads((FOLDER / "printed_losses.json").read_text(encoding="utf-8"))
RTOL = {"float32": 2e-6, "float64": 1e-9}


def of_files(labels: str, predictions: str, settings: Settings, block_rows: int | None = None) -> Any:
    """The loss of two files, read as the command line reads them."""
    tables = [
        open_table(str(FOLDER / name), ReadOptions(block_rows=block_rows)) for name in (labels, predictions)
    ]
    data = Dataset(select_labels(tables[0]), select_predictions(tables[1]))
    job = Job(prepared(data, ALONE), settings)
    return loss_result(job, run(job))


def title(entry: dict[str, Any]) -> str:
    return f"{entry['like']}-{entry['labels']}-{entry['predictions']}"


def test_all_three_frameworks_printed_figures():
    assert {entry["like"] for entry in PRINTED} == {"keras", "torch", "sklearn"}
    assert len(PRINTED) >= 70


@pytest.mark.parametrize("entry", PRINTED, ids=title)
def test_xentcli_gives_the_printed_figure(entry):
    settings = Settings(like=Like(entry["like"]), dtype=entry["dtype"])
    found = of_files(entry["labels"], entry["predictions"], settings)
    assert (found.loss, found.scale) == (entry["loss"], entry["scale"])
    assert found.value == pytest.approx(entry["value"], rel=RTOL[entry["dtype"]], abs=0)


# ------------------------------------------------------------------ scikit-learn, asked now


@cache
def array(name: str) -> Any:
    """A file as users load it."""
    if name.endswith(".npy"):
        return np.load(FOLDER / name)
    frame = pd.read_csv(
        FOLDER / name, header=None if name.startswith("tiny_") and name != "tiny_sparse.csv" else 0
    )
    frame = frame.rename(columns=str)
    named = [column for column in frame.columns if column.startswith("prob_")]
    values = frame[sorted(named)] if named else frame
    return values.to_numpy()[:, 0] if values.shape[1] == 1 else values.to_numpy()


FILES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in {".csv", ".npy"})


def pairs() -> list[tuple[str, str]]:
    """Labels and predictions of the same data set."""
    labels = [
        name for name in FILES if any(word in name for word in ("_labels", "onehot", "soft.", "sparse"))
    ]
    rest = [name for name in FILES if name not in labels]
    return [(y, p) for y in labels for p in rest if y.split("_")[0] == p.split("_")[0]]


def asked(labels: str, predictions: str) -> float | None:
    """scikit-learn's log loss; None where it refuses or warns."""
    from sklearn.metrics import log_loss

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            y, p = array(labels), array(predictions)
            every = (
                None
                if y.ndim > 1 or p.ndim < 2 or p.shape[1] == 1 or y.dtype.kind in "OUT"
                else range(p.shape[1])
            )
            return float(log_loss(y, p, labels=every))
        except (ValueError, Warning):
            return None


def precision(predictions: str) -> float:
    """scikit-learn takes logarithms of float32 in float32."""
    return 1e-7 if array(predictions).dtype == np.float32 else 1e-12


def test_scikit_learn_says_the_same_wherever_it_says_anything():
    said = {pair: answer for pair in pairs() if (answer := asked(*pair)) is not None}
    found = {pair: of_files(*pair, Settings(like=Like.SKLEARN)).value for pair in said}
    assert found == {pair: pytest.approx(said[pair], rel=precision(pair[1]), abs=0) for pair in said}
    assert set(said) >= {(e["labels"], e["predictions"]) for e in PRINTED if e["like"] == "sklearn"}
    assert len(said) >= 15


# ------------------------------------------------------------------ through the program, and through arrays


@pytest.mark.parametrize(
    "entry",
    [
        next(e for e in PRINTED if (e["like"], e["labels"], e["predictions"]) == want)
        for want in (
            ("torch", "digits_labels.csv", "digits_logits.npy"),
            ("keras", "breast_cancer_labels.csv", "breast_cancer_sigmoid.csv"),
            ("sklearn", "iris_labels.csv", "iris_probs.csv"),
        )
    ],
    ids=title,
)
def test_the_command_prints_what_the_framework_printed(entry):
    words = [
        "loss",
        entry["labels"],
        entry["predictions"],
        "--like",
        entry["like"],
        "--dtype",
        entry["dtype"],
    ]
    done = subprocess.run(
        [sys.executable, "-m", "xentcli", *words, "-f", "value"],
        cwd=FOLDER, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert float(done.stdout) == pytest.approx(entry["value"], rel=RTOL[entry["dtype"]])


SAME = [
    ("digits_labels.csv", "digits_labels.npy", "digits_probs.csv"),
    ("digits_labels.csv", "digits_onehot.csv", "digits_probs.csv"),
    ("digits_labels.csv", "digits_onehot.npy", "digits_logits.npy"),
    ("breast_cancer_labels.csv", "breast_cancer_labels.npy", "breast_cancer_softmax.csv"),
    ("multilabel_labels.csv", "multilabel_labels.npy", "multilabel_sigmoid.csv"),
    ("tiny_sparse.csv", "tiny_onehot.csv", "tiny_probs.csv"),
]


@pytest.mark.parametrize(("one", "other", "predictions"), SAME, ids=lambda name: name)
def test_the_same_labels_in_another_file_cost_the_same(one, other, predictions):
    values = {of_files(labels, predictions, Settings()).value for labels in (one, other)}
    assert len(values) == 1


@pytest.mark.parametrize(
    ("labels", "predictions"), list(dict.fromkeys((a, p) for a, _, p in SAME)), ids=lambda name: name
)
@pytest.mark.parametrize("rows", [60, None])
def test_files_cost_what_their_arrays_cost_in_any_block(labels, predictions, rows):
    found = of_files(labels, predictions, Settings(), rows)
    assert found.value == loss(array(labels), array(predictions)).value


def test_two_outputs_of_a_model_cost_what_its_one_output_costs():
    """The first of the two is the complement as float64 has it: equal to the last place of a probability."""
    two = of_files("breast_cancer_labels.csv", "breast_cancer_softmax.csv", Settings()).value
    one = of_files("breast_cancer_labels.csv", "breast_cancer_sigmoid.csv", Settings()).value
    assert two == pytest.approx(one, rel=1e-13)


def test_the_two_row_example_costs_what_the_page_says():
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    for labels in ("tiny_sparse.csv", "tiny_onehot.csv"):
        value = of_files(labels, "tiny_probs.csv", Settings()).value
        assert value == 1.176939193690798
        assert f"{value:.7f}" in page


# ------------------------------------------------------------------ the folder


def test_the_folder_is_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) < 3_000_000


def named_in(page: str) -> set[str]:
    """The files that the page's table names; `digits_labels.csv`, `.npy` are two."""
    found: set[str] = set()
    for line in page.splitlines():
        words = line.split("`")[1::2]
        for i, word in enumerate(words):
            found.add(word if not word.startswith(".") else words[i - 1].rpartition(".")[0] + word)
    return found


def test_the_page_names_every_file_and_no_other():
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    there = {path.name for path in FOLDER.iterdir() if path.is_file()}
    assert there - named_in(page) <= {"README.md", "make.py"}
    assert "sample_data/make.py" in page
    files = {name for name in named_in(page) if name.endswith((".csv", ".npy", ".json"))}
    assert files <= there


def test_the_page_tells_the_rows():
    for name, rows in {
        "digits_labels.csv": 1797,
        "breast_cancer_labels.csv": 569,
        "iris_labels.csv": 150,
    }.items():
        assert len(array(name)) == rows
