"""Messages, help and docs use the words of the glossary in CONTRIBUTING.md, not those that were given up."""

import ast
import re

import pytest
from running import ROOT

GIVEN_UP = {
    "mend": "fix",
    "mends": "fixes",
    "beside": "next to, with",
    "said": "named, given",
    "told": "given, known",
    "nought": "zero",
    "whose": "with, of",
    "wherever": "where",
    "heed": "note",
    "unasked": "without being asked",
    "found out": "detected",
    "hand over": "pass",
    "one sort": "one kind",
    "that there are": "leave it out",
    "that there is": "leave it out",
    "stands among": "is among",
    "stand among": "are among",
    "costs infinitely": "has an infinite loss",
    "cost infinitely": "have an infinite loss",
    "amiss": "wrong",
    "thereof": "of it",
    "anew": "again",
    "at last": "finally",
}
"""Each word that was given up, and what to write in its place."""
WORD = re.compile(
    rf"\b({'|'.join(map(re.escape, sorted(GIVEN_UP, key=len, reverse=True)))})\b", re.IGNORECASE
)
MODULES = sorted((ROOT / "xentcli").rglob("*.py"))
PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md")]
PAGES += [page for page in sorted((ROOT / "docs").rglob("*.md")) if page.parent.name != "commands"]


def docstrings(tree):
    """The docstrings of a module, but those of commands, which are their help."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if not isinstance(body, list) or not body or not isinstance(body[0], ast.Expr):
            continue
        if getattr(node, "name", "") != "command":
            yield body[0].value
        yield from (after.value for after in body if isinstance(after, ast.Expr))


def messages(path):
    """Every text of a module that may be shown: strings of several words that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(node) for node in docstrings(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_messages_use_the_words_of_the_glossary(path):
    found = [(line, word) for line, text in messages(path) if " " in text for word in WORD.findall(text)]
    assert found == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_use_the_words_of_the_glossary(path):
    text = re.sub(r"`[^`]*`|\*[a-z]+\*", "", path.read_text(encoding="utf-8"))
    assert WORD.findall(text) == []


def test_the_words_are_found():
    assert [WORD.findall(text) for text in ("the mend", "besides", "as told, whose")] == [
        ["mend"],
        [],
        ["told", "whose"],
    ]
