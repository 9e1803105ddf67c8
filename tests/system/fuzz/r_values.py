"""Objects of R as its library hands them over: vectors, factors, matrices and data frames."""

from types import SimpleNamespace

import numpy as np

from xentcli.io.statistics.r_objects import children
from xentcli.io.statistics.r_tables import frame_of

WORDS = (
    b"a",
    b"b",
    b"label",
    b"",
    None,
    b"\xff",
    b"data.frame",
    b"factor",
    b"Date",
    b"POSIXct",
    b"integer64",
)
TIMES = (b"Date", b"POSIXct", b"difftime", b"haven_labelled", b"matrix")
CLASSES = {"INT": (b"factor", *TIMES), "REAL": (b"integer64", *TIMES), "LGL": (b"a",), "STR": (b"AsIs", b"a")}
LEVELS = 3
REALS = (0.5, 0.25, 1.0, 2.0, np.nan, np.inf, -np.inf, 1e300, 19000.0, -1.5, 3.0, 0.0)


def frames(picks, _sort):
    """A vector, a matrix or a data frame: all its columns have its rows, and it is read twice alike."""
    one = _frame(picks) if picks.number(2) else _vector(picks, 1 + picks.number(4))
    found, again = frame_of("y", one), frame_of("y", one)
    assert (found is None) == (again is None)
    if found is not None:
        assert {len(column) for column in found.columns} <= {found.rows}
        assert [str(column) for column in found.columns] == [str(column) for column in again.columns]
        assert len(found.columns) == len(found.schema)
        for column in found.columns:
            column.validate(full=True)
    children(one)


def _frame(picks):
    rows, width = picks.number(5), 1 + picks.number(3)
    columns = [_vector(picks, rows) for _ in range(width)]
    told = {"names": _texts(picks, width), "class": _strings([b"data.frame"])}
    if picks.number(2):
        told["row.names"] = _texts(picks, rows) if picks.number(2) else _numbers(picks, rows, "INT")
    return _object("VEC", columns, told)


def _vector(picks, count):
    """A vector of one type; with two axes it is a matrix with so many rows."""
    kind = picks.of(("REAL", "INT", "LGL", "STR"))
    width = 1 + picks.number(3) if picks.number(4) == 3 else None
    size = count * (width or 1)
    one = _texts(picks, size) if kind == "STR" else _numbers(picks, size, kind)
    told = {}
    if width is not None:
        told["dim"] = _object("INT", np.array([count, width]), {})
    if picks.number(3) == 2 and width is not None:
        nothing = _object("NILVALUE", None, {})
        names = [_texts(picks, size) if picks.number(2) else nothing for size in (count, width)]
        told["dimnames"] = _object("VEC", names, {})
    if picks.number(2) and width is None:
        told["class"] = _strings([picks.of(CLASSES[kind])])
    if kind == "INT":
        told["levels"] = _texts(picks, LEVELS)
    if picks.number(3) == 2 and kind != "STR":
        labels = picks.number(3)
        told["labels"] = _numbers(picks, labels, kind)
        told["labels"].attributes = _pairs({"names": _texts(picks, labels)})
    one.attributes = _pairs(told)
    return one


def _numbers(picks, count, kind):
    if kind == "REAL":
        return _object(kind, np.array([picks.of(REALS) for _ in range(count)], np.float64), {})
    values = np.array(
        [picks.number(LEVELS + 1) for _ in range(count)], np.int32 if kind == "INT" else np.bool_
    )
    gaps = [picks.number(8) == 7 for _ in range(count)]
    return _object(kind, np.ma.array(values, mask=gaps) if any(gaps) else values, {})


def _texts(picks, count):
    return _strings([picks.of(WORDS) for _ in range(count)])


def _strings(words):
    return _object("STR", [_object("CHAR", word, {}) for word in words], {})


def _object(kind, value, told):
    info = SimpleNamespace(type=SimpleNamespace(name=kind), gp=0)
    return SimpleNamespace(info=info, value=value, attributes=_pairs(told), tag=None)


def _pairs(told):
    """Attributes as a list of pairs; None if there are none."""
    pairs = None
    for name, value in reversed(told.items()):
        pairs = _object("LIST", [value, pairs or _object("NILVALUE", None, {})], {})
        pairs.tag = _object("SYM", _object("CHAR", name.encode(), {}), {})
    return pairs
