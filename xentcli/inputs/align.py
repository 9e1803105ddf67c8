"""Rows that belong together: blocks of several inputs cut at the same rows, and counted against each
other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.lazy_block import Pending
    from xentcli.core.types import Block

    Part = Block | Pending


def aligned(streams: Sequence[Iterator[Part]], roles: Sequence[str]) -> Iterator[tuple[Block, ...]]:
    """The streams' blocks, cut so that each tuple holds the same rows of all; unequal ends are an error.

    ``roles`` names each stream in that error: "labels", "predictions", "weights".
    """
    for parts in aligned_parts(streams, roles):
        yield tuple(part.load() for part in parts)


def aligned_parts(
    streams: Sequence[Iterator[Part]], roles: Sequence[str], width: int | None = None, *, headers: bool = True
) -> Iterator[tuple[Part, ...]]:
    """The same for rows that need not be read yet; ``width`` is that of the second stream's rows, and
    ``headers`` says that a header may have been taken for a row."""
    heads: list[Part | None] = [next(stream, None) for stream in streams]
    while all(heads):
        blocks = [head for head in heads if head is not None]
        n = min(map(len, blocks))
        yield tuple(block[:n] for block in blocks)
        heads = [
            block[n:] if len(block) > n else next(stream, None)
            for block, stream in zip(blocks, streams, strict=True)
        ]
    if any(heads):
        raise _uneven(heads, streams, roles, width, headers)


def first_rows(parts: Iterator[tuple[Part, ...]], most: int) -> Iterator[tuple[Part, ...]]:
    """The rows of lower numbers than that; the streams are not read on."""
    for each in parts:
        left = most - each[0].first_row
        if left <= 0:
            return
        yield tuple(part[:left] for part in each)


def _uneven(
    heads: Sequence[Part | None],
    streams: Sequence[Iterator[Part]],
    roles: Sequence[str],
    width: int | None,
    headers: bool,
) -> DataError:
    """The error that counts every stream's rows to its end."""
    longest = [_rows(head, stream) for head, stream in zip(heads, streams, strict=True)]
    least = min(head.first_row for head in heads if head is not None)
    counts = [n if n is not None else least for n in longest]
    said = ", ".join(f"{n:,} {role}" for n, role in zip(counts, roles, strict=True))
    over = next(head for head in heads if head is not None)
    hint = "a header read as a row, or as none? try --header or --no-header; " if headers else ""
    hint += "both files must hold the same rows"
    if width is not None and counts[0] == width > counts[1]:
        hint = f"{counts[1]:,} rows of {width:,} columns: are the {roles[1]} transposed? save a.T"
    first = over[:1].load()
    place = Place(first.origin.file, first.place(0).line, least + 1)
    return DataError(f"the inputs differ in rows: {said}", hint, code="XE301", place=place)


def _rows(head: Part | None, stream: Iterator[Part]) -> int | None:
    if head is None:
        return None
    end = head.first_row + len(head)
    for block in stream:
        end = block.first_row + len(block)
    return end
