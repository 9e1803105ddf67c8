"""The index that pandas declares in the metadata of a schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def index_of(metadata: Mapping[bytes, bytes] | None, rows: int | None) -> str | range | None:
    """Return the column that holds the index, the range that stands for it, or None.

    Unless ``rows`` is None, the range must have that length.

    >>> index_of({b"pandas": b'{"index_columns": ["id"]}'}, 2)
    'id'
    >>> kind = b'{"kind": "range", "name": null, "start": 2, "stop": -1, "step": -1}'
    >>> index_of({b"pandas": b'{"index_columns": [%s]}' % kind}, 3), index_of(None, 3)
    (range(2, -1, -1), None)
    """
    try:
        columns = json.loads((metadata or {}).get(b"pandas", b"{}"))["index_columns"]
        name = next((column for column in columns if isinstance(column, str)), None)
        if name is not None or len(columns) != 1:
            return name
        found = range(*(int(columns[0][end]) for end in ("start", "stop", "step")))
    except (ValueError, KeyError, TypeError):
        return None
    return found if rows is None or len(found) == rows else None
