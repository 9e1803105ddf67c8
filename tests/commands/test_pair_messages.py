"""What errors and notes on pairs of files say: only what fits the case, and what to type."""

import re

import pytest
from running import inside

import xentcli

SCORES = "p_0,p_1\n0.5,0.5\n0.25,0.75\n0.125,0.875\n"


def saved(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return [str(folder / f"{name}.csv") for name in files]


@pytest.mark.parametrize(("labels", "asked"), [("label\n0\n1\n", True), ("label\n0\n1\n0\n1\n1\n", False)])
def test_a_header_is_asked_about_where_it_explains_the_count(tmp_path, labels, asked):
    done = inside("loss", *saved(tmp_path, y=labels, p=SCORES))
    assert (done.returncode, "[XE301]" in done.stderr) == (1, True)
    assert ("was a header read as a row" in done.stderr) == asked
    assert "both files must have the same rows" in done.stderr


def test_labels_without_predictions_are_listed(tmp_path):
    done = inside("loss", *saved(tmp_path, both="label,target\n0,0\n1,1\n"))
    assert "none is left for predictions: label, target [XE306]" in done.stderr


@pytest.mark.parametrize(
    ("options", "override"),
    [
        ((), "--labels-column and --prediction-columns"),
        (("--labels-column", "label"), "--prediction-columns"),
    ],
)
def test_chosen_columns_are_noted_with_what_chooses_others(tmp_path, options, override):
    done = inside("loss", *saved(tmp_path, both="label,p\n0,0.25\n1,0.75\n"), *options, "-f", "value")
    note = next(line for line in done.stderr.splitlines() if "[XE852]" in line)
    assert note.endswith(f"labels are label, predictions are p; to choose others, use {override} [XE852]")


@pytest.mark.parametrize("name", ["nothing-like-it", "zzz*.csv"])
def test_a_missing_file_is_explained_without_words_of_a_shell(tmp_path, monkeypatch, name):
    saved(tmp_path, labels="label\n0\n", more="label\n1\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(xentcli.XentError, match="no such file") as caught:
        xentcli.loss(name, "labels.csv")
    assert not re.search(r"\bls\b", caught.value.hint)
    assert caught.value.hint in {
        "this folder holds labels.csv, more.csv",
        "nothing in this folder matches the pattern",
    }


def test_shares_are_percent_in_text_and_numbers_in_csv_both_in_full(tmp_path):
    files = saved(tmp_path, y="label\n0\n0\n1\n", p=SCORES)
    plain = re.search(r"accuracy +([\d.]+)%", inside("loss", *files, "-f", "plain").stdout)[1]
    whole = inside("loss", *files, "-f", "csv").stdout
    assert (plain, "0.6666666666666666" in whole) == ("66.6666666666667", True)


def test_the_list_of_commands_says_what_loss_computes():
    assert "Compute the cross-entropy loss, overall and per row." in inside("--help").stdout
