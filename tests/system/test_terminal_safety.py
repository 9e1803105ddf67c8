"""Nothing in a file, a name or an option acts on a terminal: no control, no markup, no turning around."""

import csv
import io
import os
import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import on_terminal, shell
from terminals import said

from xentcli.cli.boundary import _as_lines as as_lines
from xentcli.cli.screen import notify
from xentcli.core.errors import Caution, DataError, Note, Place
from xentcli.core.text import printable
from xentcli.report.screen import Screen

ACTING = (
    "\x1b[31m", "\x1b]0;title\x07", "\x1b[2J", "\x07", "\x08", "\x00", "\x7f", "\x9b31m", "\x85", "\x90",
    "\u202e", "\u202a", "\u2066", "\u200b", "\u200d", "\u2060", "\ufeff", "\u2028", "\u2029", "\xad", "\xa0",
    "\u3164", "\u115f", "\ufe0f", "\u034f", "\U000e0041", "\U000e0101", "\ue000", "\r", "\n", "\t",
)  # fmt: skip
"""What would act on a terminal, break a line, turn text around, or not be seen."""
MARKED = (
    "[red]",
    "[/foo]",
    "[bold]",
    "[link=http://a]",
    ":smile:",
    "|",
    "`",
    "<b>",
    "**",
    "=1+1",
    "@x",
    "{x}",
)
"""What some program on the way to the screen takes for markup."""
PLAIN = ("cat", "dog", "é", "7", " ", "日本", "a_b", "-")

words = st.lists(st.sampled_from(ACTING + MARKED + PLAIN), min_size=1, max_size=4).map("".join)
"""Names of classes and columns."""
read_whole = words.map(lambda word: "a" + re.sub(r"[\0\r\n]", "", word))
"""Names that are no error where they stand in a file."""
typed = words.map(lambda word: word.replace("\0", "\x01"))
"""Arguments: those can hold no NUL."""
bad_bytes = st.sampled_from(["caf\udce9", "\udcff", "a\udc9bb"])
"""Bytes of a file's name that are no UTF-8, as Python has them."""

FORMS = ("table", "plain", "value", "json", "ndjson", "md")
DATA = ("csv", "tsv")


def acting(text):
    """The characters of a text that are more than something to see."""
    return {char for char in text if char != "\n" and printable(char) != char}


@pytest.mark.parametrize("char", sorted({char for word in ACTING for char in word if not char.isascii()}))
def test_what_cannot_be_seen_is_escaped(char):
    assert printable(char) == char.encode("unicode_escape").decode()


def test_what_everybody_writes_is_not_escaped():
    everyday = "café naïve Ωmega 日本語 한국어 עברית हिन्दी ไทย 🙂 — “quoted” ½ €"
    assert printable(everyday) == everyday
    assert printable(unicodedata.normalize("NFD", "café")) == unicodedata.normalize("NFD", "café")


def write_csv(path, header, rows):
    with open(path, "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows([header, *rows])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("names")


@st.composite
def files(draw, folder):
    """Labels and predictions whose names, all of them, may be hostile."""
    names = draw(st.lists(draw(st.sampled_from([words, read_whole])), min_size=2, max_size=4, unique=True))
    header = draw(st.sampled_from(["label", "y", None])) or draw(words)
    write_csv(folder / "y.csv", [header], [[name] for name in names])
    others = [[f"p_{name}" for name in names], names[::-1], [*names[1:], draw(words)]]
    columns = draw(st.sampled_from([names, *others]))
    rows = np.eye(len(names)) * 0.5 + 0.5 / len(names)
    write_csv(folder / "p.csv", columns, rows.tolist())
    write_csv(
        folder / "k.csv",
        ["id", "group", "label"],
        [[name, name[::-1], i % 2] for i, name in enumerate(names)],
    )
    keys = draw(st.sampled_from([names, names[::-1], names[:1] * 2 + names[2:]]))
    write_csv(folder / "q.csv", ["id", "p"], [[name, 0.25] for name in keys])
    return names


COMMANDS = {
    "loss": "loss y.csv p.csv",
    "loss by class": "loss y.csv p.csv --by class",
    "loss without a header": "loss y.csv p.csv --no-header",
    "loss like all": "loss y.csv p.csv --like all",
    "loss told the classes": "loss y.csv p.csv --classes NAMES -v",
    "loss told other classes": "loss y.csv p.csv --classes a,WORD",
    "loss with weights": "loss y.csv p.csv --class-weight WORD=2",
    "loss of a column": "loss y.csv p.csv --labels-column WORD",
    "loss of columns": "loss y.csv p.csv --prediction-columns WORD",
    "loss by something": "loss y.csv p.csv --by WORD",
    "loss by a column": "loss y.csv p.csv --by 0 --classes NAMES",
    "loss of joined rows": "loss k.csv q.csv --on id",
    "loss of joined rows by a column": "loss k.csv q.csv --on id --by group",
    "loss of rows that pair": "loss k.csv q.csv --on id --join inner -v",
    "loss by no column": "loss k.csv q.csv --by WORD",
    "loss on no column": "loss k.csv q.csv --on WORD",
    "advise": "advise y.csv p.csv",
    "advise about joined rows": "advise k.csv q.csv --on id",
    "detect": "detect y.csv -v",
    "detect both": "detect y.csv p.csv",
    "validate": "validate y.csv --strict",
    "validate numbers": "validate y.csv p.csv --num-classes 2",
    "validate classes": "validate y.csv --classes a,b",
    "validate predictions": "validate p.csv --expect soft",
    "no such file": "detect WORD",
    "no such option": "detect y.csv --WORD",
    "no such command": "WORD y.csv",
    "no such format": "detect y.csv -f WORD",
    "no such number": "detect y.csv --num-classes WORD",
    "no such output": "detect y.csv -o WORD/WORD",
    "no such suffix": "loss y.csv p.csv --per-sample y.WORD",
    "no such base": "loss y.csv p.csv --base WORD --debug",
    "no such code": "explain WORD",
    "no such encoding": "detect y.csv --encoding WORD",
    "no such delimiter": "detect y.csv --delimiter WORD",
    "no such weights": "loss y.csv p.csv --sample-weight WORD",
    "no such list": "loss y.csv p.csv --classes @WORD",
}


def arguments(command, names, word):
    listed = ",".join(names).replace("\0", "")
    for part in COMMANDS[command].split():
        yield part.replace("NAMES", listed).replace("WORD", word)


@pytest.mark.parametrize("terminal", [False, True], ids=["off a terminal", "on a terminal"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_name_acts_on_a_terminal(folder, monkeypatch, command, terminal):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NO_COLOR", "1")

    @settings(max_examples=15)
    @given(files(folder), typed | bad_bytes, st.sampled_from(FORMS + DATA))
    def check(names, word, form):
        line = [*arguments(command, names, word)]
        status, out, err = said(*line, *([] if "-f" in line else ["-f", form]), terminal=terminal)
        assert status in {0, 1, 2, 3, 4}
        assert acting(err) == set()
        assert "Traceback" not in err or "--debug" in line
        if form in FORMS or terminal:
            assert acting(out) - {"\t"} == set()

    check()


@settings(max_examples=30)
@given(names=st.lists(words, min_size=2, max_size=4, unique=True), form=st.sampled_from(FORMS + DATA))
def test_colours_are_the_only_escapes_where_they_are_asked_for(tmp_path_factory, names, form):
    folder = tmp_path_factory.getbasetemp()
    write_csv(folder / "y.csv", ["label"], [[name] for name in names])
    _, out, err = said("detect", folder / "y.csv", "-f", form, "--color", "always", terminal=True)
    assert acting(re.sub(r"\x1b\[[0-9;]*m", "", out)) - {"\t"} == set()
    assert acting(re.sub(r"\x1b\[[0-9;]*m", "", err)) == set()


@settings(max_examples=40)
@given(names=st.lists(words, min_size=2, max_size=4, unique=True), form=st.sampled_from(DATA))
def test_converted_names_are_kept_exactly_and_shown_escaped(tmp_path_factory, names, form):
    source = tmp_path_factory.getbasetemp() / "y.csv"
    write_csv(source, ["label"], [[name] for name in names])
    line = ("convert", source, "--to", "names", "-f", form)
    status, out, err = said(*line)
    assert acting(err) == set()
    if status == 0:
        lines = csv.reader(io.StringIO(out, newline=""), delimiter=",\t"[form == "tsv"])
        assert [row[0] for row in lines] == ["label", *names]
        formula = any(len(name) > 1 and name.startswith(("=", "-", "@", "\t", "\r")) for name in names)
        assert ("starts like a formula" in err) >= (formula and not any(n.strip("- ") == "7" for n in names))
    assert acting(said(*line, terminal=True)[1]) - {"\t"} == set()


def test_whatever_an_error_or_a_warning_says_is_escaped(capsys):
    error = DataError("a\x1b[31m\nb", "c\u202e", code="XE104", place=Place("d\r", column="e\x07"))
    told = "xentcli: error: d\\r: column 'e\\x07': a\\x1b[31m\\nb [XE104]\nhint: c\\u202e\n"
    assert as_lines(error) == told
    notify(Screen(), [Note("XE851", "a\x1b\n"), Caution("XE801", "b\r", "c\x9b", ("d\x1b",))])
    said = capsys.readouterr().err
    warning = "xentcli: warning: b\\r [XE801]\nhint: c\\x9b\ntry: xentcli $'d\\x1b'\n"
    assert said == f"xentcli: note: a\\x1b\\n [XE851]\n{warning}"


NAMES = ("[red]", "[/foo]", "=cmd|' /C calc'!A0", "\x1b[31mred\x1b[0m", "a\u202eb", "caf\xe9")


@pytest.fixture
def named(tmp_path, monkeypatch):
    """One class for each hostile name, and predictions with columns of these names."""
    monkeypatch.chdir(tmp_path)
    write_csv("y.csv", ["label"], [[name] for name in NAMES])
    write_csv("p.csv", NAMES, (np.eye(6) * 0.4 + 0.1).tolist())


def test_losses_of_rows_keep_the_names_exactly(named):
    status, _, err = said("loss", "y.csv", "p.csv", "--per-sample", "rows.csv", "-f", "value")
    with open("rows.csv", newline="") as file:
        assert [row[1] for row in csv.reader(file)] == ["label", *NAMES]
    assert status == 0
    assert err == (
        "xentcli: warning: class =cmd|' /C calc'!A0 starts like a formula [XE809]\n"
        "hint: a spreadsheet would run it: import the file as text\n"
    )


@pytest.mark.parametrize(
    ("form", "warned"), [("csv", True), ("tsv", True), ("json", False), ("plain", False)]
)
def test_a_table_by_class_warns_of_formulas_where_a_spreadsheet_opens_it(named, form, warned):
    assert ("formula" in said("loss", "y.csv", "p.csv", "--by", "class", "-f", form)[2]) is warned


@pytest.mark.parametrize("form", ["table", "plain", "md"])
def test_every_name_is_in_the_answer(named, form):
    shown = said("loss", "y.csv", "p.csv", "--by", "class", "-f", form)[1].replace("\\", "")
    for name in NAMES:
        assert printable(name).replace("\\", "") in shown


def test_a_terminal_gets_escaped_names_from_the_installed_command(named, tmp_path):
    line = "xentcli loss y.csv p.csv --by class --color never; xentcli convert y.csv --to names"
    shown = on_terminal(line, cwd=tmp_path, NO_COLOR="1")
    assert acting(shown) == set()
    assert "\\x1b[31mred" in shown
    assert "a\\u202eb" in shown


FILES = {
    "newline": ("a\nb.csv", "a\\nb.csv"),
    "escape": ("\x1b[31m.csv", "\\x1b[31m.csv"),
    "a byte that is no UTF-8": ("caf\udce9.csv", "caf\\udce9.csv"),
    "turned around": ("\u202etxt.csv", "\\u202etxt.csv"),
    "leading dash": ("-y.csv", "-y.csv"),
    "markup": ("[red]a[bold].csv", "[red]a[bold].csv"),
}


@pytest.mark.parametrize(("name", "shown"), FILES.values(), ids=FILES)
def test_a_file_is_read_and_named_whatever_it_is_called(tmp_path, monkeypatch, name, shown):
    monkeypatch.chdir(tmp_path)
    with open(name, "w") as file:
        file.write("label\n0\n1\nx\n")
    (tmp_path / "p.csv").write_text("0.5,0.5\n" * 3)
    for command in ("detect", "validate", "convert --to one-hot", "loss -q"):
        word, *options = command.split()
        status, out, err = said(word, *options, "--", name, *(["p.csv"] if word == "loss" else []))
        assert (status, acting(out + err)) == (1, set())
        assert f"{shown}:4" in out + err
    status, _, err = said("detect", "--", f"{name}.gz")
    assert status == 3
    assert err.startswith(f"xentcli: error: {shown}.gz: no such file [XE601]\nhint: did you mean '{shown}'?")


@pytest.mark.parametrize("name", [name for name, _ in FILES.values()])
def test_an_output_is_written_whatever_it_is_called(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "y.csv").write_text("label\n0\n1\n")
    assert said("convert", "y.csv", "--to", "one-hot", "-o", name) == (0, "", "")
    status, out, err = said("convert", "y.csv", "--to", "one-hot", "-o", name)
    assert (status, out, acting(err)) == (4, "", set())
    assert sorted(os.listdir(tmp_path)) == sorted(["y.csv", name])


def test_what_a_hint_says_about_classes_is_safe_to_type(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_csv("y.csv", ["label"], [["a b"], ["$(touch hacked)&`touch hacked`"]])
    (tmp_path / "p.csv").write_text("0.25,0.75\n0.5,0.5\n")
    lines = re.findall(r"^try: xentcli (.*)$", said("loss", "y.csv", "p.csv")[2], re.MULTILINE)
    told = [shell(f"xentcli {line} -f value", cwd=tmp_path) for line in lines]
    assert [(done.returncode, done.stdout) for done in told] == [
        (0, "0.4904146265058631\n"),
        (0, "1.0397207708399179\n"),
    ]
    assert not (tmp_path / "hacked").exists()
