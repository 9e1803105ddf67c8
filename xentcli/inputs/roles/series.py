"""Series of score columns: one pattern of names around the classes, and rows that sum to one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen, lazily, replace
from xentcli.inputs.roles.names import SCORE_WORDS, Role, suggested, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentcli.core.class_map import Class
    from xentcli.inputs.roles.column import Column

_NUMBERED = re.compile(r"(.*?)(-?\d{1,18})(\D*)", re.ASCII | re.DOTALL)
_ENDS = re.compile(r"[^A-Za-z0-9]+")
MOST_COLUMNS = 2048
"""Wider tables are not searched for the names of classes inside the names of columns."""


class Pattern(Frozen):
    """The text around the classes in the names of a series."""

    before: str = ""
    after: str = ""

    @property
    def scores(self) -> bool:
        """Whether the text around the classes has a word for scores."""
        return bool(SCORE_WORDS.intersection(words(self.before) + words(self.after))) or suggested(
            f"{self.before} {self.after}"
        ) in {Role.SCORE, Role.PREDICTED_CLASS}

    @property
    def bare(self) -> bool:
        """Whether there is no text around the classes."""
        return not (self.before or self.after)


class Series(Frozen):
    """Columns that may be the scores of the classes, and the classes that their names give."""

    columns: tuple[Column, ...]
    classes: tuple[Class, ...] | None = None
    pattern: Pattern | None = None
    sums: bool = False
    """Whether all rows sum to one."""
    descends: bool = False
    """Whether no number is larger than the one before it in its row, in all rows."""
    mixed: bool = False
    """Whether the columns hold a second set of the same classes, unless all rows sum to one."""

    @lazily
    def members(self) -> frozenset[Column]:
        """The columns, without order."""
        return frozenset(self.columns)

    @lazily
    def indices(self) -> tuple[int, ...]:
        """The indices of the columns."""
        return tuple(column.index for column in self.columns)

    def __len__(self) -> int:
        return len(self.columns)


def fold(name: object) -> str:
    """Return a name in lower case, with blanks and underscores alike."""
    return re.sub(r"[\s_]+", " ", str(name).strip()).casefold()


def candidates(columns: Sequence[Column], classes: Iterable[Class] | None) -> list[Series]:
    """Return the series that the names suggest, those of the classes first."""
    known = list(classes or ())
    named = [c for c in columns if c.named]
    found = list(_of_classes(named, known)) if len(named) <= MOST_COLUMNS else []
    found += _numbered(named)
    found += _same_ends(named)
    distinct: dict[tuple[int, ...], Series] = {}
    for series in found:
        distinct.setdefault(tuple(sorted(series.indices)), series)
    return list(distinct.values())


def columns_of_classes(columns: Sequence[Column], classes: Sequence[Class]) -> list[tuple[Column, ...]]:
    """Return the columns of each pattern of names that has one column for every one of the classes."""
    table = {fold(c): c for c in classes}
    if len(table) < 2 or len(table) < len(classes):
        return []
    groups: dict[Pattern, dict[str, Column]] = {}
    for column in columns:
        for pattern, name in _inside(column.name, table):
            groups.setdefault(pattern, {}).setdefault(name, column)
    whole = [group for group in groups.values() if len(group) == len(table)]
    return [tuple(c for c in columns if c in group.values()) for group in whole]


def _of_classes(columns: Sequence[Column], classes: Sequence[Class]) -> Iterator[Series]:
    """Yield a series for each pattern of names that names at least two of the classes, or the only one."""
    if not classes:
        return
    table = {fold(c): c for c in classes}
    if len(table) < len(classes):
        table = {str(c).strip(): c for c in classes}
    groups: dict[Pattern, dict[str, Column]] = {}
    for column in columns:
        for pattern, name in _inside(column.name, table):
            groups.setdefault(pattern, {}).setdefault(name, column)
    most = max((len(group) for group in groups.values()), default=0)
    full = {p: g for p, g in groups.items() if len(g) == most and len(g) >= min(2, len(table))}
    for pattern, group in full.items():
        own = _extended(pattern, group, table, _without_longer(pattern, full, columns))
        wide = _extended(pattern, group, table, columns)
        yield from (own,) if own.indices == wide.indices else (own, replace(wide, mixed=True))


def _without_longer(pattern: Pattern, full: Iterable[Pattern], columns: Sequence[Column]) -> list[Column]:
    """Return the columns but those of a longer pattern, such as `p_cat_old` next to `p_cat` and `p_dog`."""
    longer = [p for p in full if p != pattern and _between(p.before + "*" + p.after, pattern)]
    return [c for c in columns if not any(_between(fold(c.name), p) for p in longer)]


def _inside(name: str, table: dict[str, Class]) -> Iterator[tuple[Pattern, str]]:
    """Yield the pattern and the class for each class that occurs in a name as a whole."""
    text = fold(name)
    if text in table:
        yield Pattern(), text
    pieces = [
        m.start() for m in re.finditer(r"\b|(?<=[^a-z0-9])|(?=[^a-z0-9])|(?<=\D)(?=\d)|(?<=\d)(?=\D)", text)
    ]
    cuts = sorted({0, len(text), *pieces})
    for start in cuts:
        for end in cuts:
            inner = text[start:end].strip()
            if end > start and inner in table and (start, end) != (0, len(text)):
                yield Pattern(text[:start].strip(), text[end:].strip()), inner


def _extended(
    pattern: Pattern, group: dict[str, Column], table: dict[str, Class], columns: Sequence[Column]
) -> Series:
    """Return the series with the columns of the same pattern whose classes do not occur in the labels."""
    own = {column.index: table[name] for name, column in group.items()}
    if not pattern.bare:
        ids = all(isinstance(c, int) for c in table.values())
        for column in columns:
            inner = _between(fold(column.name), pattern)
            if column.index not in own and inner and (not ids or inner.lstrip("-").isdigit()):
                own[column.index] = int(inner) if ids else _original(column.name, pattern)
    chosen = tuple(column for column in columns if column.index in own)
    return Series(chosen, tuple(own[column.index] for column in chosen), pattern)


def _between(text: str, pattern: Pattern) -> str | None:
    if not (text.startswith(pattern.before) and text.endswith(pattern.after)):
        return None
    return text[len(pattern.before) : len(text) - len(pattern.after)].strip() or None


def _original(name: str, pattern: Pattern) -> str:
    stop = len(name.strip()) - len(pattern.after)
    return name.strip()[len(pattern.before) : stop].strip(" _")


def _numbered(columns: Sequence[Column]) -> Iterator[Series]:
    """Yield a series for each pattern around numbers that counts from 0 or 1, in any order."""
    groups: dict[Pattern, dict[int, Column]] = {}
    for column in columns:
        if match := _NUMBERED.fullmatch(column.name.strip()):
            groups.setdefault(Pattern(match[1], match[3]), {}).setdefault(int(match[2]), column)
    for pattern, group in groups.items():
        ids = sorted(group)
        if len(ids) > 1 and ids[0] in {0, 1} and ids == list(range(ids[0], ids[0] + len(ids))):
            chosen = sorted(group.items(), key=lambda item: item[1].index)
            yield Series(tuple(c for _, c in chosen), tuple(i for i, _ in chosen), pattern)


def _same_ends(columns: Sequence[Column]) -> Iterator[Series]:
    """Yield a series for each first or last word that at least two names share."""
    groups: dict[Pattern, list[Column]] = {}
    for column in columns:
        name = column.name.strip()
        for cut in _ENDS.finditer(name):
            if cut.end() < len(name) and cut.start() >= 0 and name[: cut.end()].strip(" "):
                groups.setdefault(Pattern(name[: cut.end()], ""), []).append(column)
            if cut.start() > 0 and cut.end() <= len(name):
                groups.setdefault(Pattern("", name[cut.start() :]), []).append(column)
    for pattern, group in groups.items():
        if len(group) > 1:
            inner = tuple(c.name.strip()[len(pattern.before) :].removesuffix(pattern.after) for c in group)
            yield Series(tuple(group), inner, pattern)
