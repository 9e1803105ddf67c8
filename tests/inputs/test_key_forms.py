"""Keys that two files write in different forms: in another order they are refused, never taken row by row."""

import json
import math

import pandas as pd
import pytest
from running import inside

LABELS = ["cat", "dog", "cat", "dog"]
CAT = [0.875, 0.25, 0.75, 0.125]
RIGHT = -sum(math.log(p if name == "cat" else 1 - p) for name, p in zip(LABELS, CAT, strict=True)) / 4
ORDER = [2, 0, 3, 1]
FORMS = {
    "endings": ("file", "image_id", "img_{}.png", "img_{}"),
    "folders": ("file", "path", "img_{}.png", "val/cats/img_{}.png"),
    "folders of Windows": ("name", "image", "img_{}.JPG", "C:\\data\\img_{}.jpg"),
    "folders and endings": ("image", "file", "train/{}x.jpeg", "{}x"),
    "two endings": ("scan", "file", "s{}.nii.gz", "s{}"),
    "times": ("timestamp", "when", "2024-01-0{} 00:00:00", "2024-01-0{}T00:00:00.000Z"),
    "days": ("day", "date", "2024-01-0{}", "2024010{}"),
    "numbers": ("sample", "row", "{}", "sample-00{}"),
}


def told(*arguments):
    done = inside("loss", *arguments, "-f", "json")
    return done.returncode, json.loads(done.stdout or done.stderr.splitlines()[0])


def tables(mine, theirs, first, second, order):
    labels = pd.DataFrame({mine: [first.format(n + 3) for n in range(4)], "label": LABELS})
    scores = pd.DataFrame({theirs: [second.format(n + 3) for n in range(4)], "cat": CAT})
    return labels, scores.assign(dog=[1 - p for p in CAT]).iloc[order]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("is_csv", [True, False])
def test_another_order_is_refused_and_the_same_order_is_not(tmp_path, monkeypatch, form, is_csv):
    monkeypatch.chdir(tmp_path)
    for order in (ORDER, range(4)):
        labels, scores = tables(*form, order)
        if is_csv:
            labels.to_csv("y", index=False)
            scores.to_csv("p", index=False)
        else:
            labels.to_json("y", orient="records", lines=True)
            rows = [{form[1]: k, "probs": {"cat": p, "dog": q}} for k, p, q in scores.to_numpy().tolist()]
            (tmp_path / "p").write_text("\n".join(map(json.dumps, rows)) + "\n")
        code, found = told("y", "p")
        if order is ORDER:
            assert (code, found["code"]) == (1, "XE315"), found
        else:
            assert found["value"] == pytest.approx(RIGHT)


@pytest.mark.parametrize("name", ["image", "nr"])
def test_keys_of_other_names_beside_vectors_are_asked_about(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    labels, scores = tables("id", name, "x{}", "x{}", ORDER)
    labels.to_json("y", orient="records", lines=True)
    rows = [{name: k, "probs": {"cat": p, "dog": q}} for k, p, q in scores.to_numpy().tolist()]
    (tmp_path / "p").write_text("\n".join(map(json.dumps, rows)) + "\n")
    code, found = told("y", "p")
    assert (code, found["code"]) == (1, "XE307")
    assert told("y", "p", "--on", f"id={name}")[1]["value"] == pytest.approx(RIGHT)


def test_keys_in_one_order_outweigh_a_column_that_looks_like_keys(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    labels, scores = tables("file", "path", "{}.png", "a/{}.png", range(4))
    labels.assign(rank=ORDER).to_csv("y", index=False)
    scores.assign(place=[f"no {n}" for n in range(4)]).to_csv("p", index=False)
    assert told("y", "p")[1]["value"] == pytest.approx(RIGHT)


@pytest.mark.parametrize(("on", "column"), [("id", "nr"), ("nr", "id"), ("id=nmr", "nr")])
def test_a_key_that_one_file_calls_otherwise_is_named(tmp_path, monkeypatch, on, column):
    monkeypatch.chdir(tmp_path)
    labels, scores = tables("id", "nr", "x{}", "x{}", ORDER)
    labels.to_csv("y", index=False)
    scores.to_csv("p", index=False)
    code, found = told("y", "p", "--on", on)
    assert (code, found["code"], found["file"]) == (2, "XE551", "y" if on == "nr" else "p")
    assert f"column '{column}' holds the values of" in found["hint"]
    assert "use --on id=nr" in found["hint"]
    assert found["try"] == ["loss", "y", "p", "--on", "id=nr", "-f", "json"]
    assert told("y", "p", *found["try"][3:5])[1]["value"] == pytest.approx(RIGHT)


def test_a_key_that_no_column_holds_is_not_guessed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    labels, scores = tables("id", "nr", "x{}", "z{}", ORDER)
    labels.to_csv("y", index=False)
    scores.to_csv("p", index=False)
    found = told("y", "p", "--on", "id")[1]
    assert (found["code"], found["file"], found["try"]) == ("XE551", "p", None)
    assert "holds the values" not in found["hint"]
