"""Folders of parts as one input: what belongs to it, its order, its keys, and what is refused."""

import gzip
import json
from itertools import pairwise
from urllib.parse import quote

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import ipc, orc, parquet
from running import inside

from xentcli.io.open_table import open_table, opened_again
from xentcli.io.table import Cells, ReadOptions

RANDOM = np.random.default_rng(11)
N = 60
Y = RANDOM.integers(0, 3, N)
P = RANDOM.dirichlet([1, 1, 1], N)
TABLE = pa.table({"label": Y, **{f"p{k}": P[:, k] for k in range(3)}})
RIGHT = -np.log(P[np.arange(N), Y]).mean()
CUTS = (0, 7, 7, 30, 31, 60)
SPARK = "part-{:05d}-2f0dc88d-807c-46b7-ab15-1344284fb32c-c000"


def csv(table, header=True):
    rows = ["{label},{p0!r},{p1!r},{p2!r}".format(**row) for row in table.to_pylist()]
    return "".join(f"{row}\n" for row in [*(["label,p0,p1,p2"] if header else []), *rows]).encode()


def written(table, write, *more):
    sink = pa.BufferOutputStream()
    write(table, sink, *more)
    return sink.getvalue().to_pybytes()


def arrow(table, sink):
    with ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


WRITE = {
    "snappy.parquet": lambda t: written(t, parquet.write_table),
    "orc": lambda t: written(t, orc.write_table),
    "arrow": lambda t: written(t, arrow),
    "csv": csv,
    "csv.gz": lambda t: gzip.compress(csv(t, header=False)),
    "json": lambda t: "".join(json.dumps(row) + "\n" for row in t.to_pylist()).encode(),
}


def parts(folder, name, write, cuts=CUTS, table=TABLE):
    """Write the table in parts, with what Spark leaves beside them."""
    folder.mkdir(parents=True)
    for k, (start, stop) in enumerate(pairwise(cuts)):
        (folder / name.format(k)).write_bytes(write(table.slice(start, stop - start)))
        (folder / f".{name.format(k)}.crc").write_bytes(b"crc\0")
    (folder / "_SUCCESS").touch()
    return folder


def loss(path, *words):
    done = inside("loss", path, *words, "-f", "value")
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


def refused(path, *words):
    """The status, code and message of an error."""
    done = inside("loss", path, *words, "-f", "json")
    told = json.loads(done.stderr.splitlines()[-1])
    return done.returncode, told["code"], told["message"]


@pytest.mark.parametrize("suffix", WRITE)
def test_parts_of_every_format_are_one_input(suffix, tmp_path):
    folder = parts(tmp_path / "out", f"{SPARK}.{suffix}", WRITE[suffix])
    assert loss(folder) == loss(f"{folder}/", "-j", 2, "--block-rows", 5) == pytest.approx(RIGHT)
    (folder / SPARK.format(9)).with_suffix(f".{suffix}").write_bytes(b"")
    if suffix in {"csv", "csv.gz", "json"}:
        assert loss(folder) == pytest.approx(RIGHT)
    else:
        assert refused(folder)[:2] == (3, "XE605")


@pytest.mark.parametrize("name", ["part.{}.csv", "{}.part", "data_{}.csv", "00000{}_0", "out-{}-of-12.csv"])
def test_parts_are_in_natural_order(name, tmp_path):
    cuts = tuple(range(0, N + 1, 5))
    folder = parts(tmp_path / "out", name, csv, cuts)
    table = open_table(str(folder), ReadOptions())
    rows = np.concatenate([block.values for block in table.blocks((1,))])[:, 0]
    assert rows.tolist() == P[:, 0].tolist()


def test_a_note_says_what_was_read(tmp_path):
    folder = parts(tmp_path / "out", "part-{}.csv", csv)
    assert "5 files are read as one, starting with part-0.csv [XE872]" in inside("loss", folder).stderr
    (folder / "split=a").mkdir()
    assert loss(folder) == pytest.approx(RIGHT)
    (folder / "split=a" / "part-9.csv").write_bytes(csv(TABLE))
    assert refused(folder)[1] == "XE681"


def test_an_error_names_the_file_and_the_row_of_all(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    for k, rows in enumerate(("1\n0\n", "", "1\n\n0\n")):
        (folder / f"part-{k}.csv").write_text(f"label\n{rows}")
    done = inside("validate", folder, "-f", "json")
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["code"], problem["line"], problem["row"]) == ("XE004", 3, 4)
    assert problem["file"].endswith("part-2.csv")


# ------------------------------------------------------------------ keys in paths


def hive(folder, values, key="split", table=TABLE):
    """Write the table in a folder for each value of a key, two parts in each."""
    for value in dict.fromkeys(values):
        own = table.filter(pa.array([other == value for other in values]))
        name = "__HIVE_DEFAULT_PARTITION__" if value is None else quote(value, safe="")
        half = len(own) // 2
        parts(folder / f"{key}={name}", "part-{}.parquet", WRITE["snappy.parquet"], (0, half, len(own)), own)
    return folder


SPLITS = [["test", "a b/é", "train"][k % 3] for k in range(N)]


def mean_of(kept):
    return pytest.approx(-np.log(P[kept, Y[kept]]).mean())


def test_keys_of_paths_are_columns(tmp_path):
    folder, of = hive(tmp_path / "out", SPLITS), np.array(SPLITS)
    assert loss(folder) == pytest.approx(RIGHT)
    for split in set(SPLITS):
        assert loss(folder, "--where", f"split={split}") == mean_of(of == split)
    assert loss(folder / "split=test") == mean_of(of == "test")
    assert loss(folder / "split=t*") == mean_of(of != "a b/é")
    groups = json.loads(inside("loss", folder, "--by", "split", "-f", "json").stdout)["by"]
    assert {group["name"]: group["samples"] for group in groups} == dict.fromkeys(set(SPLITS), 20)


@pytest.mark.parametrize("named", [False, True])
def test_labels_may_stand_in_the_path(named, tmp_path):
    names = ("emu", "cat", "dog")
    table = pa.table({names[k] if named else f"p{k}": P[:, k] for k in range(3)})
    folder = hive(tmp_path / "out", [names[k] if named else str(k) for k in Y], "label", table)
    assert loss(folder) == pytest.approx(RIGHT)


def test_rows_without_a_value_have_none(tmp_path):
    folder = hive(tmp_path / "out", [None if k % 4 else "a" for k in range(N)])
    assert loss(folder, "--where", "split=a") == mean_of(np.arange(N) % 4 == 0)
    table = open_table(str(folder), ReadOptions())
    texts = [name for block in table.blocks((4,), Cells.TEXT) for name in block.texts(range(len(block)))]
    assert (texts.count(""), texts.count("a")) == (45, 15)
    wrong = []
    assert sum(map(len, table.blocks((4,), Cells.NAMES, wrong.append))) == 15
    assert {error.code for error in wrong} == {"XE015"}
    assert len(wrong) == 45


def test_a_column_of_the_file_wins_over_the_key(tmp_path):
    folder = parts(tmp_path / "out" / "label=7", "part-{}.parquet", WRITE["snappy.parquet"])
    assert loss(folder.parent) == pytest.approx(RIGHT)


def test_a_part_is_opened_again_with_its_keys(tmp_path):
    table = open_table(str(hive(tmp_path / "out", SPLITS)), ReadOptions())
    for part in table.tables:
        again = opened_again(part.opening)
        assert again.columns == table.columns
        for column in (1, 4):
            one, two = ([b.values.tolist() for b in t.blocks((column,), Cells.TEXT)] for t in (part, again))
            assert one == two


def test_rows_in_the_order_of_folders_are_paired_by_a_key_alone(tmp_path):
    keyed = TABLE.append_column("id", pa.array([f"r{k}" for k in range(N)]))
    (tmp_path / "y.csv").write_text("id,label\n" + "".join(f"r{k},{Y[k]}\n" for k in range(N)))
    (tmp_path / "bare.csv").write_text("label\n" + "".join(f"{y}\n" for y in Y))
    scores = hive(tmp_path / "p", SPLITS, table=keyed.select(["id", "p0", "p1", "p2"]))
    bare = hive(tmp_path / "bare", SPLITS, table=TABLE.select(["p0", "p1", "p2"]))
    assert loss(tmp_path / "y.csv", scores) == pytest.approx(RIGHT)
    assert refused(tmp_path / "bare.csv", bare)[:2] == (1, "XE074")
    labels = hive(tmp_path / "y", SPLITS, table=TABLE.select(["label"]))
    assert loss(labels, bare) == pytest.approx(RIGHT)


# ------------------------------------------------------------------ Hugging Face


def saved(folder, rows, count):
    """Write rows as `Dataset.save_to_disk` does, in so many files."""
    folder.mkdir(parents=True)
    files = [f"data-{k:05d}-of-{count:05d}.arrow" for k in range(count)]
    for k, name in enumerate(files):
        own = rows[len(rows) * k // count : len(rows) * (k + 1) // count]
        table = pa.table({"label": Y[own], "probs": pa.array(P[own].tolist(), pa.list_(pa.float64()))})
        (folder / name).write_bytes(written(table, arrow))
    (folder / "state.json").write_text(json.dumps({"_data_files": [{"filename": name} for name in files]}))
    (folder / "dataset_info.json").write_text("{}")
    return folder


ALL, TESTS = np.arange(N), np.arange(40, N)


@pytest.mark.parametrize("count", [1, 12])
def test_a_saved_data_set_is_one_input(count, tmp_path):
    assert loss(saved(tmp_path / "ds", ALL, count)) == pytest.approx(RIGHT)


def test_splits_are_asked_about(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    saved(tmp_path / "ds" / "train", ALL[:40], 2)
    saved(tmp_path / "ds" / "test", TESTS, 1)
    (tmp_path / "ds" / "dataset_dict.json").write_text('{"splits": ["train", "test"]}')
    done = inside("loss", "ds")
    assert (done.returncode, "2 tables: train, test [XE681]" in done.stderr) == (3, True)
    assert done.stderr.splitlines()[2:] == ["try: xentcli loss ds/test", "try: xentcli loss ds/train"]
    assert loss("ds/test") == mean_of(TESTS)
    (tmp_path / "ds" / "dataset_dict.json").write_text('{"splits": ["test"]}')
    assert loss("ds") == mean_of(TESTS)


def test_a_part_that_is_not_there_is_told(tmp_path):
    folder = saved(tmp_path / "ds", ALL, 12)
    (folder / "data-00003-of-00012.arrow").unlink()
    assert refused(folder)[:2] == (3, "XE683")
    (folder / "state.json").unlink()
    (folder / "dataset_info.json").unlink()
    assert refused(folder)[1:] == ("XE683", "is incomplete: part 3 of 12 is missing")


def test_rows_that_were_selected_are_refused(tmp_path):
    folder = saved(tmp_path / "ds", ALL, 1)
    (folder / "state.json").write_text('{"_indices_data_files": [{"filename": "i.arrow"}]}')
    assert refused(folder)[:2] == (3, "XE684")


# ------------------------------------------------------------------ folders that are no table

OTHERS = {
    "Delta Lake": (["_delta_log/0.json", "part-0.csv"], "XE682"),
    "Hudi": ([".hoodie/x", "part-0.csv"], "XE682"),
    "Iceberg": (["data/0.csv", "metadata/v1.json"], "XE682"),
    "a job that is not done": (["_temporary/0/x", "part-0.csv"], "XE683"),
    "nothing": (["_SUCCESS", ".part-0.csv.crc"], "XE680"),
    "files of other names": (["y.csv", "p.csv"], "XE681"),
    "one ordinary file": (["out.csv"], "XE681"),
    "splits": (["train-0.csv", "train-1.csv", "test-0.csv"], "XE681"),
    "formats": (["part-0.csv", "part-0.parquet"], "XE681"),
    "folders": (["a/part-0.csv", "b/part-0.csv"], "XE681"),
    "keys of different names": (["a=1/part-0.csv", "b=1/part-0.csv"], "XE681"),
}


@pytest.mark.parametrize(("names", "code"), OTHERS.values(), ids=OTHERS)
def test_a_folder_that_is_no_table_is_refused(names, code, tmp_path):
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(csv(TABLE))
    assert refused(tmp_path)[:2] == (3, code)


def test_a_pattern_is_proposed_for_several_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in OTHERS["splits"][0]:
        (tmp_path / name).write_bytes(csv(TABLE))
    done = inside("loss", ".", "-f", "value")
    assert "try: xentcli loss ./test-0.csv -f value" in done.stderr
    assert "try: xentcli loss './train-*.csv' -f value" in done.stderr


def test_the_only_folder_in_a_folder_is_read(tmp_path):
    parts(tmp_path / "run" / "out", "part-{}.csv", csv)
    (tmp_path / "run" / "README.md").write_text("x")
    assert loss(tmp_path / "run") == pytest.approx(RIGHT)
