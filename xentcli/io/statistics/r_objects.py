"""Objects of R as parsed by rdata: their types, attributes, texts and numbers."""

from __future__ import annotations

from typing import Any

import numpy as np


def type_of(one: Any) -> str:
    """Return the name of the type of an object."""
    name: str = one.info.type.name
    return name


def text(one: Any) -> str | None:
    """Return a text or the name of a symbol; None for NA."""
    kind = type_of(one)
    if kind == "REF":
        return text(one.referenced_object)
    if kind == "SYM":
        return text(one.value)
    if one.value is None:
        return None
    data: bytes = one.value
    return data.decode("latin-1" if one.info.gp & 4 else "utf-8", errors="backslashreplace")


def named_values(pairs: Any) -> dict[str, Any]:
    """Return the values of a pairlist by their names."""
    found: dict[str, Any] = {}
    while pairs is not None and type_of(pairs) == "LIST":
        if pairs.tag is not None:
            found[text(pairs.tag) or ""] = pairs.value[0]
        pairs = pairs.value[1]
    return found


def attributes(one: Any) -> dict[str, Any]:
    """Return the attributes of an object."""
    return {} if one.attributes is None else named_values(one.attributes)


def texts(one: Any) -> list[str | None]:
    """Return the texts of a character vector."""
    return [text(item) for item in one.value]


def words(one: Any) -> list[str]:
    """Return the texts of an attribute, such as names; none if it is missing."""
    return [] if one is None or type_of(one) != "STR" else [item or "" for item in texts(one)]


def numbers(one: Any) -> tuple[Any, Any]:
    """Return the numbers of a vector, and the mask of those that are NA, or None."""
    values = one.value
    missing = np.ma.getmaskarray(values) if isinstance(values, np.ma.MaskedArray) else None
    plain = np.ma.getdata(values)
    return plain, missing if missing is not None and missing.any() else None


def children(one: Any) -> dict[str, Any]:
    """Return the objects of a list by their names, or by number from 1; empty for other objects."""
    if type_of(one) != "VEC":
        return {}
    names = words(attributes(one).get("names")) or [""] * len(one.value)
    return {
        name or f"[[{place}]]": value
        for place, (name, value) in enumerate(zip(names, one.value, strict=True), 1)
    }
