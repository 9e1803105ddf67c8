"""Explain codes and messages, and build the answer of `explain`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xentcli.commands.explain.codes.advice import finding_entries, finding_entry
from xentcli.commands.explain.codes.groups import FINDINGS, grouped
from xentcli.commands.explain.codes.lookup import CODE, codes_of
from xentcli.commands.explain.codes.registry import ENTRIES, Entry
from xentcli.commands.explain.words import word_entry
from xentcli.core.errors import UsageError
from xentcli.core.suggest import meant
from xentcli.core.text import shown
from xentcli.report.answer import Answer
from xentcli.report.grid import Cell, Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentcli.commands.explain.messages.registry import Heard

NUMBER = re.compile(r"(?:XE|E)?-?(\d{3})", re.IGNORECASE)
START = re.compile(r"(?:XE|E)-?(\d{0,2})X*", re.IGNORECASE)
"""The first digits of codes."""
NO_ENTRY = dict.fromkeys(("code", "title", "meaning", "fix", "example", "status"))
"""The fields of an answer for a message without a code."""


class Explanation(Answer):
    """The entries of some or all codes, or a framework's message with the entry of its code."""

    entries: tuple[Entry, ...]
    said: Heard | None = None
    in_full: bool = True
    every: bool = False
    """Whether the entries are those of all codes."""

    def to_dict(self) -> dict[str, Any]:
        """Return the fields of a single code, or of several under ``codes``; a message is under ``said``."""
        codes = [_fields(entry) for entry in self.entries]
        known = codes[0] if len(codes) == 1 else {"codes": codes} if codes else NO_ENTRY
        more = {} if self.said is None else {"said": _said(self.said)}
        return {"schema": "xentcli/explain/2"} | known | more

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """Return each code with its title, or None and the message if it has no code."""
        titles = tuple((entry.code, entry.title) for entry in self.entries)
        return titles or ((None, self.said.message if self.said else None),)

    def grids(self) -> Sequence[Grid]:
        """Return a table that explains the message, one per code, or one per group with the titles."""
        if self.said is not None:
            return [_told(self.said, self.entries)]
        if not self.in_full:
            groups = [*grouped(self.entries), *([(FINDINGS, finding_entries())] if self.every else [])]
            return [_titles(heading, entries) for heading, entries in groups]
        return [_explained(entry) for entry in self.entries]

    def records(self) -> Iterable[dict[str, Cell]]:
        """Return one record per code, or one record for the message."""
        records = [_fields(entry) | {"example": "\n".join(entry.example)} for entry in self.entries]
        if self.said is None:
            return records
        said = _said(self.said) | {"commands": "\n".join(self.said.commands)}
        return [(records or [NO_ENTRY])[0] | {f"said_{name}": field for name, field in said.items()}]


def _fields(entry: Entry) -> dict[str, Any]:
    fields = {"code": entry.code, "title": entry.title, "meaning": entry.meaning, "fix": entry.fix}
    return fields | {"example": list(entry.example), "status": entry.status}


def _said(said: Heard) -> dict[str, Any]:
    fields = {"framework": said.framework, "message": said.message, "meaning": said.meaning}
    return fields | {"commands": list(said.commands), "line": said.line}


def _titles(heading: str, entries: Iterable[Entry]) -> Grid:
    return Grid(heading, ("", ""), tuple((entry.code, entry.title) for entry in entries))


def _explained(entry: Entry) -> Grid:
    example = [("" if i else "example", f"$ {line}") for i, line in enumerate(entry.example)]
    rows = (("meaning", entry.meaning), *example, ("fix", entry.fix), ("status", entry.status))
    return Grid(f"{entry.code}: {entry.title}", ("", ""), rows)


def _told(said: Heard, entries: Sequence[Entry]) -> Grid:
    typed = [("" if i else "type", f"$ {line}") for i, line in enumerate(said.commands)]
    see = [("see", f"{entry.code}: {entry.title}") for entry in entries]
    rows = (("meaning", said.meaning), *typed, ("in code", said.line), *see)
    return Grid(f"{said.framework}: {said.message}", ("", ""), rows)


def explain(text: str | None) -> Explanation:
    """Return the explanation of codes, a term or an error message, or the list of codes if ``text`` is None.

    >>> explain("softmax-twice").entries[0].title
    'a softmax on top of a softmax'
    >>> explain("XE103").entries[0].title, explain("Target 3 is out of bounds").entries[0].code
    ('names among numbers', 'XE112')
    """
    if text is None:
        return Explanation(tuple(ENTRIES.values()), in_full=False, every=True)
    named = entries_of(text)
    if named:
        return Explanation(named)
    begun = _begun(text)
    if begun:
        return Explanation(begun, in_full=len(begun) == 1)
    said = None if CODE.search(text) or "xentcli: " in text else _heard(text)
    codes = codes_of(text) if said is None else (said.code,) if said.code else ()
    known = tuple(ENTRIES[code] for code in codes if code in ENTRIES)
    if known or said is not None:
        return Explanation(known, said)
    raise _unknown(text, codes[0] if codes else None)


def entries_of(text: str) -> tuple[Entry, ...]:
    """Return the entries of a list of codes, findings or terms; none if the text has other words.

    >>> [entry.code for entry in entries_of("XE305, 306 and softmax-twice")], entries_of("XE305 and more")
    (['XE305', 'XE306', 'softmax-twice'], ())
    """
    word = word_entry(text)
    if word is not None:
        return (word,)
    found = [_entry(name) for name in re.split(r"[\s,;]+", text.strip()) if name.lower() not in {"and", "or"}]
    return tuple(dict.fromkeys(entry for entry in found if entry)) if all(found) else ()


def _entry(name: str) -> Entry | None:
    number = NUMBER.fullmatch(name)
    return ENTRIES.get(f"XE{number[1]}") if number else finding_entry(name.lower()) or word_entry(name)


def _begun(text: str) -> tuple[Entry, ...]:
    """Return the entries of the codes that start with a text such as ``XE1``, ``XE11`` or ``XE1xx``."""
    start = START.fullmatch(text.strip())
    if start is None:
        return ()
    return tuple(entry for code, entry in ENTRIES.items() if code.startswith(f"XE{start[1]}"))


def _heard(text: str) -> Heard | None:
    from xentcli.commands.explain.messages.registry import hear

    return hear(text)


def _unknown(text: str, code: str | None) -> UsageError:
    if code is None:
        from xentcli.commands.explain.messages.registry import nearest

        like = nearest(text)
        hint = meant(like) if like else "xentcli explain lists all codes"
        lines = [line for line in text.splitlines() if line.strip()] or [text]
        many = "" if len(lines) == 1 else f"{len(lines)} lines that end with "
        return UsageError(f"no code or known message in {many}'{shown(lines[-1])}'", hint, value=text)
    near = min(ENTRIES, key=lambda known: (known[:3] != code[:3], abs(int(known[2:]) - int(code[2:]))))
    return UsageError(f"unknown code {code}", f"{meant(near)} xentcli explain lists all", value=text)
