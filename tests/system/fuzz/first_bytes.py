"""Files of any bytes under many names: which format they have, and what of them is read without a library."""

from types import SimpleNamespace

from outcomes import outcome
from reading import read_twice
from scratchfile import Scratch

from xentcli.io.containers.pickled_names import names_in
from xentcli.io.foreign.refuse import foreign_of
from xentcli.io.office.sqlite import _check_whole
from xentcli.io.registry import FORMATS, recognised
from xentcli.io.source.open import open_source
from xentcli.io.statistics.whole import _is_short

SUFFIXES = (
    *("", ".csv", ".h5", ".mat", ".nc", ".png", ".idx", ".safetensors", ".svm", ".xlsx", ".sav", ".db"),
    *(".xpt", ".rds", ".pkl", ".html", ".tfrecord", ".tar", ".msgpack", ".zip", ".npy", ".pb", ".xml"),
)
SCRATCHES = [Scratch(suffix) for suffix in SUFFIXES]
OWN = frozenset({"png", "idx", "safetensors", "svmlight"})
"""The formats that no library reads, apart from pixels."""


def check(data):
    """The first byte chooses the name of the file."""
    if not data:
        return
    path, body = SCRATCHES[data[0] % len(SUFFIXES)].hold(data[1:]), data[1:]
    first, second = (outcome(lambda: recognised(open_source(path))) for _ in range(2))
    assert repr(first) == repr(second), (first, second)
    assert first[0] is None or first[0] in FORMATS
    if first[0] in OWN:
        read_twice(path)
    _parts(path, body)


def _parts(path, body):
    """What each format looks for in the first bytes, and in the last ones."""
    known = foreign_of(body, path)
    assert known is None or known.hint(path).isprintable()
    outcome(lambda: _check_whole(open_source(path)))
    names = names_in(body)
    assert all(isinstance(name, str) for name in names)
    told = SimpleNamespace(variable_storage_width={"a": 8})
    assert _is_short(body, told, len(body) // 8 + 1)
