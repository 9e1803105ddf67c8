"""Whatever bytes, names and options come: a status of the contract, and nothing acts on a terminal."""

import os
import unicodedata

import numpy as np
import pytest
from catalogue.runner import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from running import on_terminal

HOSTILE = (
    "\x1b[2J", "\x1b]0;owned\x07", "\r", "\x07", "\x9b31m", "\x85", "\u202eabc", "\u200b", "\u2028",
          "\ufeff", "[red]",
    "[/foo]", "[link=x]y[/]", ":smile:", "=1+1", "{0}", "%s", "\x7f", "\x08", "\x00", "é", "<b>", "|",
          "\U000e0041",
)  # fmt: skip
"""What acts on terminals, on markup or on eyes."""
WORDS = st.lists(
    st.sampled_from((*HOSTILE, "cat", "dog")) | st.characters(exclude_categories=["Cs"]),
    min_size=1,
    max_size=3,
)
NAMES = WORDS.map("".join)
FORMATS = ("table", "plain", "value", "md", "json", "ndjson", "csv", "tsv")
COMMANDS = ("loss", "detect", "validate", "convert")
VALUES = (
    "--classes", "--labels-column", "--prediction-columns", "--class-weight", "--loss", "--like", "--by",
          "--sample-weight",
    "--delimiter", "--encoding", "--label-offset", "--jobs", "--input-format", "--base", "--num-classes",
          "--reduction",
    "--epsilon", "--focal-alpha", "--on", "--fail-above", "--output", "--to", "--color",
)  # fmt: skip
SWITCHES = (
    "--header", "--no-header", "--from-logits", "--from-probs", "--from-log-probs", "--argmax", "--softmax",
          "-q", "-v",
    "--strict", "--class-names", "--like=all", "--like=keras", "--like=torch", "--labels-kind=sparse",
    "--labels-kind=soft", "--labels-kind=multi-label", "--label-offset=-1", "--ignore-index=0",
          "--reduction=none",
    "--by=class", "--class-weight=balanced", "--label-smoothing=0.1", "--base=2", "--dtype=float16",
          "--to=sparse",
    "--to=one-hot", "--to=names", "--expect=one-hot", "--expect=sparse", "--num-classes=3", "--block-rows=1",
    "--labels-column=0", "--prediction-columns=1-", "--input-format=npy", "--input-format=npz",
          "--input-format=csv",
    "--encoding=utf-16", "--encoding=latin-1", "--delimiter=;", "--decimal=,", "--top=0", "--max-classes=2",
    "--max-columns=2", "--max-field=4", "--focal-gamma=2", "--pos-weight=2", "--epsilon=1e-7",
          "--class-axis=1",
)  # fmt: skip
STATUSES = {0, 1, 2, 3}
QUIET = settings(max_examples=60, suppress_health_check=[*HealthCheck])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("untrusted")


def _quoted(words):
    return " ".join("'" + word.replace("'", "'\"'\"'") + "'" for word in words)


def acting(text, but="\n"):
    """The characters of a text that could act on a terminal or deceive an eye."""
    return {c for c in text if c not in but and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}


def check(words, folder, *, data=False):
    """The command's outcome is one of the contract, and neither stream acts on a terminal."""
    done = run(_quoted(words), folder)
    assert done.status in STATUSES, (words, done.err)
    assert "Traceback" not in done.err, (words, done.err)
    assert not acting(done.err), (words, done.err)
    assert data or not acting(done.out, "\n\t"), (words, done.out)
    return done


def _file_name(name):
    return name.replace("/", "_").replace("\0", "_")[:40] + ".csv"


@QUIET
@given(names=st.lists(NAMES, min_size=2, max_size=4), command=st.sampled_from(COMMANDS),
          form=st.sampled_from(FORMATS),
       title=NAMES, file=NAMES, more=st.sampled_from(["--by=class", "--like=all", "-v", "--expect=sparse",
          "--num-classes=2"]))  # fmt: skip
def test_names_never_act(folder, names, command, form, title, file, more):
    """In labels, headers, file names and class names, in every format."""
    rows = [f'"{name}"'.replace("\0", "") if "\n" not in name else "x" for name in names]
    path = _file_name(file)
    lines = [f'"{title}"', *(row for row in rows for _ in range(2))]
    (folder / path).write_text("\n".join(lines) + "\n", encoding="utf-8")
    head = ",".join(rows)
    body = "".join(
        ",".join("0.5" if k < 2 else "0" for k in range(len(rows))) + "\n" for _ in range(2 * len(rows))
    )
    (folder / "p.csv").write_text(f"{head}\n{body}", encoding="utf-8")
    words = {"convert": ["--to=names"], "loss": ["p.csv", f"--format={form}", more]}
    words = words.get(
        command, [f"--format={form}", *([more] if command == "validate" and "=" in more else [])]
    )
    words = [word for word in words if word not in {"--by=class", "--like=all"} or command == "loss"]
    data = command == "convert" or form in {"csv", "tsv"}
    check([command, f"./{path}", "--header", *words], folder, data=data)
    (folder / path).unlink()


@QUIET
@given(
    option=st.sampled_from(VALUES),
    value=NAMES,
    command=st.sampled_from(COMMANDS),
    form=st.sampled_from(["json", "plain"]),
)
def test_option_values_never_act(folder, option, value, command, form):
    (folder / "y.csv").write_text("label\n0\n2\n1\n")
    (folder / "p.csv").write_text("0.7,0.2,0.1\n0.1,0.2,0.7\n0.2,0.5,0.3\n")
    if option == "--output" or "\0" in value:
        value = "no/such/\x1b[2J\n.csv"
    words = [
        command,
        "y.csv",
        *(["p.csv"] if command == "loss" else []),
        f"{option}={value}",
        f"--format={form}",
    ]
    done = run(_quoted(words), folder)
    assert done.status in STATUSES | {4}, (words, done.err)
    assert not acting(done.err), (words, done.err)
    assert not acting(done.out, "\n\t"), (words, done.out)


def _texts():
    cells = (
        st.sampled_from(
            ["0", "1", "2", "0.5", "-1", "", "nan", "1e400", "cat", "True", '"', "0,5", "007", "é"]
        )
        | NAMES
    )
    rows = st.lists(st.lists(cells, min_size=1, max_size=4).map(",".join), max_size=6)
    return rows.map(lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass"))


def _arrays():
    whole = st.sampled_from(["<i8", ">f4", "<f8", "|b1", "|S3", "<U2", "<f2", "|u1", "<c8", "<M8[s]"])
    headers = st.tuples(
        whole, st.sampled_from(["(3,)", "(2, 3)", "()", "(0, 2)", "(-1,)", "(9999999999,)"]), st.booleans()
    )
    texts = headers.map(
        lambda h: f"{{'descr': {h[0]!r}, 'fortran_order': {h[2]}, 'shape': {h[1]}, }}\n".encode()
    )
    made = texts.map(lambda text: b"\x93NUMPY\1\0" + len(text).to_bytes(2, "little") + text)
    return st.tuples(made, st.binary(max_size=64)).map(b"".join)


FILES = (
    st.binary(max_size=80)
    | _texts()
    | _arrays()
    | st.sampled_from([b"\x1f\x8b\x08", b"PK\3\4", b"BZh9", b"\xfd7zXZ\0", b"PAR1"])
)


@settings(QUIET, max_examples=250)
@given(labels=FILES, predictions=FILES, command=st.sampled_from(COMMANDS),
          options=st.lists(st.sampled_from(SWITCHES), max_size=3),
       both=st.booleans())  # fmt: skip
def test_no_bytes_and_no_options_reach_a_traceback(folder, labels, predictions, command, options, both):
    (folder / "a").write_bytes(labels)
    (folder / "b").write_bytes(predictions)
    pair = ["b"] if command == "loss" or (both and command != "convert") else []
    check([command, "a", *pair, *options], folder, data=True)


SHOWN = ("\x1b[2J", "\x07", "\x9b31m", "\u202eabc", "[red]x", "cat")


@pytest.mark.parametrize("command", ["validate y.csv", "convert y.csv --to one-hot",
          "convert y.csv --to names -f tsv",
                                     "detect y.csv", "loss y.csv p.csv --by class",
                                     "loss y.csv p.csv -f csv --by class",
                                     "loss y.csv p.csv -f md"])  # fmt: skip
def test_names_never_act_on_a_terminal(tmp_path, command):
    names, n = [f'"{name}"' for name in SHOWN], len(SHOWN)
    shares = ",".join([f"{1 / n:.6f}"] * n)
    (tmp_path / "y.csv").write_bytes("\n".join(["label", *names, ""]).encode())
    (tmp_path / "p.csv").write_bytes("\n".join([",".join(names), *[shares] * n, ""]).encode())
    shown = on_terminal(f"xentcli {command} --header || true", cwd=tmp_path, NO_COLOR="1")
    assert not acting(shown), repr(shown)
    assert "x1b" in shown or command.split()[0] in {"detect", "validate"}, shown


def test_a_file_name_of_strange_bytes_is_escaped(tmp_path):
    name = b"\xe9\x1b[2J\n\xff.csv"
    path = os.path.join(os.fsencode(tmp_path), name)
    with open(path, "wb") as file:
        file.write(b"label\n0\n2.5\n")
    for form in ("plain", "json", "md"):
        check(["validate", os.fsdecode(name), f"--format={form}"], tmp_path)
    np.save(os.fsdecode(path), np.arange(3))
    check(["loss", os.fsdecode(name), os.fsdecode(name)], tmp_path)
