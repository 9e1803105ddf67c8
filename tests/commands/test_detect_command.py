"""`xentcli detect` as users run it: the kind of labels, the loss that fits, in every format."""

import csv
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from running import SAMPLES, inside, on_terminal, shell, xentcli

KINDS = {
    "ids": ("label\n3\n1\n2\n", "sparse", 4),
    "ids as floats": ("label\n3.0\n1.0\n2.0\n", "sparse", 4),
    "names": ("label\ncat\ndog\ncat\n", "sparse", 2),
    "zeros and ones": ("label\n0\n1\n1\n", "binary", 2),
    "truth values": ("label\nTrue\nFalse\n", "binary", 2),
    "one-hot rows": ("0,1,0\n1,0,0\n", "one-hot", 3),
    "any number of ones": ("0,1,1\n0,0,0\n", "multi-label", 3),
    "shares that sum to one": ("0.5,0.3,0.2\n0.1,0.2,0.7\n", "soft", 3),
    "shares in one column": ("p\n0.5\n0.25\n", "soft", 2),
    "minus one and one": ("label\n-1\n1\n", "sparse", 2),
}


@pytest.mark.parametrize(("text", "kind", "classes"), KINDS.values(), ids=KINDS)
def test_labels_have_a_kind(tmp_path, text, kind, classes):
    (tmp_path / "labels.csv").write_text(text)
    done = inside("detect", tmp_path / "labels.csv", "-f", "json")
    assert (done.returncode, done.stderr) == (0, "")
    fields = json.loads(done.stdout)
    assert fields["schema"] == "xentcli/detect/1"
    assert (fields["kind"], fields["classes"]) == (kind, classes)
    assert fields["evidence"]


PAIRS = {
    "breast_cancer_labels.csv breast_cancer_sigmoid.csv": ("binary", "binary", "probabilities"),
    "breast_cancer_labels.csv breast_cancer_logits.npy": ("binary", "binary", "logits"),
    "breast_cancer_labels.npy breast_cancer_softmax.csv": ("binary", "sparse", "probabilities"),
    "digits_labels.npy digits_probs.npy": ("sparse", "sparse", "probabilities"),
    "digits_labels.csv digits_logits.npy": ("sparse", "sparse", "logits"),
    "digits_onehot.csv digits_probs.csv": ("one-hot", "categorical", "probabilities"),
    "digits_soft.npy digits_logits.npy": ("soft", "categorical", "logits"),
    "iris_labels.csv iris_probs.csv": ("sparse", "sparse", "probabilities"),
    "multilabel_labels.csv multilabel_sigmoid.csv": ("multi-label", "binary", "probabilities"),
    "multilabel_labels.npy multilabel_logits.npy": ("multi-label", "binary", "logits"),
}


@pytest.mark.parametrize("files", PAIRS)
def test_beside_predictions_the_loss_and_the_scale_are_found(files):
    done = inside("detect", *(SAMPLES / name for name in files.split()), "-f", "json")
    assert (done.returncode, done.stderr) == (0, "")
    fields = json.loads(done.stdout)
    assert (fields["kind"], fields["loss"], fields["scale"]) == PAIRS[files]


def test_the_last_row_can_change_the_verdict(tmp_path):
    rows = "".join("0,1\n1,0\n" for _ in range(3000))
    for last, kind in (("", "one-hot"), ("1,1\n", "multi-label"), ("0.5,0.5\n", "soft")):
        (tmp_path / "labels.csv").write_text(rows + last)
        done = inside("detect", tmp_path / "labels.csv", "-f", "value", "--block-rows", "100")
        assert done.stdout == f"{kind}\n"


def test_names_in_the_columns_are_the_classes():
    files = SAMPLES / "iris_labels.csv", SAMPLES / "iris_probs.csv"
    fields = json.loads(inside("detect", *files, "-f", "json").stdout)
    assert fields["class_names"] == ["virginica", "setosa", "versicolor"]


def test_a_kind_that_is_claimed_is_what_it_is():
    files = SAMPLES / "digits_onehot.csv", SAMPLES / "digits_probs.csv"
    done = inside("detect", *files, "--labels-kind", "multi-label", "-f", "json")
    fields = json.loads(done.stdout)
    assert (fields["kind"], fields["loss"]) == ("multi-label", "binary")


PIPES = {
    "labels from a pipe": ("cat digits_labels.csv | xentcli detect - -f value", "sparse\n"),
    "an array from a pipe": ("cat digits_onehot.npy | xentcli detect - -f value", "one-hot\n"),
    "the kind into a test": (
        '[ "$(xentcli detect multilabel_labels.csv -f value)" = multi-label ] && echo yes',
        "yes\n",
    ),
    "JSON into a program": (
        "xentcli detect digits_labels.csv -f json | python -m json.tool | grep kind",
        '    "kind": "sparse",\n',
    ),
}


def test_pipes_work():
    with ThreadPoolExecutor(2) as pool:
        done = pool.map(lambda case: shell(case[0]).stdout, PIPES.values())
    assert dict(zip(PIPES, done, strict=True)) == {case: wanted for case, (_, wanted) in PIPES.items()}


@pytest.mark.parametrize("form", ["plain", "table", "value", "json", "ndjson", "csv", "tsv", "md"])
def test_every_format_says_the_kind_and_nothing_on_stderr(form):
    done = inside("detect", SAMPLES / "multilabel_labels.csv", "-f", form)
    assert (done.returncode, done.stderr) == (0, "")
    assert "multi-label" in done.stdout


def test_delimited_text_is_one_row():
    done = inside("detect", SAMPLES / "tiny_onehot.csv", SAMPLES / "tiny_probs.csv", "-f", "csv")
    (row,) = csv.DictReader(done.stdout.splitlines())
    assert row == {
        "kind": "one-hot",
        "classes": "3",
        "rows": "2",
        "loss": "categorical",
        "scale": "probabilities",
        "evidence": "3 columns of 0 and 1, exactly one 1 in each of 2 rows",
    }


def test_a_process_shows_the_evidence_whole_on_a_terminal_and_off_one():
    wanted = ("multi-label", "1,797", "even, prime, above_four, closed_loop", "1.79 ones per row")
    plain = xentcli("detect", "multilabel_labels.csv")
    assert (plain.returncode, plain.stderr) == (0, "")
    shown = on_terminal("xentcli detect multilabel_labels.csv", NO_COLOR="1")
    assert max(map(len, shown.splitlines())) <= 80
    for text in (plain.stdout, shown):
        assert [word for word in wanted if word not in text] == []
        assert "…" not in text
