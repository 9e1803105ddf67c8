"""`xentcli explain`: every code has one meaning, an example that shows it, and a fix."""

import ast
import contextlib
import io
import json
import re
import shlex
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest
from running import ENVIRONMENT, ROOT, inside

from xentcli.cli.main import main
from xentcli.commands.advise.second_look import SAID
from xentcli.commands.explain import codes
from xentcli.commands.explain.codes.advice import finding_entries
from xentcli.commands.explain.codes.containers import CONTAINER_NOTES
from xentcli.commands.explain.codes.entry import entry, table
from xentcli.commands.explain.codes.groups import FINDINGS, HEADINGS, heading_of
from xentcli.commands.explain.codes.lake import FOLDER_NOTES
from xentcli.commands.explain.codes.lookup import codes_of
from xentcli.commands.explain.codes.notes import NOTES
from xentcli.commands.explain.codes.registry import ENTRIES, Entry
from xentcli.commands.explain.messages.registry import hear
from xentcli.commands.explain.run import explain
from xentcli.commands.explain.words import SAME, WORDS
from xentcli.commands.loss.warnings import CAUTIONS
from xentcli.commands.validate.warnings import WARNINGS

SOURCES = [path for path in sorted((ROOT / "xentcli").rglob("*.py")) if path.parent.name != "codes"]
USED = {
    code: path
    for path in SOURCES
    if path.name != "explain.py"
    for code in re.findall(r"""["']\s*(XE\d{3})["']""", path.read_text(encoding="utf-8"))
}
UNSHOWN = {
    "XE100",  # a default that every error of data overrides
    "XE520",  # needs a terminal
    "XE037", "XE556", "XE557", "XE559", "XE560", "XE561",  # of calls from Python; options are checked before
    "XE611", "XE657", "XE689", "XE090", "XE694", "XE879",  # of libraries that are not everywhere
    "XE671",  # of libraries that crash
    "XE626", "XE627",  # of buckets and servers
    "XE600", "XE603", "XE606", "XE607", "XE608", "XE700", "XE701", "XE705",  # of disks, users and pipes
    "XE643", "XE644", "XE645",  # of archives that no plain command makes
    "XE900",  # of bugs
    "XE911", "XE912",  # of clusters of many kinds
}  # fmt: skip
"""Codes without an example that runs anywhere."""


def test_every_code_of_the_source_has_an_entry_and_every_entry_a_use():
    assert sorted(USED) == sorted(ENTRIES), "say in xentcli/commands/explain/codes what a new code means"


def test_no_code_has_two_entries():
    modules = [
        import_module(f"{codes.__name__}.{module.name}")
        for module in iter_modules(codes.__path__)
        if module.name != "registry"
    ]
    tables = [value for module in modules for value in vars(module).values() if isinstance(value, tuple)]
    written = [entry.code for table in tables for entry in table if isinstance(entry, Entry)]
    assert [code for code in set(written) if written.count(code) > 1 and code in USED] == []
    assert set(ENTRIES) == set(written) & set(USED)


def test_a_second_entry_for_a_code_is_refused():
    one = entry("XE001", "a", "b", "c")
    with pytest.raises(ValueError, match="XE001 has two entries"):
        table((one, entry("XE002", "a", "b", "c"), one))


@pytest.mark.parametrize("code", ENTRIES)
def test_an_entry_is_short_and_whole(code):
    entry = ENTRIES[code]
    assert 0 < len(entry.title) <= 80
    assert 0 < len(entry.meaning) <= 240
    assert 0 < len(entry.fix) <= 140
    assert (
        entry.title[0].islower() or entry.title[:1] in "-" or entry.title.startswith(("NaN", "NUL", "True"))
    )
    assert (entry.meaning[-1], entry.fix[:1].isupper() or entry.fix[:1] == "-") == (".", True)
    assert bool(entry.example) is (code not in UNSHOWN)


def told(code, folder):
    """Return what the example's last line says: code -> line of stderr, or message of a problem in JSON."""
    *before, command = ENTRIES[code].example
    name, *words = shlex.split(command)
    assert name == "xentcli"
    subprocess.run(["bash", "-ec", "\n".join(before)], cwd=folder, env=ENVIRONMENT, check=True)
    out, err = io.TextIOWrapper(io.BytesIO(), write_through=True), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        main([*words, "-f", "json"] if words[0] == "validate" else words)
    lines = [line for line in err.getvalue().splitlines() if line.startswith("xentcli: ")]
    printed = {codes_of(line)[-1]: line for line in lines}
    if words[0] != "validate":
        return printed
    lines = [*out.buffer.getvalue().decode().splitlines(), *err.getvalue().splitlines()]
    answers = [json.loads(line) for line in lines if line.startswith("{")]
    problems = [problem for answer in answers for problem in answer.get("problems", [answer])]
    return {problem["code"]: problem["message"] for problem in problems} | printed


@pytest.mark.parametrize("code", [code for code in ENTRIES if code not in UNSHOWN])
def test_the_example_shows_the_code(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    messages = told(code, tmp_path)
    assert code in messages
    assert hear(messages[code]) is None, "a message of xentcli is no framework's"


WARNED = sorted(
    {code for code, _ in CAUTIONS}
    | {caution.code for caution in SAID.values()}
    | {"XE809", "XE811", "XE814", "XE846", "XE847", "XE849"}
)
NOTED = [entry.code for entry in (*NOTES, *FOLDER_NOTES, *CONTAINER_NOTES)]


@pytest.mark.parametrize("code", NOTED)
def test_a_note_is_explained_as_one(code):
    assert ENTRIES[code].status == "0, a note"


def test_every_warning_has_a_code_of_its_own():
    codes = [code for code, _ in CAUTIONS]
    assert len(set(codes)) == len(codes)
    told = {*WARNED, *NOTED, *(concern.code for concern in WARNINGS)}
    assert [code for code in ENTRIES if code[2] == "8"] == sorted(told)


@pytest.mark.parametrize("code", WARNED)
def test_every_warning_is_explained(code):
    done = inside("explain", f"xentcli: warning: so [{code}]")
    assert (done.returncode, done.stdout.split(":")[0]) == (0, code)
    assert "status   0, a warning" in done.stdout


RAISED = {
    "DataError": "01234",
    "UsageError": "5",
    "InputError": "6",
    "OutputError": "7",
    "Concern": "8",
    "Caution": "8",
    "Note": "8",
    "Warned": "8",
    "Check": "01",
}
"""What raises or tells a code, and the digits that its codes begin with: so a code tells the exit status."""


def test_a_code_belongs_to_one_exit_status():
    for path in SOURCES:
        for call in (
            node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
        ):
            name = getattr(call.func, "id", "")
            values = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "code")]
            codes = [value.value for value in values if isinstance(value, ast.Constant)]
            for code in codes if name in RAISED else ():
                wrong = re.fullmatch(r"XE\d{3}", str(code)) and str(code)[2] not in RAISED[name]
                assert not wrong, f"{path.name}:{call.lineno}: {name} with {code}"


# ------------------------------------------------------------------ the command


def test_one_code_is_told_in_full():
    done = inside("explain", "XE103")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "XE103: names among numbers",
        "meaning  One column of labels holds both numbers and names, so it cannot be read as either.",
        r"example  $ printf 'label\n0\n1\ncat\n' >y.csv",
        "         $ xentcli validate y.csv",
        "fix      Use either numbers or names. If the numbers are names, list all classes with --classes.",
        "status   1, the data are wrong",
    ]


def test_nothing_asked_lists_every_code_with_one_line():
    lines = inside("explain").stdout.splitlines()
    named = [line.split()[0] for line in lines if "  " in line]
    assert sorted(code for code in named if code in ENTRIES) == list(ENTRIES)
    assert named[len(ENTRIES) :] == [entry.code for entry in finding_entries()]
    assert all(len(line) <= 110 for line in lines)


def test_the_codes_are_listed_in_groups():
    blocks = [block.splitlines() for block in inside("explain").stdout.split("\n\n")]
    assert [block[0] for block in blocks] == [*(heading for heading, _ in HEADINGS), FINDINGS]
    for heading, *lines in blocks[:-1]:
        assert {heading_of(line.split()[0]) for line in lines} == {heading}


@pytest.mark.parametrize("text", ["XE9", "xe9", "E9", "XE9xx"])
def test_the_first_digits_of_codes_list_them(text):
    done = inside("explain", text)
    assert (done.returncode, done.stderr) == (0, "")
    heading, *lines = done.stdout.splitlines()
    assert heading == "Cluster and internal errors"
    assert [line.split()[0] for line in lines] == [code for code in ENTRIES if code.startswith("XE9")]
    assert inside("explain", "XE90").stdout == inside("explain", "XE900").stdout
    assert inside("explain", "XE99").returncode == 2


def test_json_has_every_field():
    one = json.loads(inside("explain", "XE112", "-f", "json").stdout)
    assert list(one) == ["schema", "code", "title", "meaning", "fix", "example", "status"]
    assert (one["schema"], one["code"]) == ("xentcli/explain/2", "XE112")
    every = json.loads(inside("explain", "-f", "json").stdout)
    assert [code["code"] for code in every["codes"]] == list(ENTRIES)


def test_several_codes_are_told_one_after_the_other():
    done = inside("explain", "XE305", "XE306")
    assert (done.returncode, done.stderr) == (0, "")
    titles = [line for line in done.stdout.splitlines() if line.startswith("XE")]
    assert titles == [f"{code}: {ENTRIES[code].title}" for code in ("XE305", "XE306")]
    assert inside("explain", "XE305, XE306").stdout == done.stdout
    assert [
        one["code"] for one in json.loads(inside("explain", "305", "306", "-f", "json").stdout)["codes"]
    ] == [
        "XE305",
        "XE306",
    ]


@pytest.mark.parametrize("text", ["103", "E103", "xe-103", "XE103 XE103"])
def test_a_code_may_come_without_its_letters_and_twice(text):
    assert inside("explain", text).stdout == inside("explain", "XE103").stdout


def test_a_message_may_come_without_quotes():
    assert inside("explain", *["Target", "3", "is", "out", "of", "bounds"]).stdout.startswith(
        "PyTorch: Target 3"
    )


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_the_answers_is_explained(word):
    done = inside("explain", word)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"{word}: {WORDS[word].title}")
    assert inside("explain", word.upper()).stdout == done.stdout
    assert "not an error" in done.stdout


def test_other_names_of_words_lead_to_them():
    assert set(SAME.values()) <= set(WORDS)
    assert not set(SAME) & set(WORDS)
    assert inside("explain", "log_loss").stdout == inside("explain", "cross-entropy").stdout
    assert inside("explain", "what is love").returncode == 2


UNKNOWN = {
    "XE999": ("unknown code XE999", "did you mean 'XE912'?"),
    "XE115": ("unknown code XE115", "did you mean 'XE114'?"),
    "hello": ("no code or known message in 'hello'", "xentcli explain lists all codes"),
    "xentcli: error: 3 is not a class of 0..2": (
        "3 is not a class of 0..2'",
        "xentcli explain lists all codes",
    ),
}


@pytest.mark.parametrize("word", UNKNOWN)
def test_an_unknown_code_gets_the_nearest(word):
    done = inside("explain", word)
    assert (done.returncode, done.stdout) == (2, "")
    assert all(part in done.stderr for part in UNKNOWN[word])


def test_a_text_without_a_code_is_an_error_that_says_so():
    done = inside("explain", "12 rows\n0.25\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no code or known message in 2 lines that end with '0.25' [XE500]" in done.stderr


def test_the_warnings_of_a_pipe_are_explained_whatever_follows_them():
    note = "xentcli: \x1b[1mnote:\x1b[0m a [XE856]"
    warnings = "xentcli: warning: 1 row is infinite [XE821]\nxentcli: warning: twice [XE830]\nhint: look"
    text = f"{note}\n{warnings}\ninf\n\nsignature: loss:sparse\n"
    assert [entry.code for entry in explain(text).entries] == ["XE821", "XE830"]
    assert [entry.code for entry in explain(f"{note}\ninf").entries] == ["XE856"]
    assert [entry.code for entry in explain("note: a [XE856]; give --on").entries] == ["XE856"]
    assert [entry.code for entry in explain("XE103 and XE112 came up").entries] == ["XE103", "XE112"]


ASKED = {
    "xe103": "XE103",
    "what is [XE804]?": "XE804",
    "xentcli: error: y.csv:12: column 'label' (row 11): 10 is not a class of 0..9 [XE112]": "XE112",
    "xentcli: error: no code or known message in 'XE103 and more' [XE500]": "XE500",
    "xentcli: warning: odd [XE828]\nxentcli: error: y[XE101]: no such file [XE601]\nhint: look": "XE601",
    "IndexError: Target 3 is out of bounds.": "XE112",
    "Received a label value of 3 which is outside the valid range of [0, 3)": "XE112",
    "Class values must be smaller than num_classes.": "XE112",
    "Expected input batch_size (2) to match target batch_size (3).": "XE301",
    "Found input variables with inconsistent numbers of samples: [3, 4]": "XE301",
    "Arguments `target` and `output` must have the same shape": "XE302",
    "all elements of input should be between 0 and 1": "XE203",
    "y_prob contains values greater than 1: 1.2": "XE203",
    "The y_prob values do not sum to one. Make sure to pass probabilities.": "XE205",
    "ValueError: Input contains NaN.": "XE201",
    "y_true contains only one label (2).": "XE803",
    "Object arrays cannot be loaded when allow_pickle=False": "XE613",
    "'utf-8' codec can't decode byte 0xe9 in position 9": "XE620",
}


@pytest.mark.parametrize("text", ASKED)
def test_messages_of_xentcli_and_of_frameworks_lead_to_a_code(text):
    assert inside("explain", text, "-f", "value").stdout.split()[0] == ASKED[text]


def test_explaining_needs_no_arrays():
    run = "from xentcli.cli.main import main; main(['explain', 'XE103'])"
    code = f"import sys; {run}; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
