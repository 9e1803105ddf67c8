"""The names of classes that Hugging Face's datasets write into the metadata of a schema."""

from __future__ import annotations

import json
from typing import Any

from xentcli.io.table import ClassNames


def features_of(metadata: dict[bytes, bytes] | None) -> dict[str, Any]:
    """Return the features of the columns by name; empty if the metadata has none."""
    try:
        features = json.loads((metadata or {}).get(b"huggingface", b"{}"))["info"]["features"]
    except (ValueError, KeyError, TypeError):
        return {}
    return features if isinstance(features, dict) else {}


def class_names(feature: Any) -> ClassNames | None:
    """Return the names of the classes of a feature, or of the items of lists, by their ids.

    >>> class_names({"names": ["emu", "cat"], "_type": "ClassLabel"}).pairs
    {0: 'emu', 1: 'cat'}
    >>> class_names({"feature": {"names": ["a"], "_type": "ClassLabel"}, "_type": "Sequence"}).names
    ('a',)
    >>> class_names([{"names": ["a"], "_type": "ClassLabel"}]).names, class_names({"dtype": "int64"})
    (('a',), None)
    """
    if isinstance(feature, list):
        return class_names(feature[0]) if len(feature) == 1 else None
    if not isinstance(feature, dict):
        return None
    if feature.get("_type") != "ClassLabel":
        return class_names(feature.get("feature"))
    names = feature.get("names")
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        return None
    if not names or len(set(names)) < len(names):
        return None
    return ClassNames(tuple(names), tuple(range(len(names))))
