"""Run pyarrow's CSV reader with fixed types and no guessing."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from xentcli.core.frozen import Frozen
from xentcli.io.columnar.compute import pool
from xentcli.io.text.encoding import MARK
from xentcli.io.text.words import TRUTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 1 << 30
"""Block size in bytes, larger than any piece that is read."""


class ArrowCsv(Frozen):
    """Parse rows of ``width`` cells with pyarrow; ``kinds`` maps columns to pyarrow type names."""

    width: int
    kinds: Mapping[int, str]
    delimiter: str
    point: str

    def read(self, data: bytes) -> Any | None:
        """Return the rows as a pyarrow table, or None if they do not have these types."""
        if data.startswith(MARK):  # pyarrow would drop it at the start of every piece
            return None
        import pyarrow as pa
        from pyarrow import csv

        quoted = b'"' in data
        parsing = csv.ParseOptions(
            delimiter=self.delimiter,
            quote_char='"' if quoted else False,
            newlines_in_values=quoted,
            ignore_empty_lines=False,
        )
        try:
            return _reader()(pa.py_buffer(data), self._shape, parsing, self._conversion, memory_pool=pool())
        except pa.ArrowException:
            return None

    @cached_property
    def _shape(self) -> Any:
        from pyarrow import csv

        names = list(map(str, range(self.width)))
        return csv.ReadOptions(use_threads=False, block_size=LARGEST, column_names=names)

    @cached_property
    def _conversion(self) -> Any:
        import pyarrow as pa
        from pyarrow import csv

        types = {str(column): pa.type_for_alias(kind) for column, kind in self.kinds.items()}
        return csv.ConvertOptions(
            column_types=types,
            include_columns=list(types),
            null_values=[],
            strings_can_be_null=False,
            true_values=[word for word, truth in TRUTHS.items() if truth],
            false_values=[word for word, truth in TRUTHS.items() if not truth],
            decimal_point=self.point,
        )


@cache
def _reader() -> Any:
    """Return pyarrow's ``read_csv`` with its signal handlers disabled.

    xentcli handles signals itself, and pyarrow aborts the process if it cannot start its signal thread.
    """
    import pyarrow as pa
    from pyarrow import csv

    pa.enable_signal_handlers(False)
    return csv.read_csv
