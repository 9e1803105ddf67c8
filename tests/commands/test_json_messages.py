"""Every answer in JSON carries the warnings and notes that go to stderr, also under -q."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from running import inside

TOLD = re.compile(r"^xentcli: (warning|note): (.*) \[(XE\d{3})\]$", re.MULTILINE)
FILES = {
    "y.csv": "label\n0\n2\n1\n",
    "p.csv": "text,p_0,p_1,p_2\na,0.7,0.2,0.1\nb,0.5,0.5,0\nc,0.2,0.5,0.3\n",
    "both.csv": "label,p\n0,0.2\n1,0.9\n",
    "hot.csv": "text,a,b\nx,1,0\ny,0,1\n",
    "gaps.csv": "label\n0\n2\n7\n",
    "one.csv": "label\n1\n1\n",
    "ones.csv": "p\n1\n1\n",
    "logits.csv": "a,b\n1,0\n0,1\n",
    "marks.csv": "label\n1\n-100\n",
}
LINES = {
    "columns left out, and an infinite loss": ("loss y.csv p.csv", {"XE852", "XE821"}),
    "columns left out of the labels": ("detect hot.csv", {"XE851"}),
    "columns taken": ("loss both.csv", {"XE852"}),
    "how it came about": ("loss both.csv -v", {"XE852", "XE856"}),
    "a number that says nothing": ("loss one.csv ones.csv", {"XE828"}),
    "rows left out": ("loss marks.csv logits.csv --like torch --from-logits", {"XE823"}),
    "all frameworks": ("loss y.csv p.csv --like all", {"XE852", "XE821"}),
    "labels alone": ("detect y.csv -v", {"XE856"}),
    "a pair": ("detect y.csv p.csv", {"XE852"}),
    "advice": ("advise y.csv p.csv", {"XE852"}),
    "a verdict": ("validate gaps.csv", {"XE802"}),
    "a verdict on a pair": ("validate y.csv p.csv", {"XE852"}),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)


def messages(line):
    return json.loads(inside(*line.split(), "-f", "json").stdout)["messages"]


@pytest.mark.parametrize(("line", "codes"), LINES.values(), ids=LINES)
def test_messages_are_what_stderr_says(folder, line, codes):
    found = messages(line)
    assert {message["code"] for message in found} >= codes
    said = TOLD.findall(inside(*line.split(), "-f", "json").stderr)
    assert [(m["level"], m["message"], m["code"]) for m in found] == said
    assert all(list(m) == ["level", "code", "message", "hint", "try"] for m in found)


@pytest.mark.parametrize("line", [line for line, _ in LINES.values()])
def test_quiet_keeps_them(folder, line):
    line, out = line.removesuffix(" -v"), "a.json"
    inside(*line.split(), "-q", "-o", out)
    assert json.loads(Path(out).read_text())["messages"] == messages(line)


def test_nothing_to_say_is_an_empty_list(folder):
    np.save("y.npy", [0, 1])
    np.save("p.npy", [[0.75, 0.25], [0.25, 0.75]])
    assert [messages(f"{name} y.npy p.npy") for name in ("loss", "detect", "advise", "validate")] == [[]] * 4


def test_a_verdict_keeps_its_counts(folder):
    found = json.loads(inside("validate", "gaps.csv", "-f", "json").stdout)
    assert (found["errors"], found["warnings"], len(found["problems"])) == (0, 1, 1)
    (message,) = found["messages"]
    assert message["level"] == "warning"
    assert message["hint"] == found["problems"][0]["hint"]
