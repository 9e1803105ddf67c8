"""Read class weights from a list, by name, from a file, or compute them from the shares of the classes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import UsageError
from xentcli.core.suggest import did_you_mean, meant
from xentcli.core.text import shown
from xentcli.settings.option_file import OptionFile, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xentcli.core.class_map import ClassMap
    from xentcli.settings.settings import Weighting

WANTED = (
    "name a file with one weight per line, lines such as cat=2, a CSV file of classes and weights, or JSON: "
    '[1, 2, 0.5] or {"cat": 2, "dog": 1}'
)
Entries = tuple[tuple[str | None, str], ...]
"""Weights as text, each with the name of its class, or None if they are in class order."""


def class_weights(
    asked: Weighting,
    classes: ClassMap,
    counts: Mapping[int | str, int],
    ignore: tuple[int | str, ...],
    *,
    negative: bool,
) -> tuple[float, ...]:
    """Return the weight of every class, (K,) in class order.

    Args:
        asked: A list `1,2,0.5`, of ids in ascending order, of names in that of the columns; pairs
            `name=2,other=1`; `@file` with either as lines, CSV or JSON; or `balanced`: n / (K n_k) as in
            scikit-learn, over the classes that occur.
        classes: The classes.
        counts: How often each label occurs.
        ignore: The labels to leave out of the counts.
        negative: Whether negative weights are allowed.

    Returns:
        One weight per class.

    Raises:
        UsageError: If the weights do not match the classes, or one is not finite or must not be negative.
    """
    if isinstance(asked, tuple):
        by_name = tuple((each[0], repr(each[1])) for each in asked if isinstance(each, tuple))
        in_order = tuple(each for each in asked if not isinstance(each, tuple))
        weights = _by_name(by_name, classes) if by_name else _by_id(in_order, classes)
    elif asked == "balanced":
        return _balanced(classes, counts, ignore)
    else:
        entries = _of_file(asked[1:]) if asked.startswith("@") else _of_list(asked.split(","))
        weights = (
            _by_name(entries, classes)
            if entries and all(name is not None for name, _ in entries)
            else _by_id(_listed(entries), classes)
        )
    return _checked(weights, classes, negative=negative)


def _checked(weights: tuple[float, ...], classes: ClassMap, *, negative: bool) -> tuple[float, ...]:
    if len(weights) != classes.size:
        raise UsageError(
            f"--class-weight has {len(weights)} weights for {classes.size} classes: {classes.describe()}",
            "give one weight per class, in class order, or name=weight pairs",
        )
    if not all(math.isfinite(w) for w in weights):
        raise UsageError("--class-weight has a weight that is not a number", "weights must be finite")
    if not negative and any(w < 0 for w in weights):
        raise UsageError(
            f"--class-weight has a negative weight: {min(weights):g}", "weights must not be negative"
        )
    return weights


def _of_list(texts: Iterable[str]) -> Entries:
    """Parse weights, or pairs of a name and a weight.

    >>> _of_list(["1", " 2"]), _of_list(["a=b=3"])
    (((None, '1'), (None, '2')), (('a=b', '3'),))
    """
    split = [text.strip().rpartition("=") for text in texts]
    return tuple((name if equals else None, weight) for name, equals, weight in split)


def _of_file(path: str) -> Entries:
    file = OptionFile(path, "--class-weight", WANTED)
    text = file.text()
    found = file.json(text)
    if found is not None:
        return _of_json(file, found)
    if path.lower().endswith((".csv", ".tsv")) and (rows := file.table(text))[1:]:
        return _of_rows(file, rows)
    return _of_list(e for line in lines_of(text) for e in line.split(",") if e.strip())


def _of_json(file: OptionFile, found: Any) -> Entries:
    """Return the entries of a JSON list in class order, or of a JSON object by class."""
    pairs = list(found.items()) if isinstance(found, dict) else [(None, weight) for weight in found]
    for _, weight in pairs:
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            file.refuse(f"{shown(str(weight))} is not a weight")
    return tuple((name, repr(weight)) for name, weight in pairs)


def _of_rows(file: OptionFile, rows: list[list[str]]) -> Entries:
    """Return the entries of a table of weights, or of classes and weights; a header may name the columns."""
    width = len(rows[0])
    if width > 2 or any(len(row) != width for row in rows):
        file.refuse("is not a table of weights, or of classes and weights")
    at = next((i for i, name in enumerate(rows[0]) if name.lower() in {"weight", "weights"}), width - 1)
    body = rows if _is_number(rows[0][at]) else rows[1:]
    return tuple((row[1 - at] if width == 2 else None, row[at]) for row in body)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _listed(entries: Entries) -> tuple[float, ...]:
    return tuple(_weight(weight if name is None else f"{name}={weight}") for name, weight in entries)


def _by_id(weights: tuple[float, ...], classes: ClassMap) -> tuple[float, ...]:
    """Return the weights of a list in class order: of ids, the first weight belongs to the smallest one."""
    ids = [c for c in classes.classes or () if isinstance(c, int)]
    if not len(ids) == classes.size == len(weights):
        return weights
    places = {each: place for place, each in enumerate(sorted(ids))}
    return tuple(weights[places[each]] for each in ids)


def _by_name(entries: Entries, classes: ClassMap) -> tuple[float, ...]:
    """Return the weights in class order; 0 to K - 1 are indices unless they are names of classes."""
    titles = classes.titles(range(classes.size))
    if not {name for name, _ in entries}.intersection(titles):
        numbers = {str(k): title for k, title in enumerate(titles)}
        entries = tuple((numbers.get(str(name), name), weight) for name, weight in entries)
    weights: dict[str, float] = {}
    for name, weight in entries:
        if name not in titles:
            near = classes.nearest(name)
            hint = meant(*near) if near else f"the classes are {classes.describe()}"
            raise UsageError(f"--class-weight names {shown(name)}, which is not a class", hint)
        if name in weights:
            raise UsageError(f"--class-weight names {shown(name)} twice", "give every class one weight")
        weights[name] = _weight(weight)
    missing = [t for t in titles if t not in weights]
    if missing:
        hint = f"name every class once: {classes.describe()}"
        raise UsageError(f"--class-weight has no weight for class {shown(missing[0])}", hint)
    return tuple(weights[t] for t in titles)


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight):
        otherwise = "for example --class-weight 1,2,0.5 or cat=2,dog=1 or balanced"
        hint = did_you_mean(text, ["balanced"], otherwise)
        raise UsageError(f"--class-weight: {shown(text)} is not a weight", hint)
    return weight


def _balanced(
    classes: ClassMap, labels: Mapping[int | str, int], ignore: tuple[int | str, ...]
) -> tuple[float, ...]:
    """Return n / (K n_k) over the classes that occur; one for a class that never occurs."""
    counts = [0] * classes.size
    for label, n in labels.items():
        k = classes.index_of(str(label))
        if k >= 0 and label not in ignore:
            counts[k] += n
    total, present = sum(counts), sum(map(bool, counts))
    return tuple(total / (present * n) if n else 1.0 for n in counts)
