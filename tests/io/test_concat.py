"""Several files as one: their rows in natural order, with the one file's bits and every row's own place."""

import json
import resource

import numpy as np
import pytest
from compressed_files import PACK, csv
from format_files import FILES, SUFFIX, labels, predictions
from running import inside
from schemas import codes_in

from xentcli.io.glob import natural

Y = labels()["sparse"]
P = predictions()["probabilities float64"]
LABEL_CUTS, CUTS = (0, 7, 8, 30, 60), (0, 20, 21, 50, 60)
NUMBERS = (1, 2, 9, 10)


def shards(folder, form, array, column, cuts):
    """The array in four files, numbered so that 10 comes before 2 in the order of letters."""
    write = FILES[form][1]
    for number, start, stop in zip(NUMBERS, cuts[:-1], cuts[1:], strict=True):
        path = folder / f"{column}-{number}.{SUFFIX.get(form, form)}"
        path.write_bytes(write(array[start:stop], column))
    return str(folder / f"{column}-*")


def told(*words):
    done = inside(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def converted(tmp_path, labels_path, kind="sparse"):
    """What `convert` writes."""
    told("convert", labels_path, "--to", kind, "-o", tmp_path / "converted", "-f", "csv", "--force")
    return (tmp_path / "converted").read_text()


@pytest.mark.parametrize("form", ["csv", "npy", "npz", "parquet", "arrow", "jsonl", "idx", "safetensors"])
def test_the_answers_are_those_of_the_one_file(form, tmp_path):
    np.save(tmp_path / "y.npy", Y)
    np.save(tmp_path / "p.npy", P)
    mine = shards(tmp_path, form, Y, "label", LABEL_CUTS)
    theirs = shards(tmp_path, form, P, "probs", CUTS)
    one = [tmp_path / "y.npy", tmp_path / "p.npy"]
    for more in ([], ["-j", "3", "--block-rows", "4"], ["--like", "keras", "--dtype", "float64"]):
        assert told("loss", mine, theirs, "-f", "value", *more) == told("loss", *one, "-f", "value", *more)
    assert told("loss", mine, one[1], "-f", "value") == told("loss", *one, "-f", "value")
    assert told("detect", mine) == told("detect", one[0])
    assert converted(tmp_path, mine, "one-hot") == converted(tmp_path, one[0], "one-hot")
    verdict = json.loads(told("validate", mine, theirs, "--rows", 60, "-f", "json"))
    assert (verdict["valid"], verdict["rows"]) == (True, 60)


def test_names_are_sorted_as_people_count():
    names = ["p-10", "p-9", "p-1", "a-2/p-1", "a-10/p-1"]
    assert sorted(names, key=natural) == ["a-2/p-1", "a-10/p-1", "p-1", "p-9", "p-10"]


def test_a_list_has_its_own_order_and_its_own_folder(tmp_path):
    (tmp_path / "deep").mkdir()
    for name, rows in {"b": [0, 2], "a": [1]}.items():
        np.save(tmp_path / "deep" / f"{name}.npy", rows)
    (tmp_path / "deep" / "list.txt").write_text("b.npy\r\na.npy\n\n")
    assert converted(tmp_path, f"@{tmp_path}/deep/list.txt") == "label\n0\n2\n1\n"


def test_compressed_and_plain_files_are_read_as_one(tmp_path):
    for number, (suffix, pack) in enumerate({"": bytes, **{f".{k}": v for k, v in PACK.items()}}.items()):
        (tmp_path / f"y-{number}.csv{suffix}").write_bytes(pack(csv(np.array([number]))))
    assert converted(tmp_path, tmp_path / "y-*") == "label\n0\n1\n2\n3\n4\n"


def test_a_file_whose_name_is_a_pattern_is_itself(tmp_path):
    for name, row in {"y[1].csv": 1, "y1.csv": 0, "@y.csv": 1}.items():
        (tmp_path / name).write_text(f"label\n{row}\n")
    assert converted(tmp_path, tmp_path / "y[1].csv") == "label\n1\n"


def test_an_error_names_the_files_own_line_and_the_row_of_all(tmp_path):
    (tmp_path / "y-1.csv").write_text("label\n1\n\n0\n")
    (tmp_path / "y-2.csv").write_text("label\n1\n7\n")
    (tmp_path / "y-3.csv").write_text("label\n0\n1\nx\n\n2")
    done = inside("validate", tmp_path / "y-*.csv", "--num-classes", 2, "-f", "json")
    problems = json.loads(done.stdout)["problems"]
    places = {(p["code"], p["file"][-7:], p["line"], p["row"]) for p in problems}
    expected = {("XE004", "y-1.csv", 3, 2), ("XE112", "y-2.csv", 3, 5), ("XE103", "y-3.csv", 4, 8)}
    expected |= {("XE004", "y-3.csv", 5, 9), ("XE112", "y-3.csv", 6, 10)}
    assert places == expected
    done = inside("detect", tmp_path / "y-[23].csv")
    assert "y-3.csv:5: row 6: blank line" in done.stderr


def test_files_without_a_row_add_none(tmp_path):
    for number, text in enumerate(["label\n", "label\n1\n", "label\n", "label\n0\n"]):
        (tmp_path / f"y-{number}.csv").write_text(text)
    assert converted(tmp_path, tmp_path / "y-*.csv") == "label\n1\n0\n"
    done = inside("detect", tmp_path / "y-[02].csv")
    assert (done.returncode, "y-0.csv: no rows" in done.stderr) == (1, True)
    (tmp_path / "y-4.csv").write_text("")
    assert inside("detect", tmp_path / "y-*.csv").returncode == 3


DIFFERENT = {
    "columns": ({"1.csv": "label\n1\n", "2.csv": "y\n1\n"}, "the columns differ"),
    "no header": ({"1.csv": "label\n1\n", "2.csv": "1\n0\n"}, "the columns differ: no header here"),
    "width": ({"1.npy": np.zeros((2, 3)), "2.npy": np.zeros((2, 4))}, "the shapes of the rows differ"),
    "dtype": ({"1.npy": np.zeros(2, "f4"), "2.npy": np.zeros(2)}, "the types differ: float64 here, float32"),
    "formats": ({"1.npy": np.zeros((2, 1)), "2.csv": "1\n0\n"}, "the types differ: text here, float64"),
}


@pytest.mark.parametrize(("files", "message"), DIFFERENT.values(), ids=DIFFERENT)
def test_files_that_differ_are_not_one(files, message, tmp_path):
    for name, content in files.items():
        if isinstance(content, str):
            (tmp_path / name).write_text(content)
        else:
            np.save(tmp_path / name, content)
    done = inside("detect", tmp_path / "[12].*")
    assert done.returncode == 1
    assert message in done.stderr
    assert codes_in(done.stderr) == ["XE312"]


def test_what_no_file_fits_is_told(tmp_path):
    for words in (tmp_path / "*.csv", f"@{tmp_path}/list"):
        done = inside("detect", words)
        assert (done.returncode, "no such file" in done.stderr) == (3, True)
    done = inside("loss", "y-1.csv", "y-2.csv", "p-1.csv", "p-2.csv")
    assert "quote it, as in 'part-*.npy'" in done.stderr


def test_more_files_than_a_process_may_open_at_first(tmp_path):
    for number in range(400):
        np.save(tmp_path / f"y-{number}.npy", [number % 3])
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, limits[1]))
    try:
        assert told("detect", tmp_path / "y-*.npy", "-f", "value") == "sparse\n"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
