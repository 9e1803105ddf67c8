"""pyarrow's CSV reader, told to guess nothing: every type is said, and no cell or row is left out."""

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
"""In bytes: what is read at once is smaller."""


class ArrowCsv(Frozen):
    """Reads the columns in ``kinds`` (pyarrow's names of types) out of ``width``, through pyarrow."""

    width: int
    kinds: Mapping[int, str]
    delimiter: str
    point: str

    def read(self, data: bytes) -> Any | None:
        """The table of these rows, or None where they are none of these types."""
        if data.startswith(MARK):  # pyarrow would leave it out, at the start of every piece
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
    """pyarrow's function without its thread that waits for signals: they are ours, and where no thread is to
    be had, that one would abort the process."""
    import pyarrow as pa
    from pyarrow import csv

    pa.enable_signal_handlers(False)
    return csv.read_csv
