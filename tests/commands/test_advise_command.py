"""`xentcli advise` as users run it: the loss that fits, findings with their fixes, in every format."""

import csv
import json
import re
import shlex
import subprocess

import numpy as np
import pytest
from running import ENVIRONMENT, SAMPLES, inside, shell

from xentcli.commands.advise.suspicions.registry import NOTES, SUSPICIONS, suspicion
from xentcli.commands.explain.codes.advice import finding_entry

HEALTHY = {
    "digits_labels.csv digits_probs.csv": ("sparse", "sparse"),
    "digits_labels.npy digits_logits.npy": ("sparse", "sparse"),
    "digits_onehot.csv digits_probs.csv": ("one-hot", "categorical"),
    "digits_soft.npy digits_logits.npy": ("soft", "categorical"),
    "iris_labels.csv iris_probs.csv": ("sparse", "sparse"),
    "breast_cancer_labels.csv breast_cancer_sigmoid.csv": ("binary", "binary"),
    "breast_cancer_labels.csv breast_cancer_softmax.csv": ("binary", "sparse"),
    "breast_cancer_labels.csv breast_cancer_logits.npy": ("binary", "binary"),
    "multilabel_labels.csv multilabel_sigmoid.csv": ("multi-label", "binary"),
    "multilabel_labels.npy multilabel_logits.npy": ("multi-label", "binary"),
    "tiny_sparse.csv tiny_probs.csv": ("sparse", "sparse"),
    "digits_labels.csv": ("sparse", "sparse"),
    "multilabel_labels.npy": ("multi-label", "binary"),
}


def advice(*words):
    done = inside("advise", *words, "-f", "json")
    assert done.stderr == "", done.stderr
    return done.returncode, json.loads(done.stdout)


def suspicions(fields):
    return [found["code"] for found in fields["findings"] if found["level"] == "suspicion"]


@pytest.mark.parametrize("files", HEALTHY)
def test_a_healthy_pair_gets_no_suspicion(files):
    status, fields = advice(*(SAMPLES / name for name in files.split()))
    assert (status, suspicions(fields)) == (0, [])
    assert fields["schema"] == "xentcli/advise/2"
    assert (fields["kind"], fields["loss"]) == HEALTHY[files]
    assert list(fields["frameworks"]) == ["keras", "pytorch", "scikit-learn"]


def test_the_loss_is_the_number_that_loss_prints():
    for files in list(HEALTHY)[:10]:
        pair = [SAMPLES / name for name in files.split()]
        printed = inside("loss", *pair, "-f", "value").stdout
        assert repr(advice(*pair)[1]["value"]) == printed.strip(), files


def quantized(p):
    """Probabilities as an int8 softmax has them: in steps of 1/256, with a zero point of -128."""
    steps = np.floor(256 * p)
    order = np.argsort(steps - 256 * p, axis=1)
    lacking = (256 - steps.sum(axis=1)).astype(int)
    for row, (places, count) in enumerate(zip(order, lacking, strict=True)):
        steps[row, places[:count]] += 1
    return (steps - 128).clip(-128, 127).astype(np.int8)


def plant(code):
    """Labels and predictions of digits with a mistake."""
    y = np.load(SAMPLES / "digits_labels.npy")
    p = np.load(SAMPLES / "digits_probs.npy")
    hot, n = np.eye(10)[y], len(y)
    random = np.random.default_rng(1)
    twice = np.exp(p) / np.exp(p).sum(axis=1, keepdims=True)
    marked, broken = y.copy(), hot.copy()
    marked[::9], broken[:3] = -1, 0
    bits, one = (y % 2 == 0).astype(int), p[:, ::2].sum(axis=1).clip(1e-9, 1 - 1e-9)
    order = random.permutation(10)
    mask = np.where(y[:1600].reshape(4, 20, 20) % 2, 255, 0)
    two = random.normal(size=(*mask.shape, 2))
    sharp = np.exp(30 * np.log(p + 1e-9)) + 1e-9
    sharp[: n // 3] = np.roll(sharp[: n // 3], 50, axis=0)
    sharp /= sharp.sum(axis=1, keepdims=True)
    many = (random.random((n, 10)) < 0.3).astype(int)
    return {
        "transposed": (y, p.T),
        "swapped-files": (p, y),
        "id-column": (y, np.c_[np.arange(n), p]),
        "regression-target": (y + 0.5 * random.random(n), one),
        "labels-plus-minus-one": (2 * bits - 1, one),
        "labels-0-255": (255 * bits, one),
        "rgb-mask": (np.stack([mask] * 3, -1), two),
        "grey-mask": (np.where(random.random(mask.shape) < 0.02, mask ^ 5, mask), two),
        "ignore-marks": (marked, p),
        "labels-from-one": (y + 1, p),
        "labels-out-of-range": (np.where(np.arange(n) % 9 == 0, 77, y), p),
        "one-hot-with-broken-rows": (broken, p),
        "one-node-softmax": (bits, np.ones(n)),
        "one-output": (y, np.arange(n) / 7),
        "percentages": (y, 100 * p),
        "cells-outside": (bits, np.where(np.arange(n) == 3, 1.02, one)),
        "int8": (y, quantized(p)),
        "multi-hot-with-softmax": (many, p),
        "one-hot-with-sigmoid": (hot, 1 / (1 + np.exp(-np.log(p + 1e-9) - 1.5))),
        "rows-not-summing": (y, p * random.uniform(0.5, 1.5, (n, 1)).clip(0, 0.99)),
        "complements": (y, 1 - p),
        "softmax-over-the-batch": (y, p / p.sum(axis=0)),
        "softmax-twice": (y, twice),
        "sigmoid-twice": (bits, 1 / (1 + np.exp(-one))),
        "class-order": (y, p[:, order]),
        "rows-shifted": (y[2:], p[:-2]),
        "rows-shuffled": (y[random.permutation(n)], p),
        "half-precision": (bits, (1 / (1 + np.exp(12 - 24 * one))).astype(np.float16)),
        "loss-refuses": (y, 2 * p),
        "loss-above-class-shares": (y, sharp),
        "hard-predictions": (y, np.eye(10)[p.argmax(axis=1)]),
    }[code]


PLANTED = [
    code
    for code in SUSPICIONS
    if code not in {"id-labels", "logits-as-probabilities", "probabilities-as-logits"}
]


@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_mistake_is_the_first_suspicion(code, tmp_path):
    for name, values in zip("yp", plant(code), strict=True):
        np.save(tmp_path / f"{name}.npy", values)
    status, fields = advice(tmp_path / "y.npy", tmp_path / "p.npy")
    assert (status, suspicions(fields)[:1]) == (1, [code])
    assert all(found["evidence"] and found["fix"] for found in fields["findings"])
    for found in fields["findings"]:
        if found["fix"].startswith("xentcli loss"):
            printed = inside(*shlex.split(found["fix"])[1:], "-f", "value")
            assert printed.returncode == 0, found
            assert found["value"] is None or repr(found["value"]) == printed.stdout.strip(), found


CLAIMS = {
    "logits-as-probabilities": ("digits_labels.csv digits_logits.npy", "--from-probs"),
    "probabilities-as-logits": ("digits_labels.csv digits_probs.csv", "--from-logits"),
}


@pytest.mark.parametrize("code", CLAIMS)
def test_an_option_that_claims_another_scale_is_suspected(code):
    files, option = CLAIMS[code]
    assert suspicions(advice(*(SAMPLES / f for f in files.split()), option)[1])[:1] == [code]
    assert suspicions(advice(*(SAMPLES / f for f in files.split()))[1]) == []


UNMENDED = {
    "regression-target", "one-node-softmax", "one-output", "multi-hot-with-softmax",
    "hard-predictions", "rows-shuffled", "half-precision", "softmax-over-the-batch",
    "loss-above-class-shares", "cells-outside",
}  # fmt: skip
"""What no line can fix: the model is to be changed, or run again."""
PICTURES = {"rgb-mask", "grey-mask"}
"""What only arrays show."""
MENDED = [
    (code, form)
    for code in PLANTED
    for form in ("npy", "csv")
    if code not in UNMENDED and (form == "npy" or code not in PICTURES)
]


@pytest.mark.parametrize(("code", "form"), MENDED)
def test_the_fix_is_a_line_that_works(code, form, tmp_path):
    for name, values in zip("yp", plant(code), strict=True):
        if form == "npy":
            np.save(tmp_path / f"{name}.npy", values)
        else:
            header = {"header": "label", "comments": ""} if name == "y" and values.ndim == 1 else {}
            np.savetxt(tmp_path / f"{name}.csv", values, "%.17g", ",", **header)
    first = shell(f"xentcli advise y.{form} p.{form} -f json", tmp_path)
    findings = json.loads(first.stdout.splitlines()[-1])["findings"]
    if (code, form) == ("id-column", "csv"):  # the rows that sum to one tell the column apart
        assert findings == []
        return
    found = findings[0]
    assert found["code"] == code
    files, fix = [f"y.{form}", f"p.{form}"], found["fix"]
    if fix.startswith("xentcli loss "):
        line = fix.replace("xentcli loss", "xentcli advise")
    else:
        command = ["bash", "-c", fix]
        done = subprocess.run(
            command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        role = 0 if f"y.{form}" in fix and f"p.{form}" not in fix else 1
        files[role] = f"fixed.{form}"
        for i, name in enumerate(("fixed_labels", "fixed_predictions")):
            if (tmp_path / f"{name}.{form}").exists():
                files[i] = f"{name}.{form}"
        line = "xentcli advise " + " ".join(files)
    again = shell(f"{line} -f json", tmp_path)
    assert code not in [one["code"] for one in json.loads(again.stdout.splitlines()[-1])["findings"]], (
        again.stdout
    )


@pytest.mark.parametrize("code", ["rows-shifted", "class-order", "softmax-twice", "rows-shuffled"])
def test_no_cut_of_rows_and_no_thread_changes_a_bit(code, tmp_path):
    y, p = plant(code)
    np.save(tmp_path / "y.npy", y)
    np.save(tmp_path / "p.npy", p.astype(np.float32))
    np.savetxt(tmp_path / "y.csv", y, "%d", header="label", comments="")
    pair = tmp_path / "y.npy", tmp_path / "p.npy"
    whole = advice(*pair)
    cuts = [("--block-rows", "1"), ("--block-rows", "2", "-j", "2"), ("--block-rows", "7"), ("-j", "1")]
    for cut in cuts:
        assert advice(*pair, *cut) == whole, cut


def test_processes_give_the_same_bits(tmp_path):
    random = np.random.default_rng(0)
    y = random.integers(0, 4, 3_000_000)
    p = random.dirichlet(np.ones(4), 1000).astype(np.float32)[random.integers(0, 1000, len(y))]
    np.save(tmp_path / "y.npy", y)
    np.save(tmp_path / "p.npy", p)
    answers = [shell(f"xentcli advise y.npy p.npy -f json -j {jobs}", tmp_path).stdout for jobs in (1, 2)]
    assert answers[0] == answers[1]
    assert suspicions(json.loads(answers[0])) == ["rows-shuffled"]


@pytest.mark.parametrize("form", ["plain", "table", "value", "json", "ndjson", "csv", "tsv", "md"])
def test_every_format_shows_it(form, tmp_path):
    np.save(tmp_path / "p.npy", plant("softmax-twice")[1])
    done = inside("advise", SAMPLES / "digits_labels.csv", tmp_path / "p.npy", "-f", form)
    assert (done.returncode, done.stderr) == (1, "")
    assert "sparse" in done.stdout
    assert form == "value" or "softmax-twice" in done.stdout.replace("\\-", "-")


def test_delimited_text_is_a_row_a_finding_and_one_without_any():
    done = inside("advise", SAMPLES / "digits_labels.csv", SAMPLES / "digits_logits.npy", "-f", "csv")
    (row,) = csv.DictReader(done.stdout.splitlines())
    assert (row["kind"], row["loss"], row["code"], row["level"]) == ("sparse", "sparse", "logits", "note")
    done = inside("advise", SAMPLES / "digits_labels.csv", "-f", "csv")
    (row,) = csv.DictReader(done.stdout.splitlines())
    assert (row["kind"], row["code"]) == ("sparse", "")


def rare(y):
    """Rows of which only sixty are of class 3."""
    return np.sort(np.r_[np.flatnonzero(y != 3), np.flatnonzero(y == 3)[:60]])


NOTED = {
    "rounded-probabilities": lambda y, p: (y, p.round(4)),
    "unseen-classes": lambda y, p: (y, np.c_[p, np.zeros(len(p))]),
    "float-labels": lambda y, p: (y.astype(float), p),
    "zero-probability-on-target": lambda y, p: (
        y,
        np.where(p < 0.02, 0, p) / np.where(p < 0.02, 0, p).sum(1)[:, None],
    ),
    "near-uniform-predictions": lambda y, p: (y, np.full_like(p, 0.1)),
    "log-probabilities": lambda y, p: (y, np.log(p)),
    "imbalanced-classes": lambda y, p: ((y == 3).astype(int)[rare(y)], p[rare(y), 3]),
}


@pytest.mark.parametrize("code", NOTED)
def test_facts_that_are_no_fault_are_notes(code, tmp_path):
    y, p = NOTED[code](np.load(SAMPLES / "digits_labels.npy"), np.load(SAMPLES / "digits_probs.npy"))
    np.save(tmp_path / "y.npy", y)
    np.save(tmp_path / "p.npy", p)
    status, fields = advice(tmp_path / "y.npy", tmp_path / "p.npy")
    assert (status, suspicions(fields)) == (0, [])
    assert code in [found["code"] for found in fields["findings"]]


def test_one_hot_labels_under_a_binary_loss_are_counted_element_by_element():
    files = SAMPLES / "digits_onehot.csv", SAMPLES / "digits_probs.csv"
    codes = [found["code"] for found in advice(*files, "--loss", "binary")[1]["findings"]]
    assert codes == ["elementwise-accuracy"]


def test_every_finding_is_explained_and_says_how_false_alarms_are_kept_away():
    for code in {*SUSPICIONS, *NOTES} - {"id-labels"}:
        entry = finding_entry(code)
        assert entry.code == code == suspicion(code).name
        assert all((entry.title, entry.meaning, entry.fix)), code
    assert finding_entry("id-labels") is None
    for code in SUSPICIONS:
        if code != "transposed":
            said = suspicion(code).find.__doc__.lower()
            assert re.search(r"false alarm|chance|tolerance|rare|no model|sums to one|fewer", said), code
    done = inside("explain", "softmax-twice")
    assert done.returncode == 0
    assert done.stdout.startswith("softmax-twice: a softmax on top of a softmax\nmeaning  ")


def test_a_table_that_is_broken_stays_an_error(tmp_path):
    (tmp_path / "y.csv").write_text("label\n0\n1\n")
    (tmp_path / "p.csv").write_text("a,b\n0.5,0.5\n0.5,nan\n")
    assert inside("advise", tmp_path / "y.csv", tmp_path / "p.csv").returncode == 1
    assert inside("advise", tmp_path / "none.csv").returncode == 3
    assert inside("advise", tmp_path / "y.csv", SAMPLES / "digits_probs.csv").returncode == 1


def test_loss_and_validate_say_a_word_of_a_second_softmax(tmp_path):
    np.save(tmp_path / "p.npy", plant("softmax-twice")[1])
    for command in ("loss", "validate"):
        done = inside(command, SAMPLES / "digits_labels.csv", tmp_path / "p.npy")
        assert "run xentcli advise to see the loss without the second one" in done.stderr, command
        assert done.returncode == 0
        assert inside(command, SAMPLES / "digits_labels.csv", SAMPLES / "digits_probs.csv").stderr == ""
