"""The fixes of `xentcli advise` on every format and way of reading: each is pasted as it stands."""

import gzip
import json
import math
import subprocess

import h5py
import numpy as np
import pandas as pd
import pytest
import safetensors.numpy
from running import ENVIRONMENT, SAMPLES, inside, shell

import xentcli


def labels():
    return np.load(SAMPLES / "digits_labels.npy")


def percentages():
    return 100 * np.load(SAMPLES / "digits_probs.npy")


FRAME = pd.DataFrame(percentages(), columns=[f"p{k}" for k in range(10)])
LISTS = pd.DataFrame({"id": np.arange(len(FRAME)), "probs": list(percentages())})


def text(**options):
    return lambda path: FRAME.to_csv(path, index=False, **options)


def array(path):
    with gzip.open(path, "wb") as file:
        np.save(file, percentages())


def hdf5(path):
    with h5py.File(path, "w") as file:
        file["a/b"] = percentages()


def listed(**options):
    cells = [f"[{', '.join(map(repr, map(float, row)))}]" for row in percentages()]
    frame = pd.DataFrame({"k": range(len(cells)), "probs": cells})
    return lambda path: frame.to_csv(path, index=False, **options)


WAYS = {
    "semicolons": ("p.csv", text(sep=";", decimal=","), "--decimal , --delimiter ';'"),
    "tabs": ("p.tsv", text(sep="\t"), ""),
    "gzip": ("p.csv.gz", text(), ""),
    "index": ("p.csv", FRAME.to_csv, ""),
    "blanks": ("p.txt", lambda path: np.savetxt(path, percentages()), ""),
    "lists in text": ("p.csv", listed(), ""),
    "lists between tabs": ("p.tsv", listed(sep="\t"), ""),
    "parquet": ("p.parquet", FRAME.to_parquet, ""),
    "lists in parquet": ("p.parquet", LISTS.to_parquet, ""),
    "feather": ("p.feather", FRAME.to_feather, ""),
    "lists in JSON": ("p.jsonl", lambda path: LISTS.to_json(path, orient="records", lines=True), ""),
    "columns": ("p.csv", lambda path: FRAME.assign(z=7.0).to_csv(path), "--prediction-columns p0-p9"),
    "compressed array": ("p.npy.gz", array, ""),
    "hdf5": ("p.h5", hdf5, ""),
    "safetensors": ("p.safetensors", lambda p: safetensors.numpy.save_file({"p": percentages()}, p), ""),
    "a name for a shell": ("it's $p.npy", lambda path: np.save(path, percentages()), ""),
    "a name of two quotes": ('it\'s "p".csv', text(), ""),
}


def found(done):
    return json.loads(done.stdout)["findings"]


def pasted(line, folder, **more):
    done = subprocess.run(
        ["bash", "-ec", line],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        **more,
    )
    assert done.returncode == 0, (line, done.stderr)
    return done.stdout


@pytest.mark.parametrize("way", WAYS)
def test_percentages_are_divided_in_every_format(way, tmp_path):
    name, write, options = WAYS[way]
    options = options.replace("p0-p9", "p0,p1,p2,p3,p4,p5,p6,p7,p8,p9")
    write(tmp_path / name)
    np.save(tmp_path / "y.npy", labels())
    quoted = "'" + name.replace("'", "'\"'\"'") + "'"
    first = found(shell(f"xentcli advise y.npy {quoted} {options} -q -f json", tmp_path))[0]
    assert first["code"] == "percentages"
    pasted(first["fix"], tmp_path)
    (fixed,) = tmp_path.glob("fixed.*")
    assert found(shell(f"xentcli advise y.npy {fixed.name} -f json", tmp_path)) == []


def test_files_read_as_one_and_standard_input_are_fixed(tmp_path):
    np.save(tmp_path / "y.npy", labels())
    for part, rows in enumerate(np.array_split(percentages(), 3)):
        np.save(tmp_path / f"p-{part}.npy", rows)
    for pattern in ("p-*.npy", "p-*.csv"):
        first = found(shell(f"xentcli advise y.npy '{pattern}' -f json", tmp_path))[0]
        pasted(first["fix"], tmp_path)
        (fixed,) = tmp_path.glob("fixed.*")
        assert found(shell(f"xentcli advise y.npy {fixed.name} -f json", tmp_path)) == []
        fixed.unlink()
        for part, rows in enumerate(np.array_split(percentages(), 3)):
            np.savetxt(
                tmp_path / f"p-{part}.csv", rows, delimiter=",", header="a,b,c,d,e,f,g,h,i,j", comments=""
            )
    for name in ("p-0.csv", "p-0.npy"):
        np.save(tmp_path / "first.npy", labels()[: len(np.load(tmp_path / "p-0.npy"))])
        piped = f"cat {name} | xentcli advise first.npy - -f json"
        fix = found(shell(piped, tmp_path))[0]["fix"]
        pasted(f"cat {name} | {fix}", tmp_path)
    assert sorted(file.name for file in tmp_path.glob("fixed.*")) == ["fixed.csv", "fixed.npy"]


def test_what_was_typed_is_typed_again(tmp_path):
    random = np.random.default_rng(0)
    y, p = random.integers(0, 3, (5, 8)), random.dirichlet(np.ones(3), (5, 8))
    y[:, 0] = 255
    np.save(tmp_path / "y.npy", y)
    np.save(tmp_path / "p.npy", np.moveaxis(p, -1, 1))
    first = found(shell("xentcli advise y.npy p.npy --class-axis 1 -f json -j 1", tmp_path))[0]
    assert first["fix"] == "xentcli loss y.npy p.npy --class-axis 1 --ignore-index 255"
    pasted(first["fix"], tmp_path)
    np.save(tmp_path / "y.npy", labels())
    first = found(shell(f"xentcli advise y.npy {SAMPLES}/digits_probs.csv --from-logits -f json", tmp_path))[
        0
    ]
    assert first["fix"] == f"xentcli loss y.npy {SAMPLES}/digits_probs.csv --from-probs"
    (tmp_path / "y.csv").write_text("label;k\n" + "".join(f"{k + 1};a\n" for k in labels()))
    line = f"xentcli advise y.csv {SAMPLES}/digits_probs.npy --labels-column label --no-header -f json"
    line = line.replace("--no-header", "--header")
    first = found(shell(line, tmp_path))[0]
    assert first["fix"].endswith("digits_probs.npy --labels-column label --header --label-offset -1")
    pasted(first["fix"], tmp_path)


def test_the_loss_of_positions_is_that_of_a_row_for_each(tmp_path):
    p = np.random.default_rng(1).dirichlet(np.ones(3), (50, 4, 4))
    y = p.argmax(axis=-1)
    np.save(tmp_path / "y.npy", y)
    for axis, name in ((-1, "last.npy"), (1, "first.npy")):
        np.save(tmp_path / name, np.moveaxis(p, -1, axis))
        done = shell(f"xentcli advise y.npy {name} --class-axis {axis} -f json", tmp_path)
        assert json.loads(done.stdout)["value"] == pytest.approx(-np.log(p.max(axis=-1)).mean())
        (note,) = found(done)
        assert note["code"] == "not-examined"
        assert "the pairing of the rows was not examined" in note["message"]


def test_the_first_rows_of_a_large_file_do_not_give_the_loss_of_a_fix(tmp_path, monkeypatch):
    monkeypatch.setattr("xentcli.io.head.LARGE", 1000)
    scores = np.tile([[0.7, 0.2, 0.1], [0.2, 0.7, 0.1], [0.1, 0.2, 0.7]], (50_000, 1))
    scores[100_000:] = 1 / 3
    np.save(tmp_path / "p.npy", scores)
    np.save(tmp_path / "y.npy", np.tile([1, 2, 3], 50_000))
    told = json.loads(inside("advise", tmp_path / "y.npy", tmp_path / "p.npy", "-f", "json").stdout)
    found = {finding["code"]: finding for finding in told["findings"]}["labels-from-one"]
    assert found["fix"].endswith("--label-offset -1")
    assert found["value"] is None
    (again,) = xentcli.advise(tmp_path / "y.npy", tmp_path / "p.npy").suspicions
    assert (again.code, again.value) == ("labels-from-one", None)


@pytest.mark.parametrize("names", [True, False])
def test_fixes_are_run_on_data_in_memory(names):
    labels, scores = np.array([1, 2, 3, 3] * 20), np.eye(3)[[0, 1, 2, 2] * 20] * 0.4 + 0.2
    if names:
        labels, scores = pd.DataFrame({"y": labels}), pd.DataFrame(scores, columns=["p_0", "p_1", "p_2"])
    (found,) = xentcli.advise(labels, scores).suspicions
    assert (found.code, found.value) == ("labels-from-one", pytest.approx(-math.log(0.6)))
    (found,) = xentcli.advise(scores, labels).suspicions
    assert (found.code, found.value) == ("swapped-files", None)
    blocks = iter([(labels, scores)])
    assert xentcli.advise(blocks).suspicions[0].value is None
