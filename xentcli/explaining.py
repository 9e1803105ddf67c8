"""The answer of `explain`: what codes mean, in the forms that every answer has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.codes import ENTRIES, Entry
from xentcli.codes.finding import code_of
from xentcli.codes.suspicions import SUSPICIONS
from xentcli.errors import UsageError, shown
from xentcli.report.answer import Cell, Grid
from xentcli.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Explanation(Value):
    """One code in full, or all with one line each."""

    entries: tuple[Entry, ...]

    @property
    def signature(self) -> str | None:
        """Nothing but the program's version made this answer."""
        return None

    def to_dict(self) -> dict[str, Any]:
        """The fields of the one code, or of all under `codes`."""
        codes = [_fields(entry) for entry in self.entries]
        return {"schema": "xentcli/explain/1"} | (codes[0] if len(codes) == 1 else {"codes": codes})

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """Each code and its title."""
        return ((entry.code, entry.title) for entry in self.entries)

    def grids(self) -> Sequence[Grid]:
        """One code: everything, a line each; several: their titles."""
        if len(self.entries) > 1:
            return [Grid("", ("code", "what is wrong"), tuple((e.code, e.title) for e in self.entries))]
        entry = self.entries[0]
        example = [("" if i else "example", f"$ {line}") for i, line in enumerate(entry.example)]
        rows = (("meaning", entry.meaning), *example, ("mend", entry.mend), ("status", entry.status))
        return [Grid(f"{entry.code}: {entry.title}", ("", ""), rows)]

    def records(self) -> Iterable[dict[str, Cell]]:
        """One record a code."""
        return (_fields(entry) | {"example": "\n".join(entry.example)} for entry in self.entries)


def _fields(entry: Entry) -> dict[str, Any]:
    said = {"code": entry.code, "title": entry.title, "meaning": entry.meaning, "mend": entry.mend}
    return said | {"example": list(entry.example), "status": entry.status}


def explain(text: str | None) -> Explanation:
    """What a code, or the message of an error, means; all codes where nothing is asked.

    >>> explain("softmax-twice").entries[0].title
    'a softmax on top of a softmax'
    >>> explain("XE103").entries[0].title, explain("Target 3 is out of bounds").entries[0].code
    ('names stand among numbers', 'XE112')
    """
    if text is None:
        return Explanation(tuple(ENTRIES.values()))
    if text.strip().lower() in SUSPICIONS:
        return Explanation((SUSPICIONS[text.strip().lower()],))
    code = code_of(text)
    if code not in ENTRIES:
        raise _unknown(text, code)
    return Explanation((ENTRIES[code],))


def _unknown(text: str, code: str | None) -> UsageError:
    if code is None:
        return UsageError(f"no code fits '{shown(text)}'", "xentcli explain lists all codes", value=text)
    near = min(ENTRIES, key=lambda known: (known[:3] != code[:3], abs(int(known[2:]) - int(code[2:]))))
    return UsageError(
        f"there is no code {code}", f"did you mean {near}? xentcli explain lists all", value=text
    )
