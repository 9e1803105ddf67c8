"""Parse `--classes`: `cat,dog`, a file with one class per line, or the JSON written by frameworks."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import UsageError
from xentcli.core.text import shown
from xentcli.settings.option_file import OptionFile, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import NoReturn

WANTED = (
    'name a file with one class per line, or JSON: ["cat", "dog"], {"cat": 0, "dog": 1} as in Keras\' '
    'class_indices, or {"0": "cat", "1": "dog"} as in id2label'
)
MAPS = ("id2label", "label2id", "class_indices")
"""The keys under which a larger JSON object, such as Hugging Face's config.json, holds the classes."""


def parse_classes(text: str) -> tuple[str, ...]:
    """Return the classes of `--classes a,b,c` or `--classes @file`, in order; names with commas are quoted.

    >>> parse_classes("cat,dog"), parse_classes('"cat, big",dog')
    (('cat', 'dog'), ('cat, big', 'dog'))
    """
    names = _once(_of_file(text[1:]) if text.startswith("@") else _listed(text))
    if len(names) == 1 and "." in text and os.path.isfile(text):
        raise UsageError(f"--classes has one class, {shown(text)}", "is it a file? put an @ before its name")
    return names


def _listed(text: str) -> tuple[str, ...]:
    try:
        return tuple(next(csv.reader([text], strict=True)) if '"' in text else text.split(","))
    except csv.Error as error:
        hint = """as in --classes '"cat, big",dog' or --classes @file"""
        raise UsageError(f"--classes: {error} in {shown(text)}", hint) from error


def classes_of(given: Iterable[Any] | Mapping[Any, Any]) -> tuple[str, ...]:
    """Return the classes of a list, or of a map from name to index or from index to name.

    >>> classes_of([3, 5]), classes_of({"dog": 1, "cat": 0}), classes_of({0: "cat", 1: "dog"})
    (('3', '5'), ('cat', 'dog'), ('cat', 'dog'))
    """
    if isinstance(given, Mapping):
        given = _in_order({str(key): value for key, value in given.items()}, _refuse_map)
    return _once(tuple(map(str, given)))


def _refuse_map(why: str) -> NoReturn:
    hint = 'give a list, {"cat": 0, "dog": 1} or {0: "cat", 1: "dog"}'
    raise UsageError(f"--classes: the map {why}", hint)


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names; raise UsageError if there are no names, or a name is empty or repeated."""
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice or not names or "" in names:
        what = "an empty name" if "" in names else f"{shown(twice[0])} twice" if twice else "no name"
        raise UsageError(
            f"--classes has {what}", "name every class once, as in --classes cat,dog or --classes @file"
        )
    return names


def _of_file(path: str) -> tuple[str, ...]:
    file = OptionFile(path, "--classes", WANTED)
    text = file.text()
    found = file.json(text)
    return lines_of(text) if found is None else _of_json(file, found)


def _of_json(file: OptionFile, found: Any) -> tuple[str, ...]:
    """Return the classes of a JSON list, or of a map from name to index or from index to name.

    >>> file = OptionFile("config.json", "--classes", WANTED)
    >>> _of_json(file, {"dog": 1, "cat": 0}), _of_json(file, {"id2label": {"1": "dog", "0": "cat"}})
    (('cat', 'dog'), ('cat', 'dog'))
    """
    if isinstance(found, dict):
        known = next((found[name] for name in MAPS if isinstance(found.get(name), dict)), found)
        found = _in_order(known, file.refuse)
    if not all(isinstance(name, str) or type(name) is int for name in found):
        bad = next(name for name in found if not isinstance(name, str) and type(name) is not int)
        file.refuse(f"{shown(str(bad))} is not the name of a class")
    return tuple(map(str, found))


def _in_order(named: Mapping[str, Any], refuse: Callable[[str], NoReturn]) -> list[Any]:
    """Return the names of a map in index order; refuse a map whose indices are not 0 to K - 1."""
    if all(type(value) is int for value in named.values()):
        pairs = [(index, name) for name, index in named.items()]
    elif all(key.isdecimal() and key.isascii() for key in named):
        pairs = [(int(key), name) for key, name in named.items()]
    else:
        refuse("is not a map between names and indices")
    indexes = sorted(index for index, _ in pairs)
    if indexes != list(range(len(pairs))):
        missing = next(k for k in range(len(pairs) + 1) if k not in indexes)
        refuse(f"has {len(pairs)} classes, but none with index {missing}")
    return [name for _, name in sorted(pairs, key=lambda pair: pair[0])]
