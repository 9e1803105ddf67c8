"""Records as JSON: values, rankings, vectors and tokens. Lines and a list of the same rows are read alike."""

import json

from outcomes import outcome
from picks import Picks
from reading import SORTS, cells, read_twice
from scratchfile import Scratch

from xentcli.io.columnar.ranking_items import items_of
from xentcli.io.json.records import is_whole_ranking, sums_to_one
from xentcli.io.table import ReadOptions

LINES, DOCUMENT = Scratch(".jsonl"), Scratch(".json")
SCALARS = (
    *("0", "1", "0.5", "0.25", "0.75", '"a"', '"b"', '"c"', "null", "true", "false", '"0.5"', '"0"', '""'),
    *("-1", "2", "1e400", "NaN", "-Infinity", "9007199254740993", "9223372036854775808", "1" + "0" * 400),
    *('"NaN"', '"\\ud800"', '"\\u001b[2J"', '"__label__a"', "-0.0", "1e-320", '"007"', '"None"'),
)  # fmt: skip
KEYS = (
    *("label", "p", "score", "scores", "labels", "a", "b", "c", "0", "1", "id", "", "y_true", "probs"),
    *("predictions", "data", "type", "size", "indices", "values", "classes", "tokens", "logits", "entity"),
    *("schema", "fields", "constraints", "enum", "name", "index", "columns", "rank", "\x1bclasses", "word"),
)  # fmt: skip
KINDS = ("scalar", "numbers", "ranking", "scores", "pairs", "lists", "object", "vector", "mixed")


def check(data):
    """The first bytes choose how the records are read, and the form of a document."""
    picks = Picks(data)
    sort = picks.of(SORTS)
    options = ReadOptions(tokens=bool(picks.number(2)), unknown=(None, (), ("a", "0"))[picks.number(3)])
    form = picks.of(FORMS)
    rows = _rows(picks)
    read_twice(DOCUMENT.hold(form(rows).encode()), sort, options)
    if len(rows) > 1 and not _is_row(rows):
        lines, document = "\n".join(rows), _list(rows)
        both = [
            outcome(lambda path=path: cells(path, sort, options))
            for path in (LINES.hold(lines.encode()), DOCUMENT.hold(document.encode()))
        ]
        assert repr(both[0][0]) == repr(both[1][0]), (lines, both)


def _rows(picks):
    """One to four rows with values of the same kinds, and some of other kinds."""
    fields = [(picks.of(KEYS), picks.of(KINDS)) for _ in range(1 + picks.number(3))]
    alone = picks.number(4) == 3
    rows = []
    for _ in range(1 + picks.number(4)):
        values = [
            (key, value(picks, picks.of(KINDS) if picks.number(16) == 15 else kind)) for key, kind in fields
        ]
        rows.append(values[0][1] if alone else _object(values))
    return rows


def value(picks, kind, depth=0):
    """A value of a kind as JSON."""
    if kind == "scalar" or depth > 3:
        return picks.of(SCALARS)
    if kind == "numbers":
        return _list(picks.several(4, lambda _: picks.of(SCALARS[:5])))
    if kind == "ranking":
        return _list(
            picks.several(
                3, lambda _: _object([("label", picks.of(SCALARS[5:8])), ("score", picks.of(SCALARS[:5]))])
            )
        )
    if kind == "pairs":
        return _list(picks.several(3, lambda _: _list([picks.of(SCALARS[5:8]), picks.of(SCALARS)])))
    if kind == "scores":
        return _object(picks.several(3, lambda n: ("abc"[n], picks.of(SCALARS[:5]))))
    if kind == "vector":
        parts = [("type", picks.of(("1", "0"))), ("size", picks.of(SCALARS)), ("indices", "[0, 1]")]
        return _object([*parts, ("values", _list(picks.several(3, lambda _: picks.of(SCALARS))))])
    inner = "scalar" if kind == "mixed" else "numbers" if kind == "lists" else picks.of(KINDS)
    if kind == "object":
        return _object(picks.several(3, lambda _: (picks.of(KEYS), value(picks, inner, depth + 1))))
    return _list(picks.several(3, lambda _: value(picks, inner, depth + 1)))


def _is_row(rows):
    """Whether a list of such rows is itself one row."""
    try:
        values = [json.loads(row) for row in rows]
        return sums_to_one(values) or is_whole_ranking(items_of(values))
    except ValueError:
        return True


def _list(items):
    return f"[{', '.join(items)}]"


def _object(pairs):
    return "{" + ", ".join(f"{json.dumps(key)}: {one}" for key, one in pairs) + "}"


FORMS = (
    _list,
    lambda rows: _object([("data", _list(rows))]),
    lambda rows: _object([(str(n), row) for n, row in enumerate(rows)]),
    lambda rows: _object([(key, row) for key, row in zip(KEYS, rows, strict=False)]),
    lambda rows: _object([("columns", '["a", "b", "c"]'), ("index", "[0, 1]"), ("data", _list(rows))]),
    lambda rows: _object([("schema", rows[0]), ("data", _list(rows))]),
    lambda rows: _object([("classes", rows[0]), ("p", _list(rows)), ("label", _list(rows))]),
    lambda rows: rows[0],
    " ".join,
)
"""Documents that hold rows or columns."""
