"""JSON documents and lines of any bytes: what is read is JSON for Python's module too, and twice alike."""

import json

from outcomes import outcome
from scratchfile import Scratch
from tool_files import cells

SCRATCHES = [Scratch(".json"), Scratch(".jsonl")]
DIGITS = 4000
"""Python's module refuses longer whole numbers."""


def check(data):
    """The first byte chooses a document or lines."""
    if not data:
        return
    path = SCRATCHES[data[0] % len(SCRATCHES)].hold(data[1:])
    first, second = outcome(lambda: cells(path)), outcome(lambda: cells(path))
    assert repr(first) == repr(second), (first, second)
    if first[0] is not None and len(data) < DIGITS:
        assert _is_json(data[1:].decode("utf-8-sig")), first


def _is_json(text):
    """Whether it is JSON values, one after the other: a document, lines or neither."""
    decoder, place = json.JSONDecoder(), 0
    try:
        while text[place:].strip():
            place += len(text[place:]) - len(text[place:].lstrip())
            _, place = decoder.raw_decode(text, place)
    except ValueError:
        return False
    return True
