"""Errors about any text: one printable line each, no value longer than 80 characters."""

import contextlib
import io
import json

from outcomes import check_error

from xentcli.cli.boundary import _as_json, _as_lines
from xentcli.core.errors import DataError, Place
from xentcli.core.text import printable, shown


def check(data):
    """The text as value, file and column of an error."""
    text = data.decode("utf-8", "surrogateescape")
    value, safe = shown(text), printable(text)
    assert len(value) <= 80
    assert value.isprintable()
    assert safe.isprintable()
    error = DataError(f"{value} is not it", f"did you mean {value}?", value=text)
    error.at(file=text, line=1, row=1, column=text)
    check_error(error)
    lines = _as_lines(error)
    assert lines.count("\n") == 2, lines
    lines.encode()
    answer = json.loads(_as_json(error))
    assert answer["value"] == value
    assert answer["file"] == text
    assert _as_json(error).isascii()
    with contextlib.redirect_stderr(io.StringIO()):
        assert Place(file=text) == Place(file=text)
