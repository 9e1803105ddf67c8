"""Inputs divided into tasks give the answer that one process gives, to the last byte of what is printed."""

from __future__ import annotations

import json
import pickle
from contextlib import contextmanager

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from running import inside

from xentcli.execution.partition import index as indexing
from xentcli.io.text.line_index import lines_of

ROWS, CLASSES = 700, 3


class Crew:
    """Does every task in another order than it was given, from what travels, and counts them."""

    def __init__(self):
        self.done = []

    def __call__(self, function, tasks):
        sent = [pickle.dumps((function, task)) for task in tasks]
        self.done.append(len(sent))
        found = {}
        for at in reversed(range(len(sent))):
            work, task = pickle.loads(sent[at])
            try:
                found[at] = pickle.dumps(work(task))
            except Exception as error:
                found[at] = error
        for at in range(len(sent)):
            if isinstance(found[at], Exception):
                raise found[at]
            yield pickle.loads(found[at])


@pytest.fixture
def crew(monkeypatch):
    own = Crew()

    @contextmanager
    def connected(*_, **__):
        yield own

    monkeypatch.setattr("xentcli.cli.cluster.connected", connected)
    monkeypatch.setattr(indexing, "TASK", 1 << 10)
    return own


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("divided")
    rng = np.random.default_rng(8)
    z = rng.normal(size=(ROWS, CLASSES))
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    y = np.array([rng.choice(CLASSES, p=row) for row in p])
    np.save(folder / "y.npy", y)
    np.save(folder / "p.npy", p.astype(np.float32))
    np.save(folder / "z.npy", np.asfortranarray(z))
    np.save(folder / "w.npy", rng.random(ROWS))
    np.save(folder / "hot.npy", np.eye(CLASSES, dtype=np.uint8)[y])
    for at, cut in enumerate(np.array_split(np.arange(ROWS), 9)):
        np.save(folder / f"p-{at}.npy", p[cut].astype(np.float32))
        pq.write_table(columns(p[cut]), folder / f"q-{at}.parquet", row_group_size=31)
    for at, cut in enumerate(np.array_split(np.arange(ROWS), 4)):
        np.save(folder / f"y-{at}.npy", y[cut])
        text(folder / f"y-{at}.csv", y[cut])
    pq.write_table(columns(p), folder / "p.parquet", row_group_size=50)
    pq.write_table(pa.table({"label": y, "split": np.where(y > 1, "a", "b")}), folder / "y.parquet")
    text(folder / "y.csv", y)
    text(folder / "p.csv", p)
    (folder / "quoted.csv").write_text("label\n" + "".join(f'"{v}"\n' for v in y))
    (folder / "crlf.csv").write_bytes((folder / "p.csv").read_bytes().replace(b"\n", b"\r\n"))
    (folder / "y.jsonl").write_text("".join(f'{{"label": {v}}}\n' for v in y))
    lists = "".join(f'{v},"[{", ".join(map(repr, row))}]"\n' for v, row in zip(y, p.tolist(), strict=True))
    (folder / "lists.csv").write_text("label,p\n" + lists)
    keyed = "".join(f"r{n},{v}\n" for n, v in enumerate(y))
    (folder / "keyed.csv").write_text("id,label\n" + keyed)
    wrong = list(p)
    scores = "".join(f"r{n},{','.join(map(repr, row.tolist()))}\n" for n, row in enumerate(wrong))
    (folder / "keyed_p.csv").write_text("id,a,b,c\n" + scores)
    (folder / "shifted_p.csv").write_text("id,a,b,c\n" + scores.replace("r501,", "rX,"))
    (folder / "doubled_p.csv").write_text("id,a,b,c\n" + scores.replace("r501,", "r500,"))
    return broken(folder, y, p)


def broken(folder, y, p):
    """The same with faults late in the files."""
    late = y.copy()
    late[[600, 655]] = 7
    np.save(folder / "strange.npy", late)
    text(folder / "strange.csv", late)
    np.save(folder / "short.npy", y[:-30])
    text(folder / "short.csv", y[:-30])
    nan = p.copy()
    nan[[333, 650], 1] = np.nan
    np.save(folder / "nan.npy", nan)
    text(folder / "nan.csv", nan)
    lines = (folder / "p.csv").read_text().splitlines()
    lines[500], lines[610] = "0.5,0.5", "0.5,x,0.5"
    (folder / "ragged.csv").write_text("\n".join(lines))
    (folder / "open.csv").write_text("label\n" + "".join(f"{v}\n" for v in y[:400]) + '"1\n2\n')
    (folder / "ending.csv").write_text((folder / "p.csv").read_text() + "\n\n")
    (folder / "endless.csv").write_text((folder / "p.csv").read_text().rstrip("\n"))
    blank = (folder / "p.csv").read_text().splitlines(keepends=True)
    (folder / "blank.csv").write_text("".join([*blank[:450], "\n", *blank[450:]]))
    (folder / "spaces.csv").write_text("".join([*blank[:450], "  \n", *blank[450:]]))
    (folder / "blank_y.csv").write_text(
        "label\n" + "".join(f"{v}\n" if n != 450 else "\n" for n, v in enumerate(y))
    )
    (folder / "returns.csv").write_text((folder / "p.csv").read_text().replace("\n", "\r"), newline="")
    np.save(folder / "ignored.npy", np.where(np.arange(ROWS) % 3, y, -1))
    np.save(folder / "moved.npy", np.roll(y, 1))
    return folder


def columns(p):
    return pa.table({f"p_{k}": p[:, k] for k in range(CLASSES)})


def text(path, values):
    rows = np.reshape(values, (len(values), -1)).tolist()
    head = "label" if len(rows[0]) == 1 else ",".join(f"p_{k}" for k in range(CLASSES))
    path.write_text(head + "\n" + "".join(",".join(map(repr, row)) + "\n" for row in rows))


PAIRS = [
    ("y.npy", "p.npy"),
    ("y.npy", "z.npy"),
    ("y-*.npy", "p-*.npy"),
    ("y-*.csv", "p-*.npy"),
    ("y.npy", "q-*.parquet"),
    ("y.parquet", "p.parquet"),
    ("y-*.npy", "p.csv"),
    ("y.csv", "crlf.csv"),
    ("quoted.csv", "p.csv"),
    ("y.jsonl", "p.parquet"),
    ("hot.npy", "p-*.npy"),
    ("keyed.csv", "keyed_p.csv"),
    ("@list", "p.npy"),
    ("lists.csv", None),
]


def both(crew, folder, command, labels, predictions, *options):
    """What one process says, and what a crew does."""
    paths = [p if p.startswith("@") else folder / p for p in (labels, predictions) if p is not None]
    paths = [f"@{folder / p[1:]}" if isinstance(p, str) else p for p in paths]
    alone = inside(command, *paths, *options, "-j", "1")
    before = len(crew.done)
    shared = inside(command, *paths, *options, "--scheduler", "local:1")
    assert len(crew.done) > before or shared.returncode
    assert (shared.returncode, shared.stdout, shared.stderr) == (alone.returncode, alone.stdout, alone.stderr)
    return shared


@pytest.mark.parametrize("command", ["loss", "detect", "validate", "advise"])
@pytest.mark.parametrize(("labels", "predictions"), PAIRS, ids=str)
def test_tasks_give_the_answer_of_one_process(crew, files, command, labels, predictions):
    (files / "list").write_text("".join(f"y-{n}.npy\n" for n in range(4)))
    options = ["--labels-column", "label"] if labels == "lists.csv" else []
    options += ["--prediction-columns", "p"] if labels == "lists.csv" else []
    done = both(crew, files, command, labels, predictions, *options, "-f", "json")
    assert done.returncode == 0, done.stderr
    assert max(crew.done) > 4 or labels == "lists.csv"  # in quotes, which are cut by nobody


ALONE = ["y.npy", "y-*.csv", "y.csv", "hot.npy", "quoted.csv", "y.jsonl", "y.parquet"]


@pytest.mark.parametrize("command", ["detect", "validate", "advise"])
@pytest.mark.parametrize("labels", ALONE)
def test_labels_alone_as_well(crew, files, command, labels):
    options = ["--labels-column", "label"] if labels == "y.parquet" else []
    assert both(crew, files, command, labels, None, *options, "-f", "json").returncode == 0


OPTIONS = [
    "--like all",
    "--like keras",
    "--class-weight balanced",
    "--sample-weight {w}",
    "--by class",
    "--top 300",
    "--label-smoothing 0.1 --base 2",
    "--block-rows 7",
]


@pytest.mark.parametrize("line", OPTIONS)
def test_options_change_nothing_of_that(crew, files, line):
    words = line.format(w=files / "w.npy").split()
    assert both(crew, files, "loss", "y-*.npy", "p-*.npy", *words, "-f", "json").returncode == 0


def test_groups_by_a_column(crew, files):
    done = both(crew, files, "loss", "y.parquet", "p-*.npy", "--by", "split", "-f", "json")
    assert done.returncode == 0, done.stderr


FAULTS = [
    ("strange.npy", "p-*.npy"),
    ("strange.csv", "p.csv"),
    ("short.npy", "p-*.npy"),
    ("short.csv", "p.csv"),
    ("y.npy", "short.npy"),
    ("y.npy", "nan.npy"),
    ("y.csv", "nan.csv"),
    ("y-*.npy", "ragged.csv"),
    ("open.csv", "p.npy"),
    ("keyed.csv", "doubled_p.csv"),
    ("p.npy", "y.npy"),
    ("moved.npy", "p-*.npy"),
    ("y.csv", "ending.csv"),
    ("y.csv", "endless.csv"),
    ("y.npy", "blank.csv"),
    ("y.csv", "spaces.csv"),
    ("blank_y.csv", "p.csv"),
    ("y.csv", "returns.csv"),
]


@pytest.mark.parametrize("command", ["loss", "detect", "validate", "advise"])
@pytest.mark.parametrize(("labels", "predictions"), FAULTS, ids=str)
def test_what_is_wrong_is_said_in_the_same_words(crew, files, command, labels, predictions):
    both(crew, files, command, labels, predictions, "-f", "json")


@pytest.mark.parametrize("command", ["loss", "detect", "advise"])
def test_keys_that_differ_are_told_alike_but_joined_in_one_process_only(crew, files, command):
    words = [command, files / "keyed.csv", files / "shifted_p.csv", "-f", "json"]
    alone, shared = (json.loads(inside(*words, *more).stderr) for more in ([], ["--scheduler", "local:1"]))
    assert (alone["code"], alone["try"][-2:]) == ("XE310", ["--join", "inner"])
    assert shared == alone | {"try": None, "tries": []}


def test_a_median_is_exact_where_ignored_rows_leave_few_enough(crew, files, monkeypatch):
    monkeypatch.setattr("xentcli.numerics.median.MAX_EXACT", 500)
    monkeypatch.setattr("xentcli.commands.loss.per_block.MAX_EXACT", 500)
    done = both(crew, files, "loss", "ignored.npy", "p-*.npy", "--ignore-index", "-1", "-f", "json")
    assert '"median_exact": true' in done.stdout
    done = both(crew, files, "loss", "y.npy", "p-*.npy", "-f", "json")
    assert '"median_exact": false' in done.stdout


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_line_feeds_are_counted_in_any_parts(size, monkeypatch):
    monkeypatch.setattr("xentcli.io.text.line_index.BYTES_AT_ONCE", size)
    data = b"a\r\n\nbc\r\nd"
    found = lines_of(lambda at, many: data[at : at + many], 0, len(data))
    assert (found.feeds, found.after, found.plain, found.ended) == (3, 8, True, False)
    assert not lines_of(lambda at, many: b"a\rb\n"[at : at + many], 0, 4).plain
    assert not lines_of(lambda at, many: b'a"\n'[at : at + many], 0, 3).plain


REFUSED = {
    "loss - {p} --scheduler local": "standard input",
    "loss {y} {p} --scheduler local --on id": "--on does not work on a cluster",
    "loss {y} {p} --scheduler local --per-sample {o}": "--per-sample does not work on a cluster",
    "loss {y} {p} --scheduler local --reduction none": "--reduction none does not work on a cluster",
    "loss {y} {p} --scheduler here": "--scheduler here is not an address",
    "loss {y} {p} --scheduler local:0": "--scheduler local:0 is not an address",
    "loss {y} {p} --scheduler local:1025": "--scheduler local:1025 is not an address",
    "loss {y} {p} --scheduler tcp://here:65536": "--scheduler tcp://here:65536 is not an address",
    "loss {y} {p} --scheduler tcp://:8786": "--scheduler tcp://:8786 is not an address",
    "loss {y} {p} --scheduler local --timeout 0": "--timeout",
}


@pytest.mark.parametrize(("line", "said"), REFUSED.items(), ids=str)
def test_what_no_cluster_can_do_is_refused(files, line, said):
    done = inside(*line.format(y=files / "y.csv", p=files / "p.csv", o=files / "o.csv").split())
    assert (done.returncode, said in done.stderr, done.stdout) == (2, True, ""), done.stderr
