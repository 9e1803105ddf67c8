"""Everything that the pages in docs show: their commands are run, and what they name is there."""

import re
import sys

import pytest
from running import ROOT, SAMPLES
from showing import blocks_of, check_printed, check_python, examples, printed

from xentcli.cli.main import COMMANDS

sys.path.insert(0, str(ROOT / "docs"))

from pictures import PICTURES, picture, words_of

PAGES = sorted((ROOT / "docs").rglob("*.md"))
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
SHOWN = [name for name in NAMES if not name.startswith("docs/commands/")]  # made of docs/sessions
LINKED = [*NAMES, "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]
LINK = re.compile(r"\[[^\]]+\]\((?![a-z]+:)([^)#]+)(?:#[^)]*)?\)")
NAMED = re.compile(r"(?<![\w/])(?![\w./-]*@)((?:xentcli|tests|docs|benchmarks|\.ci)/[\w./*-]*\w)")


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """An empty folder with sample_data, for the blocks of one page in their order."""
    (tmp_path / "sample_data").symlink_to(SAMPLES)
    return tmp_path


@pytest.mark.parametrize("name", [name for name in SHOWN if blocks_of(text_of(name), "console")])
def test_a_page_shows_what_its_commands_print(name, folder):
    for block in blocks_of(text_of(name), "console"):
        check_printed(block, [printed(command, folder) for command, _ in examples(block)])


@pytest.mark.parametrize("name", [name for name in SHOWN if ">>>" in text_of(name)])
def test_a_page_shows_what_its_python_answers(name, folder, monkeypatch):
    monkeypatch.chdir(folder)
    check_python("\n".join(blocks_of(text_of(name), "python")), name)


@pytest.mark.parametrize("name", LINKED)
def test_links_lead_to_files(name):
    page = ROOT / name
    assert [link for link in LINK.findall(text_of(name)) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", LINKED)
def test_every_path_that_is_named_is_there(name):
    named = set(NAMED.findall(text_of(name)))
    assert sorted(path for path in named if not any(ROOT.glob(path.rstrip("/")))) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_sessions_that_go_well_that_fail_and_a_pipe(name):
    shown = [
        pair
        for block in blocks_of(text_of(f"docs/sessions/{name}.md"), "console")
        for pair in examples(block)
    ]
    assert len(shown) >= 3
    assert all(f"xentcli {name}" in command or "xentcli" not in command for command, _ in shown)
    assert any("xentcli: error: " in out for _, out in shown)
    assert any("|" in command for command, _ in shown)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_what_its_command_prints(name):
    found = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    assert words_of(found) == words_of(picture(PICTURES[name]))


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_loads_nothing_from_outside(name):
    found = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    assert re.findall(r"(?:href|src)=|@import|url\((?!#)", found) == []
