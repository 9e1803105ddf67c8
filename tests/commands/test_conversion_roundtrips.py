"""There and back: every pair of kinds in every pair of formats gives the same bytes, and the right ones."""

import io
import os
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from running import inside, shell

import xentcli

KINDS = ("sparse", "binary", "one-hot", "multi-label", "soft", "names")
FORMATS = ("csv", "tsv", "npy", "npz")
VECTORS = {"one-hot", "multi-label", "soft"}
INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
FLOATS = ("float16", "float32", "float64")
DEFAULTS = {
    "sparse": "int64",
    "binary": "int64",
    "one-hot": "uint8",
    "multi-label": "uint8",
    "soft": "float64",
}
WORDS = ("cat", "dog", "a,b", 'say "no"', "é", "no. 7", "NA", "x|y;z", "[/red]")


@dataclass(frozen=True)
class Labels:
    """One class a row, and what the classes are called where they have names."""

    ids: np.ndarray
    titles: tuple
    named: bool

    @property
    def size(self):
        return len(self.titles)

    def array(self, kind, dtype):
        """What numpy would make of them."""
        if kind == "names":
            return np.array(self.titles)[self.ids]
        rows = np.eye(self.size)[self.ids] if kind in VECTORS else self.ids
        return rows.astype(dtype)

    def header(self, kind):
        """The columns' names."""
        if kind not in VECTORS:
            return ["label"]
        return self.titles if self.named else [f"class_{k}" for k in range(self.size)]


def saved(labels, kind, dtype, form):
    """The bytes of a file, without xentcli."""
    array, file = labels.array(kind, dtype), io.BytesIO()
    if form == "npy":
        np.save(file, array)
    elif form == "npz":
        np.savez(file, labels=array)
    else:
        text = [labels.header(kind), *array.reshape(len(array), -1).tolist()]
        file.write(written(text, array.dtype, "," if form == "csv" else "\t"))
    return file.getvalue()


def written(rows, dtype, delimiter):
    """Lines of text; only words are ever quoted."""
    spelt = [
        [str(c) if isinstance(c, str) else str(int(c) if dtype.kind in "iub" else c) for c in r] for r in rows
    ]
    body = [[quoted(c, first=i == 0) for c in row] for i, row in enumerate(spelt)]
    return "".join(delimiter.join(row) + "\n" for row in body).encode()


def quoted(cell, first):
    marks = any(mark in cell for mark in ',\t;|"') or cell.startswith("#") or (cell == "label" and not first)
    return '"' + cell.replace('"', '""') + '"' if marks else cell


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where files go to and fro; nobody waits for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield tmp_path_factory.mktemp("there-and-back")


def convert(folder, source, target, *options):
    """From a file to a file, in this process."""
    done = inside("convert", folder / source, *options, "-o", folder / target, "--force", "-q")
    assert (done.returncode, done.stderr) == (0, ""), (options, done.stderr)
    return (folder / target).read_bytes()


def dtypes(kind, size):
    """Every dtype that holds the classes."""
    if kind == "names":
        return [None]
    if kind == "soft":
        return list(FLOATS)
    return [*INTEGERS, *FLOATS, *(["bool"] if kind != "sparse" or size == 2 else [])]


@st.composite
def labelled(draw, pair):
    """Labels that both kinds hold, and a dtype of each."""
    size = 2 if "binary" in pair else draw(st.integers(2, 5))
    ids = draw(hnp.arrays(np.int64, st.integers(1, 6), elements=st.integers(0, size - 1)))
    named = "names" in pair or draw(st.booleans())
    words = draw(st.permutations(WORDS))[:size] if named else range(size)
    return Labels(ids, tuple(map(str, words)), named), *(draw(st.sampled_from(dtypes(k, size))) for k in pair)


def told(labels, folder):
    """The classes, told as many or by their names."""
    if not labels.named:
        return ["--num-classes", labels.size]
    (folder / "classes").write_text("\n".join(labels.titles) + "\n", encoding="utf-8")
    return ["--classes", f"@{folder / 'classes'}"]


@pytest.mark.parametrize("pair", list(product(KINDS, KINDS)), ids=" to ".join)
def test_there_and_back_gives_the_same_bytes(folder, pair):
    @settings(max_examples=2)
    @given(labelled(pair), st.permutations(list(product(FORMATS, FORMATS))))
    def check(drawn, formats):
        labels, here, there = drawn
        options = told(labels, folder)
        asked = [
            ["--to", k, *([] if d is None else ["--dtype", d])]
            for k, d in zip(pair, (here, there), strict=True)
        ]
        for one, other in formats:
            (folder / f"a.{one}").write_bytes(saved(labels, pair[0], here, one))
            assert convert(folder, f"a.{one}", f"b.{other}", *asked[1], *options) == saved(
                labels, pair[1], there, other
            )
            assert convert(folder, f"b.{other}", f"c.{one}", *asked[0], *options) == saved(
                labels, pair[0], here, one
            )

    check()


def both_ways(folder, data, name, other, *options):
    """A file there and back: the bytes, which must be the file's own."""
    (folder / name).write_bytes(data)
    convert(folder, name, other, *options)
    assert convert(folder, other, "back" + name[1:], *options) == data


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


bits = hnp.arrays(np.uint8, st.tuples(st.integers(1, 5), st.integers(2, 4)), elements=st.integers(0, 1))


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=8)
@given(rows=bits, dtype=st.sampled_from([*INTEGERS, *FLOATS, "bool"]))
def test_any_number_of_ones_a_row_stays(folder, form, rows, dtype):
    options = ["--to", "multi-label", "--dtype", dtype]
    both_ways(folder, npy(rows.astype(dtype)), "a.npy", f"b.{form}", *options)


weights = hnp.arrays(
    np.float64, st.tuples(st.integers(1, 5), st.integers(2, 4)), elements=st.integers(1, 2**30).map(float)
)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=8)
@given(weights=weights, dtype=st.sampled_from(FLOATS))
def test_shares_keep_every_bit(folder, form, weights, dtype):
    shares = (weights / weights.sum(axis=1, keepdims=True)).astype(dtype)
    both_ways(folder, npy(shares), "a.npy", f"b.{form}", "--to", "soft", "--dtype", dtype)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=8)
@given(
    column=hnp.arrays(
        np.float64, st.integers(1, 5), elements=st.floats(0, 1, exclude_max=True, exclude_min=True)
    )
)
def test_one_column_of_shares_keeps_every_bit(folder, form, column):
    both_ways(folder, npy(column), "a.npy", f"b.{form}", "--to", "soft")
    pair = xentcli.convert(column, "soft", num_classes=2)
    assert (pair[:, 1] == column).all()
    assert (pair.sum(axis=1) == 1).all()


letters = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=6)
ODD = """1 2 007 1.5 -1 True nan NA label Y id class_a class_b img_1 img_2 class_0 class_1 #x a;b q" weight
_ - =1 p_1 prob_x"""
odd = st.sampled_from([*ODD.split(), "# x", "c\td", "cla ss"])


@settings(max_examples=60)
@given(st.lists(odd | letters.filter(lambda t: t == t.strip(" \t")), min_size=2, max_size=4, unique=True))
def test_names_in_a_header_read_back_as_the_same_classes(folder, names):
    if all(n == str(k) for k, n in enumerate(names)):
        return  # numbers in order are what columns without names have
    ids = np.arange(2 * len(names)) % len(names)
    (folder / "classes").write_text("\n".join(names) + "\n", encoding="utf-8")
    np.save(folder / "ids.npy", np.array(names)[ids])
    first = convert(folder, "ids.npy", "names.npy", "--to", "names", "--classes", f"@{folder / 'classes'}")
    for form in ("csv", "tsv"):
        convert(folder, "names.npy", f"hot.{form}", "--to", "one-hot", "--classes", f"@{folder / 'classes'}")
        assert convert(folder, f"hot.{form}", "back.npy", "--to", "names") == first
        ids_of = convert(folder, f"hot.{form}", "ids2.npy", "--to", "sparse")
        assert np.load(io.BytesIO(ids_of)).tolist() == ids.tolist()


@given(
    hnp.arrays(np.int64, st.integers(1, 9), elements=st.integers(0, 5)),
    st.integers(1, 4),
    st.sampled_from(FORMATS),
)
@settings(max_examples=25)
def test_blocks_and_threads_change_nothing(folder, ids, step, form):
    np.save(folder / "ids.npy", ids)
    for to in ("one-hot", "soft", "sparse"):
        whole = convert(folder, "ids.npy", f"whole.{form}", "--to", to)
        pieces = ["--block-rows", step, "-j", 3]
        assert convert(folder, "ids.npy", f"pieces.{form}", "--to", to, *pieces) == whole
        assert convert(folder, f"whole.{form}", "back.npy", "--to", "sparse", *pieces) == npy(ids)


LINES = {
    "csv": "convert y.csv --to one-hot | xentcli convert - --to sparse | cmp - y.csv",
    "npy": "convert y.npy --to soft -f npy | xentcli convert - --to sparse -f npy | cmp - y.npy",
    "every kind": "convert y.csv --to names --classes a,b,c -f npz | xentcli convert - --to soft -f tsv"
    " | xentcli convert - --to multi-label -f csv | xentcli convert - --to sparse -o - -q | cmp - y.csv",
    "a file and a redirection": "convert y.csv --to one-hot -o f.npy"
    " && cat y.csv | xentcli convert - --to one-hot -f npy > r.npy && cmp f.npy r.npy",
    "names": "convert n.csv --to one-hot -o h.tsv && xentcli convert h.tsv --to names | cmp - n.csv",
    "/dev/stdin": "convert /dev/stdin --to soft -f npz < y.csv | xentcli convert - --to sparse | cmp - y.csv",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_the_installed_command_goes_there_and_back(tmp_path, line):
    (tmp_path / "y.csv").write_text("label\n2\n0\n1\n2\n")
    (tmp_path / "n.csv").write_text("label\ndog\ncat\ndog\n")
    np.save(tmp_path / "y.npy", np.array([2, 0, 1, 2]))
    done = shell(f"xentcli {line}", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
